import fc from "fast-check"
import { expect, it } from "vitest"
import { type Canvas, GridCanvas } from "../../../src/tui/presenter/canvas.ts"
import { plain } from "../../../src/tui/presenter/cells.ts"
import { grid } from "../../../src/tui/presenter/grid.ts"
import { PictureCache } from "../../../src/tui/presenter/picture-cache.ts"
import { safe } from "../../../src/tui/safe-text.ts"

const wish = fc.record({
  key: fc.integer({ min: 0, max: 40 }),
  made: fc.constantFrom("day", "night"),
  width: fc.constantFrom(12, 13),
  isAhead: fc.boolean()
})

const painting =
  (key: number, made: string) =>
  (canvas: Canvas): void =>
    canvas.text(0, key % 2, safe(`東 ${key} ${made}`), plain)

it("shows what painting would show, whatever was shown or prepared before", () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 80 }), (wishes) => {
      const pictures = new PictureCache<number>()
      for (const { key, made, width, isAhead } of wishes) {
        const paint = painting(key, made)
        if (isAhead) {
          pictures.prepare(key, [made], paint)
          continue
        }
        const [shown, painted] = [new GridCanvas(grid(width, 2)), new GridCanvas(grid(width, 2))]
        pictures.show(shown, key, [made], paint)
        paint(painted)
        expect(shown.grid.cells).toEqual(painted.grid.cells)
      }
    })
  )
})

it("paints once what is shown twice", () => {
  const pictures = new PictureCache<string>()
  let painted = 0
  for (const key of ["a", "b", "a", "b"])
    pictures.show(new GridCanvas(grid(8, 1)), key, [], () => {
      painted += 1
    })
  expect(painted).toBe(2)
})
