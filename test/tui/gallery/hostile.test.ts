import "../presenter/force-color.ts"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { keymap } from "../../../src/tui/keymap.ts"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { hostileCorpus } from "../hostile-corpus.ts"
import { forbiddenIn, sgrCodes } from "../presenter/byte-scan.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { type Easel, stopTime } from "./easel.tsx"
import { showCase } from "./gallery-cases.ts"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { misplaced } from "./own-columns.ts"

const size = { columns: 120, rows: 40 }
/** Every so many rounds the keys are pressed too: their questions and flags name what is selected. */
const roundsPerPressing = 8
/** Forty-eight consoles are opened one after the other. */
const patienceMs = 180_000

/** Shows nothing that came from outside. */
const ownWordsOnly: ReadonlySet<ScreenName> = new Set(["settings"])

let easel: Easel
beforeAll(stopTime)
afterEach(() => easel.close())

const isWhole = (at: string): void => {
  expect(forbiddenIn(easel.terminal.takeWritten().join("")), at).toEqual([])
  expect(misplaced(easel.terminal.screen, easel.fullPaint()), at).toEqual([])
  expect(easel.log, at).toEqual([])
}

/** Keys that change something ask first; each is answered with no. */
const changingKeys = (name: ScreenName): ReadonlyArray<string> =>
  keymap
    .filter(({ screen }) => screen === name)
    .flatMap(({ keys }) => keys.split(" "))
    .filter((key) => /^[A-Z]$/.test(key))

const pressAll = async (keys: ReadonlyArray<string>, at: string): Promise<void> => {
  for (const key of keys) {
    await easel.press(key)
    isWhole(`${at}, key ${key}`)
    await easel.decline()
  }
}

describe("strings from outside, in every text of every answer", () => {
  for (const name of screenNames)
    it(
      `are text and nothing else on the ${name} screen, in columns that a second terminal draws alike`,
      async () => {
        let escaped = 0
        for (const round of hostileCorpus.keys()) {
          const at = `round ${round}`
          easel = await showCase(galleryRows[name], "hostile", size, { round })
          isWhole(at)
          if (textOfScreen(easel.terminal.screen).slice(1).join("").includes("␛")) escaped++
          if (round % roundsPerPressing === 0) await pressAll(changingKeys(name), at)
          easel.close()
        }
        // They were there to be seen: not one answer kept them back.
        if (!ownWordsOnly.has(name)) expect(escaped).toBeGreaterThan(0)
      },
      patienceMs
    )

  it(
    "bring no color under NO_COLOR",
    async () => {
      for (const name of screenNames) {
        easel = await showCase(galleryRows[name], "hostile", size, { env: { NO_COLOR: "1" } })
        const colors = sgrCodes(easel.terminal.written.join("")).filter((code) => Number(code) >= 30)
        expect(colors, name).toEqual([])
        easel.close()
      }
    },
    patienceMs
  )

  it(
    "are text in the palette, help and the log too",
    async () => {
      for (const round of hostileCorpus.keys()) {
        easel = await showCase(galleryRows.orders, "hostile", size, { round })
        for (const keys of [":", "?", "gl", "X"]) {
          await easel.press(keys)
          isWhole(`round ${round}, keys ${keys}`)
          await easel.decline()
        }
        easel.close()
      }
    },
    patienceMs
  )
})
