import "../presenter/force-color.ts"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type KeyRow, keyNames } from "../../../src/tui/key-row.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { untilAndWhy, type Way, ways } from "./asks-first-ways.ts"
import { type Easel, easelOf, stopTime } from "./easel.tsx"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { usualWorld } from "./usual-world.ts"

const patience = 60_000_000_000n
const size = { columns: 120, rows: 40 }
const bytesOf: Readonly<Record<string, string>> = { "ctrl-s": "\x13", "ctrl-t": "\x14", enter: "\r" }

const asking = keymap.filter(({ yes }) => yes === "asks")
const nameOf = ({ screen, action }: KeyRow): string => `${screen} ${action}`
/** Keys of every screen are pressed on one. */
const rowsOf = (name: ScreenName): ReadonlyArray<KeyRow> =>
  asking.filter((row) => row.screen === name || (row.screen === "everywhere" && name === "triage"))

const changesOf = (world: ChangingWorld): string =>
  JSON.stringify([
    world.jobs,
    world.saved,
    world.chosen,
    world.edits,
    world.canceled,
    world.started,
    world.mails,
    world.switched,
    world.sendsStopped,
    world.stops,
    world.salesChannels,
    world.suppliers,
    world.closedBreakers,
    world.activity,
    [...world.timedHolds],
    world.beside.of,
    world.authorizations,
    world.review,
    world.queue,
    world.stock,
    world.mapping.aliases
  ])

const bottom = (easel: Easel): string => textOfScreen(easel.terminal.screen).slice(-6).join(" ")
const isAsked = (easel: Easel): boolean => /\?.*(y\/N|Type \S+:)/.test(bottom(easel))
const isTyped = (easel: Easel): boolean =>
  /enter (goes on|read it)|esc leaves/.test(textOfScreen(easel.terminal.screen).join(" "))

/** What the person did before the key, with what came of it. */
const prepared = async (easel: Easel, world: ChangingWorld, { done = [], came }: Way): Promise<void> => {
  for (const key of done) await easel.press(key)
  came?.(world)
  // What came is read again within its rhythm.
  if (came !== undefined) await easel.later(3000)
}

/** The last key, and as long as the disk of this machine takes. */
const slowly = async (easel: Easel, keys: ReadonlyArray<string>): Promise<void> => {
  const until = process.hrtime.bigint() + patience
  await easel.typeAhead(...keys)
  while (!isAsked(easel) && process.hrtime.bigint() < until) await easel.typeAhead()
  await easel.rest()
}

const pressed = async (easel: Easel, row: KeyRow, way: Way): Promise<void> => {
  for (const key of way.first ?? []) await easel.press(key)
  if (way.restsMs !== undefined) await easel.later(way.restsMs)
  const key = keyNames(row)[0] ?? ""
  await easel.press(bytesOf[key] ?? key)
  if (!isTyped(easel) || isAsked(easel)) return
  const typed = way.typed?.(folder) ?? untilAndWhy
  for (const one of way.isSlow === true ? typed.slice(0, -1) : typed) await easel.press(one)
  if (way.isSlow === true) await slowly(easel, typed.slice(-1))
}

let folder = ""
beforeAll(() => {
  stopTime()
  folder = mkdtempSync(join(tmpdir(), "sw-asks-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("a key that changes something states its effect, and neither it nor enter changes anything", () => {
  for (const name of screenNames.filter((one) => rowsOf(one).length > 0))
    it(name, async () => {
      for (const row of rowsOf(name)) {
        const world = usualWorld()
        const way = ways[nameOf(row)] ?? {}
        way.world?.(world)
        const easel = await easelOf(
          world,
          galleryRows[name].place((words) => words),
          size
        )
        try {
          await prepared(easel, world, way)
          const before = changesOf(world)
          await pressed(easel, row, way)
          const seen = `${nameOf(row)}\n${textOfScreen(easel.terminal.screen).join("\n")}`
          expect.soft(isAsked(easel), seen).toBe(true)
          // What names its own count is not said yes to by enter either.
          await easel.press("\r")
          expect.soft(changesOf(world), seen).toBe(before)
        } finally {
          easel.close()
        }
      }
    }, 120_000)

  it("and the ways to them name no key that is not there", () => {
    const names = asking.map(nameOf)
    for (const name of Object.keys(ways)) expect(names).toContain(name)
  })
})
