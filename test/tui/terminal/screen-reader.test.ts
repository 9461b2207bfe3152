import { afterAll, beforeAll, expect, it } from "vitest"
import { makeHome, RealTerminal } from "./real-terminal.ts"

const place = makeHome()
let terminal: RealTerminal

beforeAll(() => {
  process.env.INK_SCREEN_READER = "1"
  terminal = new RealTerminal(place.home, ["demo", "--orders", "10", "--speed", "4"])
})
afterAll(async () => {
  delete process.env.INK_SCREEN_READER
  terminal.kill("SIGTERM")
  await terminal.exited
  place.remove()
})

it("gives a screen reader lines that it can follow, and never paints", async () => {
  await terminal.sees(/#AC-\d+/, 60_000)
  terminal.press("j")
  await terminal.sees(/from \S+ \d/, 30_000)
  terminal.press("X")
  await terminal.sees(/y\/N/, 30_000)
  terminal.press("n")
  await terminal.sees(/Nothing was changed/, 30_000)
  const bytes = terminal.bytes.join("")
  const painting = ["\x1b[?1049h", "\x1b[?2026h", "\x1b[K", "H\x1b", "\x1b[1;1H"]
  expect(painting.filter((sequence) => bytes.includes(sequence))).toEqual([])
}, 120_000)
