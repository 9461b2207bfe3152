import * as Effect from "effect/Effect"
import { listCauses } from "../../../domain/operations/list-causes.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { MappingBoard, type UnnamedLine } from "../../../domain/ports/mapping-board.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import { columnList } from "../../components/column-list.ts"
import type { RowList } from "../../components/row-list.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import type { BrokenFile } from "./mapping-csv.ts"
import { type MappingRow, matches, nearestMethod, type Part, rowKey } from "./mapping-rows.ts"
import { columnsOf } from "./mappings-columns.ts"

export interface MappingsWish {
  readonly part: Part
  readonly search: string
  /** What is being typed; null: keys are keys. */
  readonly typing: "search" | "import" | "export" | "alias" | null
  /** Which product is given the alias that is typed, whatever row comes under the cursor meanwhile. */
  readonly naming: UnnamedLine | null
  /** The file, or the alias, that is typed. */
  readonly file: string
  /** What was wrong with the file that was read last; it stays until esc. */
  readonly broken: BrokenFile | null
}

const longestTyped = 300
const skusShown = 1_000
const nearestFor = 10
/** Of each channel. */
const unnamedShown = 100

/** What is mapped, and on top what orders wait for. */
const readMethods = Effect.fn("readMethods")(function* () {
  const lines = yield* (yield* MappingBoard).methods(yield* now)
  const suppliers = yield* (yield* SupplierStore).list()
  const waiting = (yield* listCauses()).filter(({ kind }) => kind === "ship_method_unmapped")
  return [
    ...waiting.map(
      (cause): MappingRow => ({ is: "waiting", cause, nearest: nearestMethod(cause, suppliers) })
    ),
    ...lines.map((line): MappingRow => ({ is: "method", line }))
  ]
})

const readSkus = Effect.fn("readSkus")(function* (search: string) {
  const board = yield* MappingBoard
  const lines = yield* board.skus(search, yield* now, skusShown)
  const waiting = (yield* listCauses()).filter(({ kind }) => kind === "sku_unknown")
  const near = yield* Effect.forEach(waiting.slice(0, nearestFor), ({ subject }) =>
    board.nearProducts(subject, 1)
  )
  return [
    ...waiting.map((cause, i): MappingRow => ({ is: "waiting", cause, nearest: near[i]?.[0]?.sku ?? "" })),
    ...lines.map((line): MappingRow => ({ is: "sku", line }))
  ]
})

/** Names under which channels are told of stock, and on top the products that a channel is not told of for want of one. */
const readAliases = Effect.fn("readAliases")(function* (search: string) {
  const board = yield* MappingBoard
  const unnamed = yield* board.unnamed(unnamedShown)
  const lines = yield* board.aliases(search, skusShown)
  return [
    ...unnamed.map((line): MappingRow => ({ is: "unnamed", line })),
    ...lines.map((line): MappingRow => ({ is: "alias", line }))
  ]
})

const reads: Readonly<Record<Part, (search: string) => ReturnType<typeof readSkus | typeof readMethods>>> = {
  methods: () => readMethods(),
  skus: (search) => readSkus(search),
  aliases: (search) => readAliases(search)
}

const order: ReadonlyArray<Part> = ["methods", "skus", "aliases"]

const unnaming = { typing: null, naming: null, file: "" } as const

const empty: MappingsWish = { part: "methods", search: "", broken: null, ...unnaming }

/** Ship methods, SKUs or aliases, what is searched in them, and what is typed. */
export class MappingsDesk {
  readonly wish = new Store<MappingsWish>(empty)
  readonly list: RowList<MappingRow>
  readonly query: LiveQuery<ReadonlyArray<MappingRow>, StoreFailure>
  readonly #desk: Desk

  constructor(desk: Desk, part: Part) {
    this.#desk = desk
    this.wish.set({ ...empty, part })
    this.list = columnList(desk, () => columnsOf(this.wish.get().part), rowKey, [
      (changed) => subscribeSlice(this.wish, (wish) => wish.part, changed)
    ])
    this.query = new LiveQuery<ReadonlyArray<MappingRow>, StoreFailure>({
      bridge: desk.bridge,
      live: desk.live,
      read: () => {
        const { part: wanted, search } = this.wish.get()
        return reads[wanted](search)
      },
      everyMs: 3000
    })
    this.query.store.subscribe(() => this.#take())
    // What a key can do depends on the row that the cursor is on.
    subscribeSlice(
      this.list.store,
      ({ rows, cursor }) => rows[cursor],
      () => desk.changed()
    )
  }

  /** Its name is typed from here on, and begins as what it is called elsewhere. */
  name(line: UnnamedLine): void {
    this.change({ typing: "alias", naming: line, file: line.known[0] ?? "" })
  }

  /** What was typed for a product, and nothing is typed any more; null: it was none. */
  named(): { readonly line: UnnamedLine; readonly alias: string } | null {
    const { naming, file } = this.wish.get()
    if (naming === null) return null
    this.change(unnaming)
    return { line: naming, alias: file.trim() }
  }

  change(part: Partial<MappingsWish>): void {
    this.wish.update((wish) => ({ ...wish, ...part }))
    this.#take()
  }

  turn(): void {
    this.list.setRows([])
    const { part, typing } = this.wish.get()
    const next = order[(order.indexOf(part) + 1) % order.length] ?? "methods"
    this.change({ part: next, search: "", ...(typing === "alias" && unnaming) })
    this.query.restart()
  }

  typed(event: KeyEvent): void {
    const { typing, search, file } = this.wish.get()
    if (typing === "search") {
      this.change({ search: typedText(search, event, longestTyped, this.#desk) })
      if (this.wish.get().part !== "methods") this.query.restart()
    } else if (typing !== null) this.change({ file: typedText(file, event, longestTyped, this.#desk) })
  }

  /** esc: the typing, then the lines that were wrong, then what narrows the list. */
  leave(): boolean {
    const { typing, search, broken } = this.wish.get()
    if (typing === null && broken === null && search === "") return false
    if (typing === "alias") this.change(unnaming)
    else if (typing === "import" || typing === "export") this.change({ typing: null })
    else if (typing === null && broken !== null) this.change({ broken: null })
    else this.change({ typing: null, search: "" })
    this.query.restart()
    return true
  }

  #take(): void {
    const { value } = this.query.store.get()
    const { search } = this.wish.get()
    if (value !== null) this.list.setRows(value.filter((row) => matches(row, search)))
    this.#desk.changed()
  }
}
