import { describe, expect, it } from "vitest"
import type { CommandFailure } from "../../src/cli/command-services.ts"
import type { Format } from "../../src/cli/render-answer.ts"
import { renderFailure } from "../../src/cli/render-failure.ts"
import {
  ChannelFailure,
  MailFailure,
  Refusal,
  StoreFailure,
  TransportFailure,
  VaultFailure
} from "../../src/domain/ports/failure.ts"

const text: Format = { json: false, columns: null, color: false }
const json: Format = { ...text, json: true }

const failures: ReadonlyArray<readonly [CommandFailure, string, string]> = [
  [new StoreFailure({ reason: "Unavailable", message: "No database" }), "StoreFailure.Unavailable", "doctor"],
  [
    new ChannelFailure({ reason: "Unauthorized", message: "Wrong password." }),
    "ChannelFailure.Unauthorized",
    "--secret"
  ],
  [
    new TransportFailure({ reason: "Unreachable", message: "No answer." }),
    "TransportFailure.Unreachable",
    "Check its address"
  ],
  [
    new VaultFailure({ reason: "KeyWrong", message: "The key is not the one." }),
    "VaultFailure.KeyWrong",
    "doctor"
  ],
  [
    new MailFailure({ reason: "Rejected", message: "No such mailbox." }),
    "MailFailure.Rejected",
    "Its answer"
  ],
  [new Refusal({ message: "There is no such order." }), "Refusal", "There is no such order."]
]

describe("failures", () => {
  it.each(failures.map(([f, reason, next]) => [reason, f, next] as const))(
    "%s is one line with the next step, and the same as JSON",
    (reason, failure, next) => {
      const shown = renderFailure(failure, text, null)
      expect(shown).toMatchObject({ stdout: "", code: 1 })
      expect(shown.stderr).toMatch(/^switchyard: [^\n]+\n$/)
      expect(shown.stderr).toContain(next)
      const told = renderFailure(failure, json, null)
      expect(told).toMatchObject({ stderr: "", code: 1 })
      expect(JSON.parse(told.stdout).error.reason).toBe(reason)
      expect(shown.stderr).toContain(JSON.parse(told.stdout).error.message)
    }
  )

  it("keeps a foreign message on one line, without its escapes, and bounded", () => {
    const message = `bad\u001b[2J\nswitchyard: all is well ${"x".repeat(5000)}`
    const { stderr } = renderFailure(new ChannelFailure({ reason: "Malformed", message }), text, null)
    expect(stderr.trimEnd().split("\n")).toHaveLength(1)
    expect(stderr).not.toContain("\u001b")
    expect(stderr.length).toBeLessThan(1200)
  })

  it("tells a fault of ours in a line, and where the whole of it is", () => {
    const defect = renderFailure(new Error("it broke\nat secret.ts:1"), text, "/tmp/switchyard.log")
    expect(defect).toMatchObject({ stdout: "", code: 1 })
    expect(defect.stderr).toBe(
      "switchyard: This is a fault of Switchyard: it broke. The whole of it is in /tmp/switchyard.log.\n"
    )
  })
})
