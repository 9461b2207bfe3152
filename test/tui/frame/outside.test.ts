import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { givenText, pagerText } from "../../../src/tui/frame/given-text.ts"
import { argvOf, PrivateFile, runOutside } from "../../../src/tui/frame/outside-program.ts"
import { bareFrame } from "./bare-frame.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-outside-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program that says which file it got, and does this to it. */
const program = (body: string): string => {
  const path = join(folder, "an editor.mjs")
  writeFileSync(
    path,
    `import { readFileSync, writeFileSync } from "node:fs"
const file = process.argv.at(-1)
const text = readFileSync(file, "utf8")
writeFileSync(${JSON.stringify(join(folder, "seen"))}, JSON.stringify({ file, text, argv: process.argv.slice(2) }))
${body}`
  )
  chmodSync(path, 0o700)
  return `"${process.execPath}" "${path}" --flag`
}
const seen = (): { file: string; text: string; argv: ReadonlyArray<string> } =>
  JSON.parse(readFileSync(join(folder, "seen"), "utf8"))

describe("the words of $EDITOR", () => {
  it("are parted as a shell would, without one", () => {
    expect(argvOf("code --wait")).toEqual(["code", "--wait"])
    expect(argvOf(`'/opt/my editor/vi' -c "set tw=72" a\\ b`)).toEqual([
      "/opt/my editor/vi",
      "-c",
      "set tw=72",
      "a b"
    ])
    expect(argvOf(`vi"m" $(reboot) ; x`)).toEqual(["vim", "$(reboot)", ";", "x"])
    expect(argvOf(`vi "open`)).toBeNull()
  })
})

describe("what comes back from an editor", () => {
  it("keeps lines, and nothing that acts on a terminal", () => {
    expect(givenText("\ufeffone\r\ntwo \x1b[31mred\x1b[0m\x07\n\n\n")).toBe("one\ntwo [31mred[0m")
    expect(givenText("a\u202eb\tc\n")).toBe("ab c")
  })

  it("is not given to a pager as it came", () => {
    expect(pagerText("a\x1b]52;c;eA==\x07\u202e\nb\tc")).toBe("a\\x1b]52;c;eA==\\x07\\u202e\nb\tc")
  })
})

describe("a private file", () => {
  it("is in a folder of ours alone, and gone afterwards", () => {
    const file = new PrivateFile("note #1042/../x", "text")
    expect(statSync(dirname(file.path)).mode & 0o777).toBe(0o700)
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
    expect(dirname(dirname(file.path))).toBe(tmpdir())
    expect(file.read(4)).toBe("text")
    expect(file.read(3)).toBeNull()
    file.remove()
    expect(existsSync(dirname(file.path))).toBe(false)
  })
})

describe("desk.edit", () => {
  const edit = (text: string, editor: string, longest?: number) =>
    new Promise<{ readonly text: string | null; readonly said: string }>((resolve) => {
      const { frame } = bareFrame({ EDITOR: "no-such-program", VISUAL: editor })
      const about = { name: "note", ...(longest === undefined ? {} : { longest }) }
      frame.edit(text, about, (given) =>
        resolve({ text: given, said: frame.store.get().message?.text ?? "" })
      )
    })

  it("gives the text to $VISUAL as it is and takes back what it became, by the rules of typed text", async () => {
    const editor = program(`writeFileSync(file, text + "second\\x1b[2J line\\n")`)
    expect((await edit("first\x1b line\n", editor)).text).toBe("first line\nsecond[2J line")
    expect(seen().text).toBe("first\x1b line\n")
    expect(seen().argv[0]).toBe("--flag")
    expect(existsSync(dirname(seen().file))).toBe(false)
  })

  it("takes nothing when nothing was changed, without a word", async () => {
    expect(await edit("as it was", program(""))).toEqual({ text: null, said: "" })
  })

  it("takes nothing from an editor that failed, and says so", async () => {
    const failed = await edit("a", program(`writeFileSync(file, "b"); process.exit(3)`))
    expect(failed.text).toBeNull()
    expect(failed.said).toContain("ended with 3. Nothing was taken")
    expect(existsSync(dirname(seen().file))).toBe(false)
  })

  it("takes nothing that is too long, and says so", async () => {
    const long = await edit("a", program(`writeFileSync(file, "x".repeat(11))`), 10)
    expect(long).toEqual({ text: null, said: "Nothing was taken: it is longer than 10 characters." })
  })

  it("says which program is not there", async () => {
    expect((await edit("a", "no-such-editor")).said).toContain("There is no program “no-such-editor” here.")
  })
})

describe("a program on the terminal", () => {
  it("gets its ctrl-c; this process goes on", async () => {
    const file = new PrivateFile("x", "")
    const before = process.listenerCount("SIGINT")
    const line = program(`process.kill(process.ppid, "SIGINT"); setTimeout(() => {}, 200)`)
    expect(await runOutside(line, file.path)).toBeNull()
    expect(process.listenerCount("SIGINT")).toBe(before)
    file.remove()
  })
})
