import { expect, it } from "vitest"
import { sparkLine } from "../../../../src/tui/screens/triage/spark-line.ts"
import { staleMs } from "../../../../src/tui/screens/triage/triage-block.ts"
import { layOut, rowsOf, scrolledTo } from "../../../../src/tui/screens/triage/triage-layout.ts"

it("a bar for each number: nothing lies flat, something never does, the most is the highest", () => {
  expect(sparkLine([])).toBe("")
  expect(sparkLine([0, 0])).toBe("▁▁")
  expect(sparkLine([0, 1, 1000])).toBe("▁▂█")
  expect(sparkLine([5, 5, 5])).toBe("███")
})

it("a figure is old when a reading failed or three did not come, and not for the slowness of one", () => {
  const fresh = { at: 1_000, failure: null, everyMs: 5_000 }
  expect(staleMs(fresh, 16_000)).toBeNull()
  expect(staleMs(fresh, 61_000)).toBe(60_000)
  expect(staleMs({ ...fresh, failure: "gone" }, 2_000)).toBe(1_000)
  expect(staleMs({ ...fresh, at: null }, 61_000)).toBeNull()
})

const block = (name: string, rows: number) => ({
  name,
  title: name,
  labelWidth: 0,
  head: [],
  rows: Array.from({ length: rows }, (_, i) => ({
    name: `${name} ${i}`,
    letter: "",
    cells: [],
    isFault: false,
    place: () => ({ screen: "sync" as const }),
    refusal: null
  })),
  empty: "",
  freshness: { at: null, failure: null, everyMs: 1 }
})

it("one column is read from top to bottom, two one after the other", () => {
  const blocks = [block("needs", 2), block("news", 1), block("machinery", 1)]
  const names = (width: number) => rowsOf(layOut(blocks, width)).map(({ row }) => row.name)
  expect(names(80)).toEqual(["needs 0", "needs 1", "news 0", "machinery 0"])
  expect(names(120)).toEqual(["needs 0", "needs 1", "machinery 0", "news 0"])
  const beside = rowsOf(layOut(blocks, 120)).find(({ row }) => row.name === "news 0")
  expect([beside?.x, beside?.y]).toEqual([50, 1])
})

it("the cursor's line is always shown, and the head of the page with its first line", () => {
  for (const rows of [5, 19])
    for (const height of [3, 19, 60])
      for (let y = 0; y < height; y++)
        for (const top of [0, 7, 40]) {
          const shown = scrolledTo(top, y, rows, height)
          expect(y >= shown && y < shown + rows).toBe(true)
          expect(shown).toBeGreaterThanOrEqual(0)
          expect(shown).toBeLessThanOrEqual(Math.max(0, height - rows))
        }
  expect(scrolledTo(9, 1, 10, 60)).toBe(0)
})
