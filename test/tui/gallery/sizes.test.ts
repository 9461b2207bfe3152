import "../presenter/force-color.ts"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { type Easel, stopTime } from "./easel.tsx"
import { caseNames, showCase } from "./gallery-cases.ts"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { misplaced } from "./own-columns.ts"

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
  { columns: 300, rows: 100 },
  { columns: 101, rows: 27 }
] as const
/** Six consoles, each at five sizes. */
const patienceMs = 120_000
const toTheEnd = "\x1b[F"

let easel: Easel
beforeAll(stopTime)
afterEach(() => easel.close())

describe("at any size", () => {
  for (const name of screenNames)
    it(
      `${name} keeps its first and last line, its columns and what is selected`,
      async () => {
        const row = galleryRows[name]
        for (const what of caseNames) {
          easel = await showCase(row, what, sizes[0])
          if (row.hasRows && what === "full") await easel.press(toTheEnd)
          for (const { columns, rows } of sizes) {
            await easel.resize(columns, rows)
            const lines = textOfScreen(easel.terminal.screen)
            const at = `${what} at ${columns}x${rows}`
            expect(lines[0], at).toContain("SANDBOX")
            expect(lines.at(-1), at).toMatch(/\? help|esc back|y\/N|Type /)
            expect(misplaced(easel.terminal.screen, easel.fullPaint()), at).toEqual([])
            if (row.hasRows && (what === "usual" || what === "full"))
              expect(lines.slice(3, -2).filter((line) => line.startsWith("▸")).length, at).toBeGreaterThan(0)
          }
          await easel.resize(60, 15)
          expect(textOfScreen(easel.terminal.screen).slice(0, 2)).toEqual([
            "terminal too small: 60x15",
            "needs 80x24; q quits"
          ])
          easel.close()
        }
      },
      patienceMs
    )
})
