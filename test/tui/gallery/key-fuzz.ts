import { vi } from "vitest"
import { keymap } from "../../../src/tui/keymap.ts"
import { enterSequence } from "../../../src/tui/presenter/terminal.ts"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { forbiddenIn } from "../presenter/byte-scan.ts"
import { emulator } from "../presenter/fake-terminal.ts"
import { picture, textOfScreen } from "../presenter/screen-reading.ts"
import { nothingBetween } from "../world/between.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { type Easel, easelOf } from "./easel.tsx"
import { galleryRows } from "./gallery-rows.ts"
import { LiveChanges, lostWords, type Random } from "./live-changes.ts"
import { misplaced } from "./own-columns.ts"
import { usualWorld } from "./usual-world.ts"

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 97, rows: 25 },
  { columns: 300, rows: 100 },
  { columns: 60, rows: 15 }
] as const

/** mulberry32: the same keys for the same seed. */
const randomOf = (seed: number): Random => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Every letter and sign that the key table knows, and what moves; all but the yes, and what ends or suspends. */
const letters = [...new Set(keymap.flatMap(({ keys }) => keys).filter((key) => [...key].length === 1))]
const keys = [
  ...letters.filter((key) => !/[yeoqz]/.test(key)),
  ..."\r\t ",
  "\x1b[A",
  "\x1b[B",
  "\x1b[5~",
  "\x1b[6~",
  "\x1b[H",
  "\x1b[F",
  "\x1b",
  "gg",
  "東",
  "\x1b[200~P\ny\x1b[31mY\r\x1b[201~"
]

/** What an operation would have done to this world. */
const changesOf = (world: ChangingWorld): string =>
  JSON.stringify([
    world.jobs,
    world.started,
    world.saved,
    world.chosen,
    world.edits,
    world.canceled,
    world.mails,
    world.switched,
    world.sendsStopped,
    world.salesChannels
  ])

const freshPaint = async (easel: Easel): Promise<ReadonlyArray<string>> => {
  const { columns, rows } = easel.terminal
  const fresh = emulator(columns, rows)
  const parsed = new Promise<void>((resolve) => fresh.write(enterSequence + easel.fullPaint(), resolve))
  await vi.advanceTimersByTimeAsync(50)
  await parsed
  const seen = picture(fresh)
  fresh.dispose()
  return seen
}

/** Each list has been read again by then; no clock of the console goes on, so that nothing grows older meanwhile. */
const soonMs = 31_000
const read = async (easel: Easel): Promise<void> => {
  await vi.advanceTimersByTimeAsync(soonMs)
  await easel.rest()
}

const cursorMark = "▸"
/** Marks before the first cell are of the moment. */
const withoutGutter = (line: string): string => line.slice(3).trimEnd()
const selectedLines = (easel: Easel): ReadonlyArray<string> =>
  textOfScreen(easel.terminal.screen)
    .filter((line) => line.startsWith(cursorMark))
    .map(withoutGutter)

/** Rows that only came or went: the cursor is on the row that it was on, as long as that one is to be seen. */
const strayed = (easel: Easel, before: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [row] = before
  const lines = textOfScreen(easel.terminal.screen).slice(1)
  const isCovered = lines.some((line) => line.includes("┌"))
  if (before.length !== 1 || row === undefined || row === "" || isCovered) return []
  const isThere = lines.filter((line) => withoutGutter(line) === row)
  if (isThere.length !== 1 || isThere[0]?.startsWith(cursorMark) === true) return []
  return [`the cursor left its row: ${row}`]
}

const pressed = async (easel: Easel, random: Random): Promise<string> => {
  const some = Array.from({ length: 1 + random(3) }, () => keys[random(keys.length)] ?? "j")
  // An escape and what follows it in one read would be another key.
  for (const one of some) await easel.press(one)
  return `pressed ${JSON.stringify(some)}`
}

/** Where the world in memory ends, or the database is away, the log may say so; any other fault is the console's own. */
const expectedInLog = ["not part of this fake world", "the fake world cannot tell", lostWords]

interface Step {
  readonly words: string
  readonly faults: ReadonlyArray<string>
}

const isSame = (one: ReadonlyArray<string>, other: ReadonlyArray<string>): boolean =>
  one.length === other.length && one.every((line, y) => line === other[y])

/** Painted step by step it looks as painted at once. */
const paintFaults = async (easel: Easel): Promise<ReadonlyArray<string>> =>
  isSame(picture(easel.terminal.screen), await freshPaint(easel)) ? [] : ["it is not what a full paint shows"]

/** Nothing is under way any more: it looks as formatted anew from the rows themselves. */
const formatFaults = async (easel: Easel): Promise<ReadonlyArray<string>> => {
  // Painting anew would heal what a paint lost.
  const lost = await paintFaults(easel)
  const seen = picture(easel.terminal.screen)
  await easel.formatAnew()
  const isWhole = isSame(seen, picture(easel.terminal.screen))
  return isWhole ? lost : [...lost, "its rows look otherwise when formatted anew"]
}

const cameAndWent = async (easel: Easel, changes: LiveChanges, random: Random): Promise<Step> => {
  const before = selectedLines(easel)
  const words = changes.comeAndGo(random)
  await read(easel)
  // What was read before is shown while nobody answers.
  const faults = changes.isLost ? [] : strayed(easel, before)
  return { words, faults: [...faults, ...(await formatFaults(easel))] }
}

const told = async (easel: Easel, words: string): Promise<Step> => {
  await read(easel)
  return { words, faults: await formatFaults(easel) }
}

const resized = async (easel: Easel, random: Random): Promise<Step> => {
  const size = sizes[random(sizes.length)] ?? sizes[0]
  await easel.resize(size.columns, size.rows)
  return { words: `resized to ${size.columns}x${size.rows}`, faults: [] }
}

const grewOlder = async (easel: Easel): Promise<Step> => {
  await easel.later(30_000)
  return { words: "half a minute later", faults: [] }
}

const operate = async (easel: Easel, changes: LiveChanges, random: Random): Promise<Step> => {
  const choice = random(14)
  // A database that stays away would hide whatever changes meanwhile.
  if (choice === 0 || (changes.isLost && choice < 7)) return told(easel, changes.lose())
  if (choice === 1) return resized(easel, random)
  if (choice === 2) return grewOlder(easel)
  if (choice < 5) return cameAndWent(easel, changes, random)
  if (choice === 5) return told(easel, changes.change(random))
  return { words: await pressed(easel, random), faults: [] }
}

export interface FuzzReport {
  /** What was done, and what was wrong after it; the way up to there and the screen are in it. */
  readonly faults: ReadonlyArray<string>
  readonly forbidden: ReadonlyArray<string>
}

/** Random keys and random changes on a screen; after each the terminal is judged by itself. Ends at the first fault. */
export const fuzzScreen = async (name: ScreenName, seed: number, steps: number): Promise<FuzzReport> => {
  const random = randomOf(seed)
  const world = usualWorld()
  const between = nothingBetween()
  const changes = new LiveChanges(world, between)
  const place = galleryRows[name].place((words) => words)
  const easel = await easelOf(world, place, sizes[0], between)
  const before = changesOf(world)
  const done: Array<string> = []
  try {
    for (let step = 0; step < steps; step++) {
      const { words, faults } = await operate(easel, changes, random)
      done.push(words)
      const found = [
        ...faults,
        ...(await paintFaults(easel)),
        ...misplaced(easel.terminal.screen, easel.fullPaint()),
        ...(changesOf(world) === before ? [] : ["something was changed without a yes"]),
        ...easel.log.filter((line) => !expectedInLog.some((words) => line.includes(words)))
      ]
      const way = `seed ${seed}: ${done.join("; ")}\n${textOfScreen(easel.terminal.screen).join("\n")}`
      if (found.length > 0) return { faults: found.map((fault) => `${fault}\n${way}`), forbidden: [] }
    }
    return { faults: [], forbidden: forbiddenIn(easel.terminal.written.join("")) }
  } finally {
    easel.close()
  }
}
