import "../presenter/force-color.ts"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import type * as RowListModule from "../../../src/tui/components/row-list.ts"
import type { Cells } from "../../../src/tui/presenter/cells.ts"
import type { writeDifference as WriteDifference } from "../../../src/tui/presenter/diff.ts"
import type * as RowCacheModule from "../../../src/tui/presenter/row-cache.ts"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { stopTime } from "./easel.tsx"
import { fuzzScreen } from "./key-fuzz.ts"

/** Which part is broken now; the others do as they always do. */
const planted = vi.hoisted(() => ({ fault: "none" as "none" | "diff" | "cache" | "selection" }))

/** A diff that forgets one changed cell, as a wrong run boundary would. */
vi.mock("../../../src/tui/presenter/diff.ts", async (original) => {
  const { writeDifference } = await original<{ writeDifference: typeof WriteDifference }>()
  const withFault: typeof WriteDifference = (front, back, lines, writer) => {
    const lost = front.cells.findLastIndex((cell, index) => cell !== -1 && cell !== back.cells[index])
    if (planted.fault !== "diff" || lost === -1) return writeDifference(front, back, lines, writer)
    const cells = front.cells.slice()
    cells[lost] = back.cells[lost] ?? 0
    return writeDifference({ ...front, cells }, back, lines, writer)
  }
  return { writeDifference: withFault }
})

const idOf = (row: unknown): unknown =>
  typeof row === "object" && row !== null && "id" in row ? row.id : undefined

/** A cache that takes a row that changed for the one that it was. */
vi.mock("../../../src/tui/presenter/row-cache.ts", async (original) => {
  const { RowCache } = await original<typeof RowCacheModule>()
  class StaleCache<Row extends object> extends RowCache<Row> {
    readonly #first = new Map<unknown, Cells>()

    override get(row: Row, edition: unknown, format: (row: Row) => Cells): Cells {
      const cells = super.get(row, edition, format)
      const key = idOf("order" in row ? row.order : row)
      if (planted.fault !== "cache" || key === undefined) return cells
      const first = this.#first.get(key) ?? cells
      this.#first.set(key, first)
      return first
    }

    override clear(): void {
      super.clear()
      this.#first.clear()
    }
  }
  return { RowCache: StaleCache }
})

/** A selection that stays on its line when rows come and go around it. */
vi.mock("../../../src/tui/components/row-list.ts", async (original) => {
  const { RowList } = await original<typeof RowListModule>()
  class LineList<Row extends object> extends RowList<Row> {
    override setRows(rows: ReadonlyArray<Row>): void {
      const { cursor } = this.store.get()
      super.setRows(rows)
      if (planted.fault === "selection") this.by(cursor - this.store.get().cursor)
    }
  }
  return { RowList: LineList }
})

/** As many ways as it may take until a fault shows itself, which one alone need not do: a new key leads them elsewhere. */
const firstFaults = async (name: ScreenName, ways: number): Promise<string | undefined> => {
  for (let seed = 100; seed < 100 + ways; seed++) {
    const { faults } = await fuzzScreen(name, seed, 24)
    if (faults.length > 0) return faults.join("\n")
  }
  return undefined
}

beforeAll(stopTime)
afterEach(() => {
  planted.fault = "none"
})

describe("the key fuzz catches a planted fault", () => {
  it.each([
    ["a diff that drops a cell", "diff", "sync", "it is not what a full paint shows"],
    ["a row that is not formatted anew when it changed", "cache", "orders", "its rows look otherwise"],
    ["a selection bound to a line", "selection", "jobs", "the cursor left its row"]
  ] as const)(
    "%s",
    async (_words, fault, name, said) => {
      planted.fault = fault
      expect((await firstFaults(name, 100)) ?? "nothing was caught").toContain(said)
    },
    300_000
  )

  it.each(["sync", "orders", "jobs"] as const)(
    "and none where none is planted: %s",
    async (name) => {
      expect(await firstFaults(name, 12)).toBeUndefined()
    },
    300_000
  )
})
