import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, expect, it } from "vitest"
import { forbiddenIn } from "../presenter/byte-scan.ts"
import { makeHome, processesOf, RealTerminal } from "./real-terminal.ts"

const place = makeHome()
let terminal: RealTerminal

const ctrlS = "\x13"
const esc = "\x1b"

/** Kowalski's order of seed 1: its ship method is mapped nowhere, and its channel does not process by itself. */
const number = "AC-1013"

beforeAll(() => {
  terminal = new RealTerminal(place.home, ["demo", "--orders", "30", "--speed", "4"])
})
afterAll(async () => {
  terminal.kill("SIGTERM")
  await terminal.exited
  place.remove()
})

const nothingLeft = async (): Promise<ReadonlyArray<string>> => {
  const until = performance.now() + 60_000
  while (processesOf(place.home).length > 0 && performance.now() < until) await pause(100)
  return processesOf(place.home)
}

/** So many suppliers need a choice, and no more. */
const needing = (count: number): RegExp =>
  new RegExp(`^(?:(?!needs a choice)[^])*(?:needs a choice(?:(?!needs a choice)[^])*){${count}}$`)

/** Each supplier that needs a choice gets its nearest method, saved for the channel. */
const chooseMethods = async (): Promise<void> => {
  for (let left = terminal.text().split("needs a choice").length - 1; left > 0; left--) {
    terminal.press("\r")
    await terminal.sees(/▸ \( \) y {2}yes, for/)
    terminal.press("y")
    await terminal.sees(needing(left - 1))
  }
}

/** What the console wrote. Before it takes the screen the launcher may have said that it built the program. */
const writtenByConsole = (): string => {
  const bytes = terminal.bytes.join("")
  return bytes.slice(Math.max(0, bytes.indexOf("\x1b[?1049h")))
}

it("goes from the first frame to a sent order, by keys alone, and leaves nothing running", async () => {
  await terminal.sees(/SANDBOX/, 60_000)
  await terminal.sees(new RegExp(`r RESOLVE +#${number}`), 60_000)

  terminal.press("/")
  await terminal.sees(/keep the filter/)
  terminal.press(`${number}\r`)
  await terminal.sees(/enter open/)
  terminal.press("j")
  await terminal.sees(new RegExp(`▸ +r RESOLVE +#${number}`))

  terminal.press("r")
  await terminal.sees(/needs a choice/)
  await chooseMethods()
  terminal.press(ctrlS)
  await terminal.sees(new RegExp(`#${number} can be processed`))

  terminal.press("P")
  await terminal.sees(/PROCESS 1 order → 1 purchase order to 1 supplier, .*y\/N/)
  terminal.press("y")
  await terminal.sees(/1 order was placed, every receipt is held\./)

  terminal.press(esc)
  // An escape and a letter that are read together would be another key.
  await terminal.misses(/> Process/)
  terminal.press("2")
  await terminal.sees(new RegExp(`(Processed|Shipped|Completed) +#${number}`), 60_000)

  terminal.press("4")
  await terminal.sees(/HISTORY[\s\S]*acme-shop orders +\S+ +\S+ +ok/)

  terminal.press("q")
  expect((await terminal.exited).exitCode).toBe(0)
  expect(await nothingLeft()).toEqual([])
  expect(forbiddenIn(writtenByConsole())).toEqual([])
}, 300_000)
