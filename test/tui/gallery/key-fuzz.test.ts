import "../presenter/force-color.ts"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { keymap } from "../../../src/tui/keymap.ts"
import { enterSequence } from "../../../src/tui/presenter/terminal.ts"
import { forbiddenIn } from "../presenter/byte-scan.ts"
import { emulator } from "../presenter/fake-terminal.ts"
import { picture, textOfScreen } from "../presenter/screen-reading.ts"
import { nothingBetween } from "../world/between.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { type Easel, easelOf, stopTime } from "./easel.tsx"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { misplaced } from "./own-columns.ts"
import { usualWorld } from "./usual-world.ts"

const steps = 24
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 97, rows: 25 },
  { columns: 300, rows: 100 },
  { columns: 60, rows: 15 }
] as const

/** mulberry32: the same keys for the same seed. */
const randomOf = (seed: number): ((below: number) => number) => {
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

const freshPaint = async (easel: Easel): Promise<string[]> => {
  const { columns, rows } = easel.terminal
  const fresh = emulator(columns, rows)
  const parsed = new Promise<void>((resolve) => fresh.write(enterSequence + easel.fullPaint(), resolve))
  await vi.advanceTimersByTimeAsync(50)
  await parsed
  const seen = picture(fresh)
  fresh.dispose()
  return seen
}

const operate = async (easel: Easel, world: ChangingWorld, random: (below: number) => number) => {
  const choice = random(12)
  if (choice === 0) {
    const size = sizes[random(sizes.length)] ?? sizes[0]
    await easel.resize(size.columns, size.rows)
    return `resized to ${size.columns}x${size.rows}`
  }
  if (choice === 1) {
    world.rows = world.rows.map((row, index) => (index === random(8) ? { ...row, why: "changed" } : row))
    await easel.later(30_000)
    return "half a minute later"
  }
  const pressed = Array.from({ length: 1 + random(3) }, () => keys[random(keys.length)] ?? "j")
  // An escape and what follows it in one read would be another key.
  for (const one of pressed) await easel.press(one)
  return `pressed ${JSON.stringify(pressed)}`
}

let easel: Easel
beforeAll(stopTime)
afterEach(() => easel.close())

describe("any keys, on any screen", () => {
  for (const [seed, name] of screenNames.entries())
    it(`${name} (seed ${seed}) shows what a full paint shows, and changes nothing without a yes`, async () => {
      const random = randomOf(seed)
      const world = usualWorld()
      easel = await easelOf(
        world,
        galleryRows[name].place((words) => words),
        sizes[0],
        nothingBetween()
      )
      const before = changesOf(world)
      const done: Array<string> = []
      for (let step = 0; step < steps; step++) {
        done.push(await operate(easel, world, random))
        const way = `seed ${seed}: ${done.join("; ")}\n${textOfScreen(easel.terminal.screen).join("\n")}`
        expect(picture(easel.terminal.screen), way).toEqual(await freshPaint(easel))
        expect(misplaced(easel.terminal.screen, easel.fullPaint()), way).toEqual([])
        expect(changesOf(world), way).toBe(before)
        // Where the world in memory ends, the console says so; any other fault is its own.
        expect(
          easel.log.filter((line) => !line.includes("not part of this fake world")),
          way
        ).toEqual([])
      }
      expect(forbiddenIn(easel.terminal.written.join(""))).toEqual([])
    }, 120_000)
})
