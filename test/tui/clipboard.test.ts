import { describe, expect, it } from "vitest"
import {
  type ClipboardProgram,
  clipboardProgram,
  copyBy,
  giveTo,
  mostBytes
} from "../../src/tui/clipboard.ts"
import { forbiddenIn } from "./presenter/byte-scan.ts"

const copying = (env: Readonly<Record<string, string>>, takes = true) => {
  const written: Array<string> = []
  const given: Array<ClipboardProgram> = []
  const copy = copyBy({
    write: (bytes) => written.push(bytes),
    env,
    platform: "linux",
    give: (program) => {
      given.push(program)
      return Promise.resolve(takes)
    }
  })
  return { copy, written, given }
}
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64")

describe("copying", () => {
  it("tells the terminal by OSC 52, and says how much", () => {
    const { copy, written, given } = copying({})
    expect(copy("Çelik 1042").said).toBe(
      "Copied Çelik 1042 by OSC 52 to the terminal's clipboard; 10 characters."
    )
    expect(written).toEqual([`\x1b]52;c;${base64("Çelik 1042")}\x07`])
    expect(given).toEqual([])
  })

  it("in tmux tells tmux and, through it, the terminal, and says what to set if nothing arrives", async () => {
    const { copy, written } = copying({ TMUX: "/tmp/tmux-0/default,1,0" })
    const { said, more } = copy("1042")
    const osc = `\x1b]52;c;${base64("1042")}\x07`
    expect(written).toEqual([`${osc}\x1bPtmux;\x1b${osc}\x1b\\`])
    expect(forbiddenIn(written.join(""))).toEqual([])
    expect(said).toContain("4 characters. If nothing arrives: tmux set -g set-clipboard on.")
    expect(await more).toBe("It is in tmux's buffer too.")
  })

  it("gives it to no program of this machine over SSH, which would be the wrong clipboard", () => {
    const env = { SSH_CONNECTION: "a 1 b 2", DISPLAY: ":0", WAYLAND_DISPLAY: "wayland-0" }
    const { copy, given } = copying(env)
    expect(copy("x").said).toContain("If nothing arrives, your terminal takes no OSC 52.")
    expect(given).toEqual([])
  })

  it("uses what is there on this machine, and says nothing of what did not take it", async () => {
    expect(clipboardProgram({ WAYLAND_DISPLAY: "w", DISPLAY: ":0" }, "linux")?.argv[0]).toBe("wl-copy")
    expect(clipboardProgram({ DISPLAY: ":0" }, "linux")?.argv[0]).toBe("xclip")
    expect(clipboardProgram({}, "darwin")?.argv[0]).toBe("pbcopy")
    expect(await copying({ DISPLAY: ":0" }).copy("x").more).toBe("It is in the clipboard by xclip too.")
    expect(await copying({ DISPLAY: ":0" }, false).copy("x").more).toBeNull()
  })

  it("refuses what no terminal takes, and says how much that is", () => {
    const { copy, written } = copying({})
    const { isDone, said } = copy("é".repeat(mostBytes / 2 + 1))
    expect(isDone).toBe(false)
    expect(said).toBe(`Nothing was copied: ${mostBytes + 2} bytes, and a terminal takes ${mostBytes}.`)
    expect(written).toEqual([])
  })

  it("copies the original of what it shows safely, and warns of line breaks", () => {
    const { copy, written } = copying({})
    const { said } = copy("rm -rf\n\x1b[2J")
    expect(written).toEqual([`\x1b]52;c;${base64("rm -rf\n\x1b[2J")}\x07`])
    expect(said).toContain("look before you paste it into a shell")
    expect(forbiddenIn(said)).toEqual([])
  })
})

describe("a program that takes a text", () => {
  const program = (code: string): ClipboardProgram => ({
    argv: [process.execPath, "-e", code],
    place: "a test"
  })

  it("is believed when it ended well, and only then", async () => {
    const check = `let t = ""; process.stdin.on("data", (d) => { t += d }).on("end", () => process.exit(t === "1042" ? 0 : 1))`
    expect(await giveTo(program(check), "1042")).toBe(true)
    expect(await giveTo(program("process.exit(3)"), "1042")).toBe(false)
    expect(await giveTo({ argv: ["/no/such/program"], place: "nowhere" }, "x")).toBe(false)
  })
})
