import "../presenter/force-color.ts"
import { beforeAll, describe, expect, it } from "vitest"
import { type KeyRow, keyNames } from "../../../src/tui/key-row.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { stopTime } from "./easel.tsx"
import { showCase } from "./gallery-cases.ts"
import { galleryRows, screenNames } from "./gallery-rows.ts"

const size = { columns: 120, rows: 40 }
const bytesOf: Readonly<Record<string, string>> = {
  enter: "\r",
  space: " ",
  tab: "\t",
  home: "\x1b[H",
  end: "\x1b[F"
}

/** Its first key that a terminal sends as one or two letters; null: what only moves. */
const typedOf = (row: KeyRow): string | null => {
  const key = keyNames(row).find((name) => name in bytesOf || /^\S{1,2}$/.test(name))
  return key === undefined ? null : (bytesOf[key] ?? key)
}

/** What is read and holds nothing has nothing to be selected, nor anything that is not read yet. */
const blamesThePerson = /is selected|Select |selects|not been read|There is no (row|alert)\./

beforeAll(stopTime)

describe("a key in a list that is empty", () => {
  for (const name of screenNames.filter((one) => galleryRows[one].hasRows))
    it(`never asks to select what is not there: ${name}`, async () => {
      const easel = await showCase(galleryRows[name], "empty", size)
      const wrong: Array<string> = []
      try {
        for (const row of keymap.filter(({ screen }) => screen === name)) {
          const keys = typedOf(row)
          if (keys === null) continue
          await easel.press(keys)
          const said = textOfScreen(easel.terminal.screen).slice(-3).join(" ").replaceAll("─", "").trim()
          if (blamesThePerson.test(said)) wrong.push(`${row.keys}: ${said}`)
          await easel.decline()
          easel.open(galleryRows[name].place((words) => words))
          await easel.rest()
        }
        expect(wrong).toEqual([])
      } finally {
        easel.close()
      }
    }, 120_000)
})
