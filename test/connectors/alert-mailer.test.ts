import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { type AlertMailServer, alertMailerLayer } from "../../src/connectors/alert-mailer.ts"
import { AlertMailer } from "../../src/domain/ports/alert-mailer.ts"
import { parseMail } from "../e2e-vendure/world/mime.ts"
import { closedPort } from "./json-server.ts"
import { mailPassword, mailUser, type SmtpFaults, SmtpTestServer } from "./transports/smtp-test-server.ts"

const times = { connectMs: 1000, operationMs: 500, acceptMs: 500 }

const serverAt = (port: number, more: Partial<AlertMailServer> = {}): AlertMailServer => ({
  host: "127.0.0.1",
  port,
  security: "none",
  from: "alerts@shop.example",
  user: mailUser,
  password: Redacted.make(mailPassword),
  ...more
})

const send = (server: AlertMailServer | null, to = "owner@shop.example", subject = "9 orders wait") =>
  Effect.runPromise(
    Effect.result(AlertMailer.use((mailer) => mailer.send(to, subject, "Line 1\nLine 2 🦜"))).pipe(
      Effect.provide(alertMailerLayer(server, times))
    )
  )

const withFaults = async (faults: SmtpFaults) => {
  await using server = await SmtpTestServer.open()
  Object.assign(server.faults, faults)
  return await send(serverAt(server.port))
}

describe("alert mail", () => {
  it("arrives as it was written", async () => {
    await using server = await SmtpTestServer.open()
    expect(await send(serverAt(server.port))).toMatchObject({ _tag: "Success" })
    const { headers, parts } = parseMail(server.taken[0]?.raw ?? Buffer.alloc(0))
    expect(headers.get("subject")).toBe("9 orders wait")
    expect(parts[0]?.content.toString()).toBe("Line 1\nLine 2 🦜")
    expect(server.taken[0]?.to).toEqual(["owner@shop.example"])
  })

  it("lets no header in through a subject", async () => {
    await using server = await SmtpTestServer.open()
    await send(serverAt(server.port), "owner@shop.example", "9 wait\r\nBcc: evil@x.example")
    const { headers } = parseMail(server.taken[0]?.raw ?? Buffer.alloc(0))
    expect(headers.has("bcc")).toBe(false)
    expect(headers.get("subject")).toBe("9 wait Bcc: evil@x.example")
  })

  it.each([
    [{ mail: 451 }, "Throttled"],
    [{ recipient: 550 }, "Rejected"],
    [{ data: 554 }, "Rejected"],
    [{ hangUp: "after" }, "NoAnswer"]
  ] as const)("fails on %j as %s", async (faults, reason) => {
    expect(await withFaults(faults)).toMatchObject({ failure: { _tag: "MailFailure", reason } })
  })

  it("tells what keeps it from the server", async () => {
    await using server = await SmtpTestServer.open()
    const wrong = serverAt(server.port, { password: Redacted.make("canary-wrong") })
    const refused = await send(wrong)
    expect(refused).toMatchObject({ failure: { reason: "Unauthorized" } })
    expect(JSON.stringify(refused)).not.toContain("canary")
    expect(await send(serverAt(await closedPort()))).toMatchObject({ failure: { reason: "Unreachable" } })
    expect(await send(serverAt(25, { host: "mail.example.com" }))).toMatchObject({
      failure: { reason: "Misconfigured" }
    })
    expect(await send(serverAt(25), "a@b.example\r\nBcc: c@d.example")).toMatchObject({
      failure: { reason: "Misconfigured" }
    })
  })

  it("says what to set when no server is set", async () => {
    const result = await send(null)
    expect(result).toMatchObject({ failure: { reason: "Misconfigured" } })
    expect(JSON.stringify(result)).toContain("SWITCHYARD_SMTP_URL")
  })
})
