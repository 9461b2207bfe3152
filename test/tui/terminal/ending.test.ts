import { setTimeout as pause } from "node:timers/promises"
import { afterEach, beforeEach, expect, it } from "vitest"
import { isServer, makeHome, processesOf, RealTerminal } from "./real-terminal.ts"

let place: ReturnType<typeof makeHome>
let terminal: RealTerminal

beforeEach(() => {
  place = makeHome()
  terminal = new RealTerminal(place.home, ["console"])
})
afterEach(async () => {
  terminal.kill("SIGTERM")
  await terminal.exited
  const left = await nothingLeft(5000)
  place.remove()
  expect(left).toEqual([])
})

/** A server comes back within the second, often unseen: each that comes is killed, until the console says that it is away. */
const takeDatabaseAway = async (): Promise<void> => {
  let killed = 0
  const killing = setInterval(() => {
    for (const pid of processesOf(place.home).filter((one) => isServer(one)))
      try {
        process.kill(Number(pid), "SIGKILL")
        killed += 1
      } catch {
        // It ended with the one before.
      }
  }, 100)
  await terminal.sees(/DATABASE LOST|STALE/, 60_000).finally(() => clearInterval(killing))
  expect(killed).toBeGreaterThan(0)
}

const nothingLeft = async (withinMs: number): Promise<ReadonlyArray<string>> => {
  const until = performance.now() + withinMs
  while (processesOf(place.home).length > 0 && performance.now() < until) await pause(50)
  return processesOf(place.home)
}

it.each([
  ["SIGTERM", 143],
  ["SIGHUP", 129]
] as const)(
  "%s gives the terminal back and stops the server that nobody else uses",
  async (signal, code) => {
    await terminal.sees(/No orders yet|no channel/i, 30_000)
    terminal.kill(signal)
    expect((await terminal.exited).exitCode).toBe(code)
    expect(terminal.bytes.join("")).toContain("\x1b[?1049l")
    expect(await nothingLeft(5000)).toEqual([])
  },
  60_000
)

it("the server is killed under it: it says so, keeps what was typed, and comes back by itself", async () => {
  await terminal.sees(/No orders yet|no channel/i, 30_000)
  terminal.press("/")
  await terminal.sees(/keep the filter/)
  terminal.press("kow")
  await terminal.sees(/\/ kow/)
  await takeDatabaseAway()
  await terminal.sees(/\/ kow/)
  await terminal.misses(/DATABASE LOST|STALE/, 60_000)
  expect(terminal.text()).toMatch(/\/ kow/)
}, 240_000)

it("a form that is half filled in stays so while the database is away, and goes on afterwards", async () => {
  await terminal.sees(/No orders yet|no channel/i, 60_000)
  terminal.press("5")
  await terminal.sees(/new channel/i, 20_000)
  terminal.press("N")
  await terminal.sees(/▸ Name/, 20_000)
  terminal.press("half-typ")
  await terminal.sees(/▸ Name +half-typ/, 20_000)
  await takeDatabaseAway()
  terminal.press("ed")
  await terminal.sees(/▸ Name +half-typed/, 20_000)
  await terminal.misses(/DATABASE LOST|STALE/, 60_000)
  terminal.press("-shop")
  await terminal.sees(/▸ Name +half-typed-shop/, 20_000)
}, 240_000)
