import { expect, it } from "vitest"
import { SpokenLines } from "../../../src/tui/presenter/spoken-lines.ts"

const screen = (tabs: string, rows: ReadonlyArray<string>, bottom: string): ReadonlyArray<string> => [
  " switchyard · SANDBOX",
  tabs,
  "────────",
  ...rows,
  "────────",
  bottom
]
const orders = " 1 Triage ▸2 Orders"
const hints = " enter open  r resolve  ? help"

it("reads a place that was come to whole, without rules and keys", () => {
  const spoken = new SpokenLines()
  expect(spoken.next(screen(orders, ["▸  #1042  Kim", "   #1041  Ada"], hints), false)).toEqual([
    "switchyard · SANDBOX",
    "1 Triage 2 Orders",
    "#1042 Kim",
    "#1041 Ada"
  ])
  expect(spoken.next(screen("▸1 Triage  2 Orders", ["   RESOLVE 3"], hints), true)).toContain("RESOLVE 3")
})

it("says the selected row when it is another, not the one that was left", () => {
  const spoken = new SpokenLines()
  spoken.next(screen(orders, ["▸  #1042  Kim", "   #1041  Ada"], hints), false)
  expect(spoken.next(screen(orders, ["   #1042  Kim", "▸  #1041  Ada"], hints), true)).toEqual(["#1041 Ada"])
})

it("says what the bottom line says at any time, and of what changes by itself nothing else", () => {
  const spoken = new SpokenLines()
  spoken.next(screen(orders, ["▸  #1042  Kim", "   #1041  Ada"], hints), false)
  spoken.next(screen(orders, ["   #1042  Kim", "▸  #1041  Ada"], hints), true)
  spoken.next(screen(orders, ["▸  #1042  Kim", "   #1041  Ada"], hints), true)
  expect(spoken.next(screen(orders, ["▸  #1042  Kim", "   #1041  Eve"], hints), false)).toEqual([])
  const asked = screen(orders, ["▸  #1042  Kim", "   #1041  Eve"], " STOP all sends?  y/N")
  expect(spoken.next(asked, false)).toEqual(["STOP all sends? y/N"])
  expect(spoken.next(asked, true)).toEqual([])
})

it("says what a place is filled with once the database has answered", () => {
  const spoken = new SpokenLines()
  spoken.next(screen(orders, ["   Reading orders …"], hints), false)
  expect(spoken.next(screen(orders, ["   #1042  Kim"], hints), false)).toEqual(["#1042 Kim"])
})

it("is quiet about figures that only tick, while a place fills and after a key too", () => {
  const spoken = new SpokenLines()
  const ran = (ago: string, count: string) =>
    screen("▸1 Triage", [`   acme orders  in ${ago}  ok, 14s ago`, `   RESOLVE ${count}  1h`], hints)
  spoken.next(ran("9s", "26"), false)
  expect(spoken.next(ran("8s", "26"), false)).toEqual([])
  expect(spoken.next(ran("7s", "26"), true)).toEqual([])
  expect(spoken.next(ran("6s", "27"), true)).toEqual(["RESOLVE 27 1h"])
})

it("knows the selected row by the mark of plain ASCII too", () => {
  const spoken = new SpokenLines()
  spoken.next(screen(orders, ["> #1042  Kim", "  #1041  Ada"], hints), false)
  expect(spoken.next(screen(orders, ["  #1042  Kim", "> #1041  Ada"], hints), true)).toEqual(["#1041 Ada"])
})

it.each([
  ["lines", "┌─ : ── 3 ─┐", "│", "└──────────┘", "▸"],
  ["plain ASCII", "+- : -- 3 -+", "|", "+----------+", ">"]
])(
  "reads of a box drawn in %s what stands in it, not the rows that it hides in part",
  (_, top, side, floor, mark) => {
    const spoken = new SpokenLines()
    const row = (text: string, end = "18m") => `   #10${text}${end}`
    spoken.next(screen(orders, [row("42  Kim Kimes"), row("41  Ada Adams")], hints), false)
    const box = [row(top), row(`${side}${mark} go jobs ${side}`), row(floor)]
    expect(spoken.next(screen(orders, box, hints), true)).toEqual(["go jobs", ": 3"])
    const other = [row(top), row(`${side}${mark} go home ${side}`), row(floor)]
    expect(spoken.next(screen(orders, other, hints), true)).toEqual(["go home"])
  }
)

it("says nothing when only the clock of the first line went on, while a place still fills and after a key", () => {
  const at = (time: string) => [`SANDBOX · workers 1 · ${time} UTC`, "▸1 Triage  2 Orders", "r RESOLVE 130"]
  const spoken = new SpokenLines()
  spoken.next(at("10:46"), false)
  expect(spoken.next(at("10:47"), false)).toEqual([])
  expect(spoken.next(at("10:48"), true)).toEqual([])
})
