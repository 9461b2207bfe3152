import { execFileSync } from "node:child_process"
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { Bench } from "../bench-context.ts"
import { type Measured, NotMeasured } from "../figure.ts"
import { shown } from "../numbers.ts"
import { type ConsoleWorld, consoleWorld, sizes } from "./console-world.ts"
import { type Size, TerminalProgram } from "./terminal-program.ts"

const [usual] = sizes as readonly [Size, ...ReadonlyArray<Size>]
const settleMs = 3_000
/** A console is open all day. At one change a second V8 has compiled what is called again and again after two minutes only. */
const warmMs = 60_000

const onConsole = async <A>(
  world: ConsoleWorld,
  work: (program: TerminalProgram) => Promise<A>
): Promise<A> => {
  const program = await world.openConsole(usual)
  try {
    await pause(settleMs)
    return await work(program)
  } finally {
    await program.quit()
  }
}

/** Per cent of one core, while nobody touches an open console. */
interface IdleCpu {
  /** In its second minute, while V8 still compiles. */
  readonly early: number
  /** In its third minute. */
  readonly settled: number
}

/** What an open console costs at so many changes a second. */
const idleCpu = async (bench: Bench, changesPerSecond: number): Promise<IdleCpu> => {
  const lookMs = bench.quick ? 6_000 : 30_000
  const minuteMs = bench.quick ? 1_000 : warmMs
  return onConsole(await consoleWorld(bench), async (program) => {
    const stop = (await consoleWorld(bench)).changing(changesPerSecond)
    const look = async (): Promise<number> => {
      const before = program.cpuSeconds()
      const from = performance.now()
      await pause(lookMs)
      return (100 * (program.cpuSeconds() - before) * 1_000) / (performance.now() - from)
    }
    try {
      await pause(minuteMs)
      const early = await look()
      await pause(Math.max(0, minuteMs - lookMs))
      return { early, settled: await look() }
    } finally {
      await stop()
    }
  })
}

/** The settled share; the early one is told beside it. */
export const idleFigure = async (
  bench: Bench,
  changesPerSecond: number,
  changes: string
): Promise<Measured> => {
  const { early, settled } = await idleCpu(bench, changesPerSecond)
  return {
    value: settled,
    detail: `of one core, the list of orders open at 120x40 over a real database, nobody at the keys, ${changes}, after two minutes (after one: ${shown(early)} %); its reading and its clock are in it`
  }
}

/** From the commit of a change to the chunk that shows it, ms. */
export const notifyToPixel = async (bench: Bench): Promise<ReadonlyArray<number>> => {
  const world = await consoleWorld(bench)
  return onConsole(world, async (program) => {
    const times: Array<number> = []
    for (let n = 0; n < (bench.quick ? 20 : 150); n++) {
      let method = ""
      let seenAt = 0
      const stop = program.watch(({ at }) => {
        if (method !== "" && seenAt === 0 && program.lines().some((line) => line.includes(method)))
          seenAt = at
      })
      const change = await world.change()
      method = change.method
      // It may be on the screen before we know what to look for.
      if (program.lines().some((line) => line.includes(method))) seenAt = performance.now()
      const end = performance.now() + 10_000
      while (seenAt === 0 && performance.now() < end) await pause(5)
      stop()
      if (seenAt === 0) throw new Error(`${method} did not appear in 10 s`)
      times.push(Math.max(0, seenAt - change.committedAt))
      // Not in step with anything that beats: the merging of changes, the clock.
      await pause(137 + ((n * 61) % 173))
    }
    return times
  })
}

/** Megabytes held after so many changes. */
export const rssAfterChanges = async (
  bench: Bench,
  changes: number
): Promise<{ start: number; end: number }> => {
  const world = await consoleWorld(bench)
  return onConsole(world, async (program) => {
    const start = program.rssMb()
    for (let n = 0; n < changes; n++) await world.change()
    await pause(1_000)
    return { start, end: program.rssMb() }
  })
}

export interface Tearing {
  readonly chunks: number
  /** Chunks after which a row of the list stood blank. */
  readonly torn: number
  /** Characters that came outside of a synchronized frame. */
  readonly outside: number
}

const begin = "\x1b[?2026h"
const end = "\x1b[?2026l"

/** How much of it is written between frames; a chunk may end anywhere, so all of them are read as one. */
const outsideOf = (text: string): number =>
  text.split(begin).reduce((sum, part, n) => {
    const at = part.indexOf(end)
    return sum + (n === 0 ? part.length : at < 0 ? 0 : part.length - at - end.length)
  }, 0)

const watchTearing = async (world: ConsoleWorld, program: TerminalProgram): Promise<Tearing> => {
  const isRow = (line: string): boolean => /#+\d+ +shop-/.test(line)
  const first = program.lines().findIndex(isRow)
  const last = program.lines().findLastIndex(isRow)
  let chunks = 0
  let torn = 0
  let text = ""
  const stop = program.watch(({ data }) => {
    chunks += 1
    text += data
    if (
      program
        .lines()
        .slice(first, last + 1)
        .some((line) => line.trim() === "")
    )
      torn += 1
  })
  const still = world.changing(10)
  for (let n = 0; n < 60; n++) {
    program.press(n % 20 === 19 ? "\x1b[6~" : n % 20 === 9 ? "\x1b[5~" : "j")
    await pause(50)
  }
  await still()
  await pause(300)
  stop()
  return { chunks, torn, outside: outsideOf(text) }
}

/** 60 keys with 10 changes a second going on, each chunk looked at as it comes. */
export const tearing = async (bench: Bench): Promise<Tearing> => {
  const world = await consoleWorld(bench)
  return onConsole(world, (program) => watchTearing(world, program))
}

const tmux = (...args: ReadonlyArray<string>): string => execFileSync("tmux", [...args], { encoding: "utf8" })

/** The same through tmux, which knows no synchronized frames: whatever it is given early, it shows. */
export const tearingInTmux = async (bench: Bench): Promise<Tearing & { readonly version: string }> => {
  const world = await consoleWorld(bench)
  let version: string
  try {
    version = tmux("-V").trim()
  } catch {
    throw new NotMeasured("tmux is not installed")
  }
  const socket = join(tmpdir(), `switchyard-bench-tmux-${process.pid}`)
  const program = new TerminalProgram({
    file: "tmux",
    args: ["-S", socket, "-f", "/dev/null", "new-session", "-s", "bench", ...world.command],
    env: world.env,
    size: usual
  })
  try {
    await world.openList(program)
    await pause(settleMs)
    return { ...(await watchTearing(world, program)), version }
  } finally {
    await program.quit()
    rmSync(socket, { force: true })
  }
}
