import * as Effect from "effect/Effect"
import type { OrderRow, PageKey } from "../../domain/ports/order-board.ts"
import { OrderBoard } from "../../domain/ports/order-board.ts"
import { Quarantine, type QuarantineRow } from "../../domain/ports/quarantine.ts"
import type { Expected, SandboxBooks } from "./sandbox-ready.ts"

const pageSize = 500

/** Every order of ours, read page by page as the console reads them. */
export const allOrders = Effect.fn("allOrders")(function* () {
  const board = yield* OrderBoard
  const rows: Array<OrderRow> = []
  let after: PageKey | null = null
  while (true) {
    const page: ReadonlyArray<OrderRow> = (yield* board.page({}, after, pageSize)).rows
    rows.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return rows
    after = { placedAt: last.placedAt, id: last.id }
  }
})

export type End = "completed" | "held" | "failed" | "in doubt" | "canceled" | "moving"

const endOf = (row: OrderRow): End => {
  if (row.status === "completed" || row.status === "canceled" || row.status === "failed") return row.status
  if (row.action === "settle") return "in doubt"
  return row.action === "resolve" ? "held" : "moving"
}

export interface DemoOrder {
  readonly number: string
  readonly end: End
  readonly why: string
  readonly expected: Expected["outcome"] | undefined
}

export interface DemoState {
  readonly orders: ReadonlyArray<DemoOrder>
  readonly lost: ReadonlyArray<string>
  readonly doubled: ReadonlyArray<string>
  readonly allPlaced: boolean
}

const quarantinedNumber = (rows: ReadonlyArray<QuarantineRow>, number: string): QuarantineRow | undefined =>
  rows.find((q) => q.raw.includes(`"${number}"`))

const repeated = (rows: ReadonlyArray<OrderRow>): ReadonlyArray<string> =>
  [...Map.groupBy(rows, (r) => `${r.channel}/${r.channelOrderNumber}`)]
    .filter(([, same]) => same.length > 1)
    .map(([name]) => name)

/** Our rows held against the counterparties' own books. */
export const readState = Effect.fn("readState")(function* (books: SandboxBooks) {
  const rows = yield* allOrders()
  const quarantined = yield* (yield* Quarantine).open(1_000)
  const ours = new Map(rows.map((r) => [`${r.channel}/${r.channelOrderNumber}`, r]))
  const orders: Array<DemoOrder> = []
  const lost: Array<string> = []
  for (const [shop, book] of Object.entries(books.shops))
    for (const number of Object.keys(book.orders)) {
      const expected = books.expected[number]?.outcome
      const row = ours.get(`${shop}/${number}`)
      const kept = quarantinedNumber(quarantined, number)
      if (row !== undefined) orders.push({ number, end: endOf(row), why: row.why, expected })
      else if (kept !== undefined)
        orders.push({ number, end: "held", why: `quarantined: ${kept.reason}`, expected })
      else lost.push(`${shop}/${number}`)
    }
  return {
    orders,
    lost,
    doubled: [...books.doubled, ...repeated(rows)],
    allPlaced: books.allPlaced
  } satisfies DemoState
})

/** An order has reached its end where the plan wanted it to. A held one that should complete is still on its way. */
const atEnd = (o: DemoOrder): boolean => {
  if (o.expected === "held" || o.expected === "quarantined") return o.end === "held"
  return o.end === "completed" || o.end === "failed" || o.end === "canceled"
}

export const isOver = (state: DemoState): boolean =>
  state.allPlaced && state.lost.length === 0 && state.orders.every(atEnd)

const planted: Readonly<Record<string, ReadonlyArray<Expected["outcome"]>>> = {
  held: ["held", "quarantined"],
  failed: ["failed"],
  canceled: ["canceled"]
}

/** Held, failed or canceled without having been planted so. */
export const unplanned = (state: DemoState): ReadonlyArray<DemoOrder> =>
  state.orders.filter((o) => o.end !== "completed" && !(planted[o.end] ?? []).some((e) => e === o.expected))

export const countEnds = (state: DemoState, end: End): number =>
  state.orders.filter((o) => o.end === end).length

const leastCompleted = 0.8

/** decisions B7: the parts add up, nothing lost or doubled, at least 80 % complete, all trouble planted. */
export const isGood = (state: DemoState): boolean =>
  isOver(state) &&
  state.lost.length === 0 &&
  state.doubled.length === 0 &&
  unplanned(state).length === 0 &&
  countEnds(state, "completed") >= leastCompleted * state.orders.length

export const demoLine = (state: DemoState): string => {
  const n = (end: End) => countEnds(state, end)
  const total = state.orders.length + state.lost.length
  return `demo: ${total} orders, ${n("completed")} completed, ${n("held") + n("moving")} held, ${n("failed")} failed, ${n("in doubt")} in doubt, ${n("canceled")} canceled, ${state.lost.length} lost, ${state.doubled.length} doubled`
}
