import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { commandLine, shellPath, shellWord } from "../../../src/domain/model/shell-word.ts"

/** What a real shell hands on as the words of a command. */
const taken = (line: string): ReadonlyArray<string> =>
  execFileSync("/bin/sh", ["-c", `printf '%s\\0' ${line}`], { env: { HOME: "/home/ada" } })
    .toString("utf8")
    .split("\0")
    .slice(0, -1)

describe("a word of a command that is shown", () => {
  it("is the same word to a shell, whatever stands in it", () => {
    const foreign = fc.array(
      fc.string({ minLength: 1 }).filter((word) => !word.includes("\0")),
      {
        minLength: 1,
        maxLength: 20
      }
    )
    fc.assert(
      fc.property(foreign, (words) => {
        expect(taken(words.map(shellWord).join(" "))).toEqual(words)
      }),
      { numRuns: 40 }
    )
  })

  it("is no comment, no home and no command by accident", () => {
    expect(taken(commandLine("orders", "resolve", "#1042", "~", "$(id)", "it's"))).toEqual([
      "switchyard",
      "orders",
      "resolve",
      "#1042",
      "~",
      "$(id)",
      "it's"
    ])
  })

  it("is a path from home where a path was typed so", () => {
    expect(taken(["~/my files/a.csv", "~", "~/", "~ada/x", "./a b"].map(shellPath).join(" "))).toEqual([
      "/home/ada/my files/a.csv",
      "/home/ada",
      "/home/ada/",
      "~ada/x",
      "./a b"
    ])
  })
})
