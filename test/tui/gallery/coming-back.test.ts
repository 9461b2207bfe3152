import "../presenter/force-color.ts"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { type Easel, stopTime } from "./easel.tsx"
import { showCase } from "./gallery-cases.ts"
import { galleryRows, screenNames } from "./gallery-rows.ts"

const patienceMs = 120_000
const size = { columns: 120, rows: 40 }
/** Each screen looks again within this time, those that read costly things too. */
const soonMs = 61_000

let easel: Easel
beforeAll(stopTime)
afterEach(() => easel.close())

/** What tells the time, or how old something is, is not compared. */
const withoutAges = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.slice(1).map((line) => line.replace(/\d+[smhd]\b|\d\d:\d\d(:\d\d)?/g, "").replace(/\s+/g, " "))

describe("when the database is back", () => {
  for (const name of screenNames)
    it(
      `${name} is whole by itself, whether it was opened before or meanwhile`,
      async () => {
        const row = galleryRows[name]
        easel = await showCase(row, "usual", size)
        await easel.later(soonMs)
        const whole = withoutAges(textOfScreen(easel.terminal.screen))
        for (const what of ["away", "lost"] as const) {
          easel.close()
          easel = await showCase(row, what, size)
          easel.between.failure = null
          await easel.later(soonMs)
          if (what === "away" && row.firstKeys !== undefined) await easel.press(row.firstKeys)
          expect(withoutAges(textOfScreen(easel.terminal.screen)), what).toEqual(whole)
        }
      },
      patienceMs
    )
})
