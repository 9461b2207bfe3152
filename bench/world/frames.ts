// What a frame costs inside the program: the whole console over a world in memory, on a terminal that counts and nothing
// else. Prints one line of JSON. Bundled and started by contests/console-frames.ts, with React's production build.
//
//   frames.mjs <rounds> <columns> <rows>
import { EventEmitter } from "node:events"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { openConsole } from "../../src/tui/console.tsx"
import type { TerminalOutput } from "../../src/tui/presenter/terminal.ts"
import { FakeInput } from "../../test/tui/presenter/fake-terminal.ts"
import { fakeRuntime } from "../../test/tui/world/fake-runtime.ts"
import { nowMs } from "../../test/tui/world/sample-orders.ts"
import { changeThree, indexedWorld } from "./indexed-world.ts"

const [rounds = 150, columns = 120, rows = 44] = process.argv.slice(2).map(Number)

class CountingTerminal extends EventEmitter implements TerminalOutput {
  columns = columns
  rows = rows
  writableNeedDrain = false
  writes = 0
  bytes = 0
  /** Called at the next write. */
  written: () => void = () => undefined

  write(text: string): boolean {
    this.writes += 1
    this.bytes += Buffer.byteLength(text)
    this.written()
    return true
  }
}

const frameLimitMs = 5_000
/** Longer than the console merges changes, so that each becomes a frame of its own. */
const changeEveryMs = 120

const world = indexedWorld(10_000)
const terminal = new CountingTerminal()
const input = new FakeInput()
const ended = openConsole({
  runtime: fakeRuntime(world),
  environment: "sandbox",
  databaseName: "db1/orders",
  actor: "ana",
  env: {},
  log: () => undefined,
  terminal,
  input: input.asStdin,
  now: () => nowMs + performance.now(),
  zone: "UTC"
})

/** As the feed of a database that is there does: without it the console would poll. */
const beatEveryMs = 4000
const beats = setInterval(() => world.publish({ about: "beat", nextMs: beatEveryMs }), beatEveryMs)

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Settles with the next frame; false: nothing was drawn. Waiting costs nothing, so that what is counted is the console's. */
const frame = (act: () => void): Promise<boolean> =>
  new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), frameLimitMs)
    terminal.written = () => {
      terminal.written = () => undefined
      clearTimeout(limit)
      resolve(true)
    }
    act()
  })

const quiet = async (): Promise<void> => {
  let seen = -1
  while (seen !== terminal.writes) {
    seen = terminal.writes
    await pause(300)
  }
}

/** A console is open all day: what is counted is neither the compiling of its first minute nor the collecting of its start. */
const warmUps = 60

const cpuMsSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** What waiting for the next change costs: our own timer, and what the console does when nothing happens (idle_cpu_0_pct). */
const restOf = async (everyMs: number): Promise<number> => {
  await quiet()
  collect()
  const cpu = process.cpuUsage()
  for (let n = 0; n < rounds; n++) await pause(everyMs)
  return cpuMsSince(cpu) / rounds
}

/** `restMs`: taken off each frame, so that what is left is the frame's. */
const measured = async (act: (n: number) => void, everyMs: number, restMs = 0) => {
  for (let n = 0; n < warmUps; n++) {
    act(n)
    await pause(everyMs)
  }
  await quiet()
  collect()
  const cpu = process.cpuUsage()
  const before = { writes: terminal.writes, bytes: terminal.bytes }
  let frames = 0
  for (let n = 0; n < rounds; n++) {
    if (await frame(() => act(n))) frames += 1
    await pause(everyMs)
  }
  return {
    cpuMs: cpuMsSince(cpu) / frames - restMs,
    bytes: (terminal.bytes - before.bytes) / frames,
    frames,
    writes: terminal.writes - before.writes
  }
}

/** So many steps down, then as many up again: no key may find itself at an end, where it draws nothing. */
const key = (down: string, up: string, steps: number) => (n: number) =>
  input.type(n % (2 * steps) < steps ? down : up)

const change = (n: number): void => {
  changeThree(world, n)
}

while (input.listenerCount("data") === 0) await pause(5)
await quiet()
input.type("2")
await quiet()
input.type("j")
await quiet()
const move = await measured(key("j", "k", 10), 4)
const restMs = await restOf(changeEveryMs)
const update = await measured(change, changeEveryMs, restMs)
const page = await measured(key("\x1b[6~", "\x1b[5~", 2), 4)
/** Nothing changed, and no cell is marked as changed any more: nothing may be written. */
await pause(2_500)
const still = terminal.writes
await pause(2_500)
const idleWrites = terminal.writes - still

/** A letter typed and taken back, in what lies over the list, and the list that changes below it. */
const typing = (n: number): void => input.type(n % 2 === 0 ? "o" : "\x7f")
// Back to the first page: the rows that change are on it.
input.type("g")
input.type("g")
await quiet()
input.type(":")
await quiet()
const paletteKey = await measured(typing, 4)
const paletteUpdate = await measured(change, changeEveryMs, restMs)
input.type("\x1b[27u")
await quiet()
/** The chooser of columns opens below the list, which goes on. */
input.type("c")
await quiet()
const formKey = await measured(key("j", "k", 5), 4)
const formUpdate = await measured(change, changeEveryMs, restMs)
process.stdout.write(
  `${JSON.stringify({ move, update, page, idleWrites, paletteKey, paletteUpdate, formKey, formUpdate })}\n`
)
input.type("\x03")
await ended
clearInterval(beats)
