import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { Bench } from "../bench-context.ts"
import { buildTview, openOther, updatesPerSecond } from "./console-rivals.ts"
import { consoleWorld, sizes } from "./console-world.ts"
import type { TerminalProgram } from "./terminal-program.ts"

/** What a text field lies over the table in: the palette that finds as one types, or one line of a form. */
export type Over = "palette" | "form"

export interface TypingTimes {
  /** From a key to the chunk that shows the field with it, ms. */
  readonly ours: ReadonlyArray<number>
  readonly tview: ReadonlyArray<number>
}

const word = "orders"
const keysTyped = 40
const typeLimitMs = 5_000
const leaveMs = 200

/** Typed letter by letter and taken back, down to the first: what stands in the field after each key. */
const steps: ReadonlyArray<{ readonly key: string; readonly text: string }> = [
  ...[...word.slice(1)].map((key, n) => ({ key, text: word.slice(0, n + 2) })),
  ...[...word.slice(1)].map((_, n) => ({ key: "\x7f", text: word.slice(0, word.length - 1 - n) }))
]

/** What the field looks like with this in it: no letter follows. */
type Looks = (text: string) => RegExp

const afterPrompt: Looks = (text) => new RegExp(`> ${text}(?![a-z])`)
const beforeCaret: Looks = (text) => new RegExp(`(?<![a-z])${text}▏`)

const type = async (program: TerminalProgram, looks: Looks): Promise<ReadonlyArray<number>> => {
  const shows = (text: string) => () => program.lines().some((line) => looks(text).test(line))
  program.press(word.slice(0, 1))
  await program.until("the first letter was not shown", shows(word.slice(0, 1)), typeLimitMs)
  const times: Array<number> = []
  for (let n = 0; n < keysTyped; n++) {
    const step = steps[n % steps.length]
    if (step === undefined) break
    await pause(20 + ((n * 37) % 60))
    const from = performance.now()
    program.press(step.key)
    const at = await program.until(`${step.text} was not shown`, shows(step.text), typeLimitMs)
    if (n >= 3) times.push(at - from)
  }
  return times
}

/** Ours is opened by its key, and left before the program is: `q` is a letter in it. */
const typeOurs = async (program: TerminalProgram, over: Over): Promise<ReadonlyArray<number>> => {
  program.press(over === "palette" ? ":" : "U")
  const isOpen = over === "palette" ? /> {2}/ : /until when, and why/
  await program.until("it did not open", () => program.lines().some((line) => isOpen.test(line)), typeLimitMs)
  const times = await type(program, over === "palette" ? afterPrompt : beforeCaret)
  program.press("\x1b")
  await pause(leaveMs)
  return times
}

const measure = async (bench: Bench, over: Over): Promise<TypingTimes> => {
  const world = await consoleWorld(bench)
  const folder = mkdtempSync(join(tmpdir(), "switchyard-tview-"))
  const [size] = sizes
  if (size === undefined) throw new Error("no size to measure at")
  const times = { ours: [] as Array<number>, tview: [] as Array<number> }
  try {
    const peer = buildTview(folder)
    for (let round = 0; round < (bench.quick ? 1 : 4); round++) {
      const other = await openOther(peer, ["-updates", String(updatesPerSecond), "-over", over], size)
      try {
        await pause(700)
        times.tview.push(...(await type(other, afterPrompt)))
      } finally {
        await other.quit()
      }
      const own = await world.openConsole(size)
      const stop = world.changing(updatesPerSecond)
      try {
        await pause(700)
        times.ours.push(...(await typeOurs(own, over)))
      } finally {
        await stop()
        await own.quit()
      }
    }
    return times
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A text field over the live table, 10 changes a second going on below it: ours, and a page of a tview program. */
export const typingTimes = (bench: Bench, over: Over): Promise<TypingTimes> =>
  bench.once(`console typing ${over}`, () => measure(bench, over))
