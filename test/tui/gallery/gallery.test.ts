import "../presenter/force-color.ts"
import { readdirSync } from "node:fs"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { screenTable } from "../../../src/tui/screen-table.ts"
import { forbiddenIn } from "../presenter/byte-scan.ts"
import { type Easel, stopTime } from "./easel.tsx"
import { caseNames, showCase } from "./gallery-cases.ts"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { misplaced } from "./own-columns.ts"
import { pictureOf } from "./picture.ts"

const folder = new URL("../../golden/gallery/", import.meta.url)
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 }
] as const

const fileOf = (name: string, what: string, columns: number): string => `${name}/${what}-${columns}.txt`

let easel: Easel
beforeAll(stopTime)
afterEach(() => easel?.close())

for (const name of screenNames)
  describe(`the ${name} screen`, () => {
    for (const what of caseNames)
      it(`${what}`, async () => {
        easel = await showCase(galleryRows[name], what, sizes[0])
        for (const { columns, rows } of sizes) {
          await easel.resize(columns, rows)
          const { screen } = easel.terminal
          expect(misplaced(screen, easel.fullPaint())).toEqual([])
          await expect(pictureOf(screen)).toMatchFileSnapshot(
            new URL(fileOf(name, what, columns), folder).pathname
          )
        }
        expect(forbiddenIn(easel.terminal.written.join(""))).toEqual([])
        // What is lost is noted in the file too; a fault of the program never is right.
        if (easel.between.failure === null) expect(easel.log).toEqual([])
      })
  })

it("has a row for every screen, and no picture of what is gone", () => {
  expect([...screenNames].sort()).toEqual(Object.keys(screenTable).sort())
  const drawn = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".txt")
  )
  const wanted = screenNames.flatMap((name) =>
    caseNames.flatMap((what) => sizes.map(({ columns }) => fileOf(name, what, columns)))
  )
  expect(drawn.sort()).toEqual(wanted.sort())
})
