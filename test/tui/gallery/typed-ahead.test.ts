import "../presenter/force-color.ts"
import { beforeAll, describe, expect, it } from "vitest"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { nothingBetween } from "../world/between.ts"
import { type Easel, easelOf, stopTime } from "./easel.tsx"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { usualWorld } from "./usual-world.ts"

const size = { columns: 120, rows: 40 }

/** What reads nothing of the database. */
const readsNothing: ReadonlySet<ScreenName> = new Set(["settings"])
/** Its reading ends in a question, which no key answers that was typed before it could be read. */
const asksWhenRead: ReadonlySet<ScreenName> = new Set(["process"])

const forms: ReadonlySet<ScreenName> = new Set([
  "resolve",
  "mapping",
  "channel-settings",
  "supplier-settings",
  "stock-rules",
  "auto-processing"
])
/** In a form letters are text, and so is what would lead to another screen. */
const keysOf = (name: ScreenName): ReadonlyArray<string> =>
  forms.has(name) ? ["\t", "7", "X"] : ["j", "j", "j", "k"]

const shown = (easel: Easel): ReadonlyArray<string> => textOfScreen(easel.terminal.screen)

const slowly = async (name: ScreenName, keys: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const easel = await easelOf(
    usualWorld(),
    galleryRows[name].place((words) => words),
    size
  )
  try {
    for (const key of keys) await easel.press(key)
    return shown(easel)
  } finally {
    easel.close()
  }
}

/** The place is opened while nothing is answered; then all keys come, then all answers. */
const ahead = async (name: ScreenName, keys: ReadonlyArray<string>) => {
  const between = nothingBetween()
  const { promise, resolve } = Promise.withResolvers<void>()
  const easel = await easelOf(usualWorld(), { screen: "settings" }, size, between)
  try {
    between.gate = promise
    const place = galleryRows[name].place((words) => words)
    // The orders lie open below, read already: with a wish they are opened anew.
    easel.open(place.screen === "orders" ? { ...place, filter: {} } : place)
    const isReading = easel.isReading()
    await easel.typeAhead(...keys)
    between.gate = null
    resolve()
    await easel.rest()
    return { isReading, after: shown(easel) }
  } finally {
    easel.close()
  }
}

beforeAll(stopTime)

describe("keys that come before a screen has read", () => {
  for (const name of screenNames)
    it(`${name}: mean what they mean typed slowly`, async () => {
      const keys = asksWhenRead.has(name) ? [] : keysOf(name)
      const { isReading, after } = await ahead(name, keys)
      expect(isReading).toBe(!readsNothing.has(name))
      const without = (lines: ReadonlyArray<string>) => lines.slice(2)
      expect(without(after)).toEqual(without(await slowly(name, keys)))
    }, 120_000)
})
