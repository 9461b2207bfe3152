import { rmSync } from "node:fs"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { sgrCodes } from "../tui/presenter/byte-scan.ts"
import { isServer, processesOf } from "../tui/terminal/real-terminal.ts"
import { consoleLine, openShell, sitDown } from "./at-the-console.ts"
import { hasTmux, type Tmux } from "./tmux.ts"
import { homeIn, leftOf, newFolder } from "./world.ts"

const patient = 300_000
let folder: string
let home: string
const open: Array<Tmux> = []
const opened = (tmux: Tmux): Tmux => {
  open.push(tmux)
  return tmux
}

beforeEach(() => {
  folder = newFolder()
  home = homeIn(folder)
})
afterEach(async () => {
  for (const tmux of open.splice(0)) await tmux.close()
  const left = await leftOf(home)
  rmSync(folder, { recursive: true, force: true })
  expect(left).toEqual([])
}, patient)

const empty = /No orders yet|no channel/i
const prompt = /bash[^\n]*[#$]\s*$/

const startTyping = async (tmux: Tmux, text: string): Promise<void> => {
  await tmux.press("/")
  await tmux.sees(/keep the filter/)
  await tmux.type(text)
  await tmux.sees(new RegExp(`/ ${text}`))
}

/** Killed as often as it comes back, until the console says that it is away. */
const takeDatabaseAway = async (tmux: Tmux): Promise<void> => {
  let killed = 0
  const killing = setInterval(() => {
    for (const pid of processesOf(home).filter((one) => isServer(one)))
      try {
        process.kill(Number(pid), "SIGKILL")
        killed += 1
      } catch {
        // It ended with the one before.
      }
  }, 100)
  await tmux.sees(/DATABASE LOST|STALE/).finally(() => clearInterval(killing))
  expect(killed).toBeGreaterThan(0)
}

describe.skipIf(!hasTmux)("a terminal in tmux stays whole (needs tmux)", { timeout: patient }, () => {
  it("ctrl-z gives the shell its screen back, and fg the filter that was half typed", async () => {
    const tmux = opened(await sitDown(home))
    await tmux.press("2")
    await tmux.sees(empty)
    await startTyping(tmux, "kow")
    await tmux.press("C-z")
    await tmux.sees(/Stopped/)
    expect(await tmux.modes()).toMatch(/cursor 1 alternate 0 mouse 00 .* wrap 1 insert 0/)
    await tmux.type("echo here-$((40 + 2)); stty -a | grep -wo icanon")
    await tmux.press("Enter")
    await tmux.sees(/here-42\s+icanon/)
    await tmux.type("fg")
    await tmux.press("Enter")
    await tmux.sees(/\/ kow/)
    await tmux.type("alski")
    await tmux.sees(/\/ kowalski/)
    expect(await tmux.modes()).toMatch(/alternate 1/)
  })

  it("q gives back the screen as it was, the cursor below it, and no mode of ours", async () => {
    const tmux = opened(await openShell(home))
    await tmux.type("seq 5; printf '\\033[1;31mred\\033[m\\n'; PS1='bash $ '")
    await tmux.press("Enter")
    await tmux.sees(/red\nbash \$$/)
    await tmux.type(consoleLine)
    await tmux.sees(/console$/)
    const before = { painted: await tmux.painted(), modes: await tmux.modes() }
    await tmux.press("Enter")
    await tmux.sees(/1 Triage/)
    await tmux.press("2")
    await tmux.sees(empty)
    await tmux.press("q")
    await tmux.sees(/console\nbash \$$/)
    const lines = before.painted.trimEnd().split("\n")
    expect((await tmux.painted()).trimEnd().split("\n")).toEqual([
      ...lines,
      expect.stringMatching(/^bash \$/)
    ])
    const [, ...mode] = before.modes.split(" ")
    const [at, ...after] = (await tmux.modes()).split(" ")
    expect(after).toEqual(mode)
    expect(at).toBe(`7,${lines.length}`)
    await tmux.type("echo ended-$?; stty -a | grep -woE 'icanon|echo' | sort | xargs")
    await tmux.press("Enter")
    await tmux.sees(/ended-0\necho icanon/)
  })

  it("NO_COLOR brings no color, and a terminal that calls itself screen is drawn all the same", async () => {
    const tmux = opened(await sitDown(home, { env: { NO_COLOR: "1", COLORTERM: undefined } }))
    await tmux.press("2")
    await tmux.sees(empty)
    await tmux.press("?")
    await tmux.sees(/Lower case looks/)
    // tmux answers with the attributes that it holds: from 30 on they are colors, but for the two that mean none.
    const codes = sgrCodes(await tmux.painted()).map(Number)
    expect(codes.filter((code) => code >= 30 && code !== 39 && code !== 49)).toEqual([])
    await tmux.press("Escape")
    await tmux.misses(/Lower case looks/)
    await tmux.press("q")
    await tmux.sees(prompt)
    await tmux.type("echo terminal-$TERM")
    await tmux.press("Enter")
    await tmux.sees(/terminal-(screen|tmux)/)
  })

  it("the database is killed while a filter is typed: it says so, keeps the words, and comes back", async () => {
    const tmux = opened(await sitDown(home))
    await tmux.press("2")
    await tmux.sees(empty)
    await startTyping(tmux, "kow")
    await takeDatabaseAway(tmux)
    await tmux.type("al")
    await tmux.sees(/\/ kowal/)
    await tmux.misses(/DATABASE LOST|STALE/)
    await tmux.type("ski")
    await tmux.sees(/\/ kowalski/)
  })
})
