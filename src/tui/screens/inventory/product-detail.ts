import * as Effect from "effect/Effect"
import { namesWords } from "../../../domain/model/inventory-words.ts"
import { listingWords } from "../../../domain/model/stock-word.ts"
import { type ExplainedInventory, explainInventory } from "../../../domain/operations/explain-inventory.ts"
import type { ListedPosition } from "../../../domain/operations/list-inventory.ts"
import type { Refusal, StoreFailure } from "../../../domain/ports/failure.ts"
import { age } from "../../age.ts"
import { painted, paintPieces, piece, type Subscribe } from "../../components/painted.ts"
import type { ConsoleNeeds } from "../../console-needs.ts"
import { LiveQuery } from "../../live-query.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { InventoryBoard } from "./inventory-board.ts"
import { channelOf, selected } from "./inventory-list.ts"
import { stateRole } from "./position-columns.ts"

type ReadFailure = Refusal | StoreFailure

/** While the cursor runs, nothing is asked. */
const restMs = 120

const standingWords = (row: ListedPosition, alias: string | null, desk: Desk): string => {
  switch (row.standing) {
    case "ignored":
      return `Not told: it has no alias of the type ${alias ?? ""}, so it is neither sent nor set to zero. switchyard inventory alias gives it one.`
    case "conflict":
      return `Not told: two products have one alias, ${namesWords(row.names)}. switchyard inventory alias --remove takes the wrong one away.`
    case "unknown":
      return "Not told: no supplier said what there is of it. i shows which feeds came; by hand: switchyard inventory import stock.csv --supplier <supplier>"
    case "told":
      return row.sent.length === 0
        ? "It was not computed yet; that takes a few seconds."
        : row.sent
            .map((s) => {
              const now = { ...s, quantity: row.available?.quantity ?? s.quantity }
              return `${s.sku}: ${listingWords(now, (at) => desk.clock.moment(at))}`
            })
            .join(". ")
  }
}

const levelWords = ({ levels }: ExplainedInventory, now: number): ReadonlyArray<string> =>
  levels.map(({ supplier, warehouse, onHand, asOf, counts }) => {
    const where = warehouse === "" ? supplier : `${supplier}/${warehouse}`
    return `${where} ${onHand.toLocaleString("en-US")} (${age(asOf, now)}${counts ? "" : ", not counted here"})`
  })

/** The selected product: what the channel was told of it, and what lies where. */
export class ProductDetail {
  readonly below: RegionSource
  readonly beside: RegionSource
  readonly #board: InventoryBoard
  readonly #desk: Desk
  readonly #query: LiveQuery<ExplainedInventory | null, ReadFailure>
  readonly #endTurning: () => void
  #pause: NodeJS.Timeout | undefined
  #isShown = false

  constructor(board: InventoryBoard, desk: Desk) {
    this.#board = board
    this.#desk = desk
    this.#query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => this.#read(),
      everyMs: 2000
    })
    this.#endTurning = subscribeSlice(
      board.list,
      (state) => [selected(state)?.product.sku, state.channelId],
      () => this.#turn()
    )
    const subscriptions: ReadonlyArray<Subscribe> = [
      (changed) => subscribeSlice(board.list, (state) => [selected(state), state.channelId], changed),
      (changed) => subscribeSlice(this.#query.store, ({ value }) => value, changed),
      // How old a level is goes on while nothing new can be read.
      (changed) =>
        subscribeSlice(desk.clock.state, ({ isUtc, now }) => [isUtc, ...this.#levelWords(now)], changed)
    ]
    this.below = painted((canvas) => this.#paint(canvas, 1, "·"), subscriptions)
    this.beside = painted((canvas) => this.#paint(canvas, 2, null), subscriptions)
  }

  show(): void {
    this.#isShown = true
    this.#query.start()
  }

  hide(): void {
    this.#isShown = false
    clearTimeout(this.#pause)
    this.#query.stop()
  }

  close(): void {
    this.hide()
    this.#endTurning()
  }

  /** Another product is selected: what lies where is asked when the cursor rests. */
  #turn(): void {
    clearTimeout(this.#pause)
    this.#query.stop()
    if (this.#isShown) this.#pause = setTimeout(() => this.#query.start(), restMs)
  }

  #read(): Effect.Effect<ExplainedInventory | null, ReadFailure, ConsoleNeeds> {
    const state = this.#board.list.get()
    const [channel, row] = [channelOf(state), selected(state)]
    return channel === null || row === null
      ? Effect.succeed(null)
      : explainInventory(channel, row.product.sku)
  }

  /** Levels one after the other where a separator is given, else one a line. */
  #paint(canvas: Canvas, x: number, separator: string | null): void {
    const state = this.#board.list.get()
    const row = selected(state)
    if (row === null) return
    const { theme } = this.#desk
    const head = [
      piece(safe(row.product.sku), theme.of("text", "bold")),
      piece(safe(row.product.title === "" ? "" : `  ${row.product.title}`), theme.of("text"))
    ]
    paintPieces(canvas, x, 0, head)
    const alias = channelOf(state)?.stock.alias ?? null
    const verdict = wrapped(safe(standingWords(row, alias, this.#desk)), canvas.width - x - 2, 3)
    for (const [y, line] of verdict.entries()) canvas.text(x, 1 + y, line, theme.of(stateRole(row)))
    const levels = this.#levels(row, separator)
    const from = 1 + verdict.length
    const lines = levels.flatMap((text) => wrapped(safe(text), canvas.width - x - 2, canvas.height))
    for (const [y, line] of lines.slice(0, canvas.height - from).entries())
      canvas.text(x, from + y, line, theme.of("text"))
  }

  #levelWords(now: number): ReadonlyArray<string> {
    const { value } = this.#query.store.get()
    return value === null ? [] : levelWords(value, now)
  }

  #levels(row: ListedPosition, separator: string | null): ReadonlyArray<string> {
    const { value } = this.#query.store.get()
    if (value === null || value.product.sku !== row.product.sku) return []
    const words = this.#levelWords(this.#desk.clock.state.get().now)
    if (words.length === 0) return []
    return separator === null ? ["", ...words] : [words.join(` ${separator} `)]
  }
}
