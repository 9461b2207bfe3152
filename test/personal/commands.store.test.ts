import { beforeEach, describe, expect, it } from "vitest"
import { deedOf } from "../../src/cli/command-deeds.ts"
import type { Command } from "../../src/cli/command-row.ts"
import { commandTable } from "../../src/cli/command-table.ts"
import { performed } from "../cli/performed.ts"
import { linesOf, namesIn } from "./command-lines.ts"
import { givenAway } from "./planted-buyer.ts"
import { type Login, logins, withTwoLogins } from "./two-logins.ts"

const life = withTwoLogins()
beforeEach(() => life.plant())

const effects = commandTable.filter(({ runBy }) => runBy === "effect")
const reveals = (row: Command): boolean => row.flags.some(({ name }) => name === "reveal")
/** What reveals may change things as well: without its flags it looks. */
const looking = effects.filter((row) => deedOf(row.path) === "looks" || reveals(row))
/** Of commands that do either, what a person types to look. */
const alsoLooking = [
  ["orders", "process", "#2009", "#2010", "#2013", "--dry-run"],
  ["orders", "note", "#2009"],
  ["orders", "note", "#2010"],
  ["orders", "process", "#2013", "--yes"],
  ["orders", "retry", "#2013"]
]

const told = async (login: Login, argv: ReadonlyArray<string>) => {
  const { code, stdout, stderr } = await performed(life.as(login), argv, { actor: "ben" })
  return { code, text: `${stdout}\n${stderr}` }
}

describe.each(logins)("the %s", (login) => {
  it("is told by no command that looks who bought it", async () => {
    const names = await namesIn(life.house.sql(), life.folder)
    const lines = [...looking.flatMap((row) => linesOf(row, names)), ...alsoLooking]
    const both = lines.flatMap((line) => [line, [...line, "--json"]])
    const leaks: Array<string> = []
    let answered = 0
    for (const argv of both) {
      const { code, text } = await told(login, argv)
      if (code === 0) answered++
      const words = givenAway(text)
      if (words.length > 0) leaks.push(`${argv.join(" ")}: ${words.join(", ")}`)
    }
    expect(leaks).toEqual([])
    expect(answered).toBeGreaterThan(200)
    expect(await life.reveals()).toBe(0)
  }, 180_000)
})

describe("--reveal", () => {
  const revealing = effects.filter(reveals)

  /** Every command that has it, of an order, a letter or the rows that it shows something of. */
  const asked = async (row: Command): Promise<ReadonlyArray<string>> => {
    const [line = []] = linesOf(row, await namesIn(life.house.sql(), life.folder))
    return [...line, "--reveal"]
  }

  it.each(revealing.map((row) => [row.path.join(" "), row] as const))(
    "%s shows the owner who bought it, and it is written down each time",
    async (_path, row) => {
      const argv = await asked(row)
      const { text } = await told("owner", argv)
      expect(givenAway(text), text).not.toEqual([])
      const once = await life.reveals()
      expect(once).toBeGreaterThan(0)
      await told("owner", argv)
      expect(await life.reveals()).toBe(2 * once)
      const [noted] = await life.house.sql()`select actor from activity where act = 'revealed' limit 1`
      expect(noted).toEqual({ actor: "ben" })
    }
  )

  it("is refused to who may only read, who is shown nothing", async () => {
    for (const row of revealing) {
      const { code, text } = await told("reader", await asked(row))
      expect([row.path, code, givenAway(text)]).toEqual([row.path, 1, []])
    }
    expect(await life.reveals()).toBe(0)
  })
})
