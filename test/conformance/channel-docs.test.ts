import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { ChannelKind } from "../../src/domain/ports/sales-channels.ts"
import { kindRows } from "./channel-kinds.ts"

/** The three ways of files are told of on one page. */
const pageOf = (kind: string): URL =>
  new URL(`../../docs/channels/${kind.startsWith("files-") ? "files" : kind}.md`, import.meta.url)

/** Text below a heading, up to the next one of its kind. */
const sectionOf = (page: string, heading: RegExp): string =>
  page
    .split(/^## /m)
    .slice(1)
    .find((section) => heading.test(section.split("\n")[0] ?? "")) ?? ""

const rowsOf = (text: string): number => text.split("\n").filter((line) => line.startsWith("| ")).length

describe.each(kindRows)("the page about %s", (name: string, kind: ChannelKind) => {
  const page = existsSync(pageOf(name)) ? readFileSync(pageOf(name), "utf8") : ""
  const [head = ""] = page.split(/^## /m)

  it("says first what it can do, and what it was tested by", () => {
    expect(page, `docs/channels/${name}.md is missing`).not.toBe("")
    expect(head.toLowerCase()).toContain(kind.testedBy)
    expect(rowsOf(head)).toBeGreaterThanOrEqual(5)
  })

  it("leads to its credentials step by step, to a test, past every field that must be given", () => {
    const steps = sectionOf(page, /, step by step$/)
    expect(steps.match(/^\d+\. /gm)?.length ?? 0).toBeGreaterThanOrEqual(3)
    expect(page).toContain(`--kind ${name}`)
    expect(steps).toContain("switchyard channels test")
    for (const field of kind.fields.filter((one) => one.required || one.secret))
      expect(page, `the field ${field.name}`).toMatch(new RegExp(`\\b${field.name}\\b`))
  })

  it("names its limits and how they are kept", () => {
    const limits = sectionOf(page, /^Limits/)
    expect(limits.length).toBeGreaterThan(300)
    expect(limits).toMatch(/\d/)
    const { reachBackDays, inventory } = kind.capabilities
    const numbers = [reachBackDays, inventory?.changesADay ?? null, inventory?.batch ?? null]
    for (const number of numbers.filter((one) => one !== null && one > 1))
      expect(page.replaceAll(",", ""), `the limit ${number}`).toMatch(new RegExp(`\\b${number}\\b`))
  })
})
