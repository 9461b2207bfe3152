import "../presenter/force-color.ts"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { personalValues } from "../../../src/domain/model/known-values.ts"
import { maskEdits } from "../../../src/domain/model/personal.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { orderDetail } from "../world/sample-detail.ts"
import { everyKind } from "../world/sample-orders.ts"
import { type Easel, stopTime } from "./easel.tsx"
import { showCase } from "./gallery-cases.ts"
import { galleryRows, screenNames } from "./gallery-rows.ts"

/** Opening the editor of an address asks for the address, which is written down (resolve.test). */
const asksForIt = new Set(["resolve"])

/** Who buys in this world: names of the list, and all that is known of the buyer of #1042. */
const personal = [
  ...everyKind().flatMap(({ customerName }) => [customerName, ...customerName.split(" ")]),
  ...personalValues(orderDetail(42).order)
].filter((value) => value.length > 3)

let easel: Easel
beforeAll(stopTime)
afterEach(() => easel?.close())

describe("no screen shows who bought, before a key asks for it", () => {
  it.each(screenNames.filter((name) => !asksForIt.has(name)))("%s", async (name) => {
    easel = await showCase(galleryRows[name], "usual", { columns: 120, rows: 40 })
    const text = textOfScreen(easel.terminal.screen).join("\n").toLowerCase()
    expect(personal.filter((value) => text.includes(value.toLowerCase()))).toEqual([])
    expect(maskEdits(text)).toBe(text)
  })

  it("looks at words that the editor does show", async () => {
    easel = await showCase(galleryRows.resolve, "usual", { columns: 120, rows: 40 })
    const text = textOfScreen(easel.terminal.screen).join("\n").toLowerCase()
    expect(personal.filter((value) => text.includes(value.toLowerCase())).length).toBeGreaterThan(2)
  })
})
