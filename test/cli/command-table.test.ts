import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Command } from "../../src/cli/command-row.ts"
import { commandTable } from "../../src/cli/command-table.ts"
import { commandHelp, commandsMarkdown } from "../../src/cli/help-text.ts"
import { parseArguments } from "../../src/cli/parse-arguments.ts"
import { typed, wordsOf } from "./surroundings.ts"

const nameOf = (c: Command) => c.path.join(" ")
const examples = commandTable.flatMap((c) => c.examples.map((e) => [e.line, c] as const))
const commandFiles = readdirSync("src/cli/commands").map((f) => readFileSync(`src/cli/commands/${f}`, "utf8"))

describe("the command table", () => {
  it("has each command once, with a summary that is one sentence without its end", () => {
    expect(new Set(commandTable.map(nameOf)).size).toBe(commandTable.length)
    for (const c of commandTable) expect(c.summary).toMatch(/^[A-Z].*[^.]$/)
  })

  it.each(examples)("parses its own example: %s", async (line, command) => {
    const words = wordsOf(line)
    expect(words.slice(0, command.path.length)).toEqual(command.path)
    const invocation = await typed(...words)
    expect(invocation.kind).toBe(command.runBy)
  })

  it("calls flags by lower-case words", () => {
    for (const c of commandTable)
      for (const flag of c.flags) expect(flag.name, nameOf(c)).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it.each(commandTable.map((c) => [nameOf(c), c] as const))("%s explains itself", async (name, c) => {
    const shown = await typed(...c.path, "--help")
    expect(shown).toMatchObject({ kind: "print", code: 0, stderr: "", stdout: commandHelp(c) })
    expect(commandHelp(c)).toContain(`Usage: switchyard ${name}`)
    expect(commandHelp(c)).toContain(c.examples[0].says)
    expect(commandsMarkdown()).toContain(`## ${name}\n`)
  })

  it.each(commandTable.map((c) => [nameOf(c), c] as const))(
    "%s ends with 2 when used wrongly",
    async (_, c) => {
      expect(await typed(...c.path, "--no-such-flag")).toMatchObject({ kind: "print", code: 2, stdout: "" })
      const needs = c.arguments.find((a) => a.required)
      if (needs === undefined) return
      const missing = await typed(...c.path)
      expect(missing).toMatchObject({ kind: "print", code: 2 })
      expect(missing.kind === "print" && missing.stderr).toContain(`<${needs.name}>`)
    }
  )

  it.each(commandTable.filter((c) => c.runBy === "effect").map((c) => [nameOf(c), c] as const))(
    "%s has code behind it",
    async (_, c) => {
      expect(c.runBy === "effect" && typeof (await c.load())).toBe("function")
    }
  )

  it("reaches every operation", () => {
    const operations = readdirSync("src/domain/operations")
    expect(operations.length).toBeGreaterThan(5)
    const unreached = operations.filter(
      (file) => !commandFiles.some((source) => source.includes(`domain/operations/${file}"`))
    )
    expect(unreached).toEqual([])
  })

  it("takes a value for no flag that names a secret", () => {
    const telling = commandTable.flatMap((c) => c.flags.map((f) => f.name))
    expect(telling.filter((name) => /password|token|key$/.test(name))).toEqual([])
  })

  it("parses a repeated argument to its end", () => {
    const retry = commandTable.find((c) => nameOf(c) === "orders retry")
    expect(retry && parseArguments(retry, ["1", "2", "3"]).input.rest).toEqual(["1", "2", "3"])
  })
})
