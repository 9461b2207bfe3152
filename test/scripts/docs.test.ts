import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { staleDocs, writeDocs } from "../../scripts/docs.ts"
import { dispatchLife } from "../../src/domain/model/dispatch-intent.ts"
import { orderStatusTable } from "../../src/domain/model/order-status.ts"
import { troubleTable } from "../../src/domain/model/send-failure.ts"
import { gateTable } from "../../src/domain/model/send-gate.ts"
import { jobNames } from "../../src/jobs/job-table.ts"
import { keymap } from "../../src/tui/keymap.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-docs-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (name: string): string => readFileSync(join(folder, name), "utf8")

describe("generated docs", () => {
  it("are stale until they are written, and again when a hand has touched one", () => {
    expect(staleDocs(folder)).toEqual([
      "lifecycles.md",
      "jobs.md",
      "keys.md",
      "commands.md",
      "sends.md",
      "order-query.md"
    ])
    writeDocs(folder)
    expect(staleDocs(folder)).toEqual([])
    appendFileSync(join(folder, "jobs.md"), "by hand\n")
    expect(staleDocs(folder)).toEqual(["jobs.md"])
    expect(writeDocs(folder)).toEqual(["jobs.md"])
    expect(staleDocs(folder)).toEqual([])
  })

  it("writes nothing else", () => {
    writeDocs(folder)
    expect(readdirSync(folder).sort()).toEqual([
      "commands.md",
      "jobs.md",
      "keys.md",
      "lifecycles.md",
      "order-query.md",
      "sends.md"
    ])
  })

  it("has every row of every table", () => {
    writeDocs(folder)
    for (const { label } of orderStatusTable) expect(read("lifecycles.md")).toContain(`| ${label} |`)
    for (const state of Object.keys(dispatchLife)) expect(read("lifecycles.md")).toContain(`| \`${state}\` |`)
    for (const gate of Object.keys(gateTable)) expect(read("sends.md")).toContain(`| \`${gate}\` |`)
    for (const trouble of Object.keys(troubleTable)) expect(read("sends.md")).toContain(`| \`${trouble}\` |`)
    for (const name of jobNames) expect(read("jobs.md")).toContain(`| \`${name}\` |`)
    for (const { screen } of keymap)
      expect(read("keys.md")).toContain(`## ${screen === "everywhere" ? "Everywhere" : screen}\n`)
  })

  it("makes tables whose rows are as wide as their head", () => {
    writeDocs(folder)
    for (const name of readdirSync(folder)) {
      const widths = read(name)
        .split("\n\n")
        .filter((part) => part.startsWith("| "))
        .map(
          (part) =>
            new Set(
              part
                .trimEnd()
                .split("\n")
                .map((line) => line.split(/(?<!\\)\|/).length)
            )
        )
      for (const width of widths) expect(width.size).toBe(1)
    }
  })
})
