import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Bench } from "../bench-context.ts"
import { NotMeasured } from "../figure.ts"
import { type ConsoleWorld, consoleWorld, sizes } from "./console-world.ts"
import { type Size, TerminalProgram } from "./terminal-program.ts"

const raw = fileURLToPath(new URL("../peer/raw-lines.mjs", import.meta.url))
const tview = fileURLToPath(new URL("../peer/tview/main.go", import.meta.url))

export const updatesPerSecond = 10
const keysDown = 28
const heldMs = 33
const moveLimitMs = 5_000

type Name = "ours" | "tview" | "raw" | "least"
export interface RivalTimes {
  /** From a key to the chunk that shows the next row as selected, ms. */
  readonly keys: ReadonlyArray<number>
  /** The same for a key that is held at 30 Hz. */
  readonly held: ReadonlyArray<number>
  /** Keys that moved nothing. */
  readonly lost: number
}
export interface RivalFigures {
  readonly size: Size
  readonly times: Readonly<Record<Name, RivalTimes>>
}

export const buildTview = (folder: string): string => {
  const file = join(folder, "tview-peer")
  try {
    execFileSync("go", ["build", "-o", file, tview], {
      cwd: folder,
      env: {
        ...process.env,
        GO111MODULE: "off",
        GOPATH: "/usr/share/gocode",
        GOCACHE: join(folder, "go-cache")
      },
      stdio: "pipe"
    })
    return file
  } catch (error) {
    throw new NotMeasured(
      `the tview program does not build (Debian: golang-go, golang-github-rivo-tview-dev): ${error instanceof Error ? error.message : error}`
    )
  }
}

export const openOther = async (
  file: string,
  args: ReadonlyArray<string>,
  size: Size
): Promise<TerminalProgram> => {
  const env = { ...(process.env as Record<string, string>), TERM: "xterm-256color" }
  const program = new TerminalProgram({ file, args, env, size })
  await program.until("nothing was selected", () => program.selected() !== null)
  return program
}

/**
 * One key at a time, down and up again; each waits until the selection has moved. Taken after a key was held: a console is
 * open all day, and its first keys are not those that a person feels.
 */
const press = async (program: TerminalProgram): Promise<ReadonlyArray<number>> => {
  const times: Array<number> = []
  for (let n = 0; n < keysDown * 2; n++) {
    const before = program.selected()
    const from = performance.now()
    program.press(n < keysDown ? "j" : "k")
    const at = await program.until(
      "the selection did not move",
      () => program.selected() !== before,
      moveLimitMs
    )
    if (n >= 3) times.push(at - from)
    await pause(20 + ((n * 37) % 60))
  }
  return times
}

/** Where a key leads is learned slowly; then it is held down, and each key is followed to the row that it must reach. */
const hold = async (program: TerminalProgram, keys: number) => {
  const path = [program.selected()]
  for (let n = 0; n < keys; n++) {
    program.press("j")
    const before = path.at(-1)
    await program.until("the selection did not move", () => program.selected() !== before, moveLimitMs)
    path.push(program.selected())
  }
  const goBack = async (): Promise<void> => {
    for (let n = 0; n < keys; n++) program.press("k")
    await program.until("the selection did not come back", () => program.selected() === path[0], moveLimitMs)
    await pause(500)
  }
  await goBack()
  const place = new Map(path.map((number, n) => [number, n]))
  const pressed: Array<number> = []
  const reached: Array<number> = []
  const stop = program.watch(({ at }) => {
    const now = place.get(program.selected()) ?? 0
    while (reached.length < now) reached.push(at)
  })
  for (let n = 0; n < keys; n++) {
    pressed.push(performance.now())
    program.press("j")
    await pause(heldMs)
  }
  const end = performance.now() + moveLimitMs
  while (reached.length < keys && performance.now() < end) await pause(20)
  stop()
  await goBack()
  return { held: reached.map((at, n) => at - (pressed[n] ?? at)), lost: keys - reached.length }
}

const measure = async (bench: Bench, world: ConsoleWorld): Promise<ReadonlyArray<RivalFigures>> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-tview-"))
  const rounds = bench.quick ? 1 : 4
  try {
    const peer = buildTview(folder)
    const updates = String(updatesPerSecond)
    const open: Record<Name, (size: Size) => Promise<TerminalProgram>> = {
      ours: (size) => world.openConsole(size),
      tview: (size) => openOther(peer, ["-updates", updates], size),
      raw: (size) => openOther(process.execPath, [raw, updates], size),
      least: (size) => openOther(process.execPath, [raw, "0", "least"], size)
    }
    const figures: Array<RivalFigures> = []
    for (const size of sizes) {
      const keys: Record<Name, Array<number>> = { ours: [], tview: [], raw: [], least: [] }
      const held: Record<Name, Array<number>> = { ours: [], tview: [], raw: [], least: [] }
      const lost: Record<Name, number> = { ours: 0, tview: 0, raw: 0, least: 0 }
      for (let round = 0; round < rounds; round++)
        for (const name of ["least", "raw", "tview", "ours"] as const) {
          const program = await open[name](size)
          const stop = name === "ours" ? world.changing(updatesPerSecond) : () => Promise.resolve()
          try {
            await pause(700)
            if (name !== "least") {
              const holding = await hold(program, bench.quick ? 40 : 120)
              held[name].push(...holding.held)
              lost[name] += holding.lost
            }
            keys[name].push(...(await press(program)))
          } finally {
            await stop()
            await program.quit()
          }
        }
      const timesOf = (name: Name): RivalTimes => ({ keys: keys[name], held: held[name], lost: lost[name] })
      const times = {
        ours: timesOf("ours"),
        tview: timesOf("tview"),
        raw: timesOf("raw"),
        least: timesOf("least")
      }
      figures.push({ size, times })
    }
    return figures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same list, the same keys, 10 changes a second going on: our console, a tview program, and a comparison of lines. */
export const rivalFigures = (bench: Bench): Promise<ReadonlyArray<RivalFigures>> =>
  bench.once("console rivals", async () => measure(bench, await consoleWorld(bench)))
