import * as Effect from "effect/Effect"
import { formatMoney } from "../../domain/model/money.ts"
import { OrderId, orderName } from "../../domain/model/order.ts"
import { parseOrderQuery } from "../../domain/model/order-query-parse.ts"
import { type OrderSort, sortRank } from "../../domain/model/order-sort.ts"
import type { OrderAction, OrderStatus } from "../../domain/model/order-status.ts"
import { nextStep, orderStatuses, statusLabel } from "../../domain/model/order-status.ts"
import {
  type BoardPage,
  OrderBoard,
  type OrderCounts,
  type OrderFilter,
  type OrderRow,
  type PageKey
} from "../../domain/ports/order-board.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { pageKeyOf, pageKeyText } from "../page-key.ts"

const filterOf = Effect.fn("filterOf")(function* (input: Input) {
  const channel = text(input, "channel")
  const supplier = text(input, "supplier")
  const search = text(input, "search")
  // The table's choices are these words with hyphens.
  const status = text(input, "status")?.replaceAll("-", "_") as OrderStatus | undefined
  const action = text(input, "action") as OrderAction | undefined
  const sort = text(input, "sort") as OrderSort | undefined
  const parsed = parseOrderQuery(text(input, "query") ?? "")
  return {
    ...(status !== undefined && { status }),
    ...(action !== undefined && { action }),
    ...(has(input, "needs-me") && { needs: true }),
    ...(channel !== undefined && { channelId: (yield* findChannel(channel)).id }),
    ...(supplier !== undefined && { supplier }),
    ...(search !== undefined && { search }),
    ...(parsed.ok && parsed.query.length > 0 && { query: parsed.query }),
    ...(sort !== undefined && { sort })
  } satisfies OrderFilter
})

export const afterOf = (input: Input): PageKey | null => {
  const given = text(input, "after")
  const key = given === undefined ? null : pageKeyOf(given)
  return key === null ? null : { ...key, id: OrderId(key.id) }
}

const columns = [
  ">id",
  "order",
  "channel",
  "customer",
  ">qty",
  ">total",
  "ship method",
  "status",
  "next",
  "why",
  "placed"
]

const rowOf = (o: OrderRow): ReadonlyArray<string> => [
  String(o.id),
  orderName(o.channelOrderNumber),
  o.channel,
  o.customerName,
  String(o.quantity),
  formatMoney(o.total),
  o.shipMethodName,
  statusLabel(o.status),
  nextStep(o)?.toUpperCase() ?? "-",
  o.why,
  moment(o.placedAt)
]

const countsLine = ({ byStatus, byAction }: OrderCounts): string =>
  [
    ...orderStatuses.map((s) => `${statusLabel(s)} ${byStatus[s]}`),
    `to resolve ${byAction.resolve}`,
    `to process ${byAction.process}`
  ].join(", ")

const filterFlags = ["status", "action", "channel", "supplier", "search", "query", "after"]

/** Where no index knew it, what is listed is not all. */
const searchedLine = ({ searched }: BoardPage): ReadonlyArray<string> =>
  searched === undefined
    ? []
    : [
        `Looked at the newest ${searched.orders.toLocaleString("en-US")} orders only: no index knows this. ${
          searched.until === null
            ? "Another field that an index knows, or a sort by time, looks further."
            : `Further back: --after ${pageKeyText({ placedAt: searched.until, id: Number.MAX_SAFE_INTEGER })}`
        }`
      ]

const teach = (input: Input): ReadonlyArray<Block> =>
  filterFlags.some((f) => has(input, f)) || has(input, "needs-me")
    ? ["No order matches. All orders: switchyard orders list"]
    : [
        "There are no orders yet.",
        "1. Add a channel:  switchyard channels add --help",
        "2. Download:       switchyard sync orders",
        "3. Keep a worker running: switchyard worker"
      ]

/** What the next page begins with, if there may be one. */
const nextKey = (page: BoardPage, limit: number, sort: OrderSort): string | null => {
  const last = page.rows.at(-1)
  if (last === undefined || page.rows.length < limit) return null
  const rank = sortRank(last, sort)
  return pageKeyText({ ...last, ...(rank === null ? {} : { rank }) })
}

export const listOrders: Run = (input) =>
  Effect.gen(function* () {
    const limit = number(input, "limit") ?? 50
    const filter = yield* filterOf(input)
    const page = yield* (yield* OrderBoard).page(filter, afterOf(input), limit)
    const after = nextKey(page, limit, filter.sort ?? "newest")
    const searched = page.searched ?? null
    const json = { orders: page.rows, counts: page.counts, at: page.at, after, searched }
    if (page.rows.length === 0) return answer(json, [...teach(input), ...searchedLine(page)])
    return answer(json, [
      table(columns, page.rows.map(rowOf)),
      countsLine(page.counts),
      ...(after === null ? [] : [`More: the same command with --after ${after}`]),
      ...searchedLine(page)
    ])
  })
