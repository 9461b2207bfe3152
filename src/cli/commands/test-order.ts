import * as Effect from "effect/Effect"
import { formatMoney } from "../../domain/model/money.ts"
import { type OrderId, orderName } from "../../domain/model/order.ts"
import type { SalesChannel } from "../../domain/model/sales-channel.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { syncNow } from "../../domain/operations/sync-now.ts"
import {
  confirmReceipt,
  findTestOrder,
  placeTestOrder,
  type TestOrderFact,
  testOrderFacts
} from "../../domain/operations/test-order.ts"
import { OrderBoard } from "../../domain/ports/order-board.ts"
import { OrderStore } from "../../domain/ports/order-store.ts"
import { type Answer, answer, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { argument, has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { progress } from "../progress.ts"

const pollMs = 1000
const importSeconds = 30
const newestShown = 5

/** On a live channel we only pick one up: shows what came in last. */
const pickOne = Effect.fn("pickOne")(function* (channel: SalesChannel) {
  const page = yield* (yield* OrderBoard).page({ channelId: channel.id }, null, newestShown)
  const rows = page.rows.map((o) => [
    orderName(o.channelOrderNumber),
    o.customerName,
    formatMoney(o.total),
    moment(o.placedAt)
  ])
  return answer(
    { placed: null, newest: page.rows, next: "--order <number>" },
    [
      `Orders on ${channel.name} are real, so none is placed from here. Buy something small and cheap in the shop, then:`,
      "switchyard sync orders --wait 60",
      `${commandLine("test-order", channel.name)} --order <number>`,
      ...(rows.length === 0
        ? []
        : ["", "The newest orders here", table(["order", "customer", ">total", "placed"], rows)])
    ],
    true
  )
})

/** Placed a moment ago: asks for a download and waits until the order is here. null: it did not come in time. */
const awaitImport = Effect.fn("awaitImport")(function* (channel: SalesChannel, number: string) {
  yield* progress(`Placed ${orderName(number)} on ${channel.name}; downloading`)
  const store = yield* OrderStore
  for (let second = 0; second < importSeconds; second++) {
    if (second % 10 === 0) yield* syncNow("orders", channel.name)
    if ((yield* store.find(number)).length > 0) return yield* findTestOrder(number, channel.id)
    yield* Effect.sleep(pollMs)
  }
  return null
})

const notYet = (channel: SalesChannel, number: string): Answer =>
  answer(
    { placed: number, imported: false },
    [
      `${orderName(number)} was placed on ${channel.name} and is not imported yet. Is a worker running? switchyard workers list`,
      `Then: ${commandLine("test-order", channel.name, "--order", number)}`
    ],
    true
  )

const factsAnswer = (
  channel: SalesChannel,
  order: OrderId,
  facts: ReadonlyArray<TestOrderFact>,
  failed: boolean
) => {
  const rows = facts.map((f, i) => [String(i + 1), f.state, f.fact, f.detail])
  const open = facts.filter((f) => f.state === "open")
  return answer(
    { channel: channel.name, orderId: order, facts, ready: open.length === 0 },
    [
      table([">", "state", "fact", "detail"], rows),
      open.length === 0 ? `${channel.name} is ready to sell.` : `${open.length} of ${facts.length} are open.`
    ],
    failed
  )
}

const openCount = (facts: ReadonlyArray<TestOrderFact>): number =>
  facts.filter((f) => f.state === "open").length

/** Looks until every fact is there, or the time is up; tells each that comes. */
const followFacts = Effect.fn("followFacts")(function* (order: OrderId, seconds: number) {
  let told = new Set<string>()
  for (let left = seconds; ; left--) {
    const facts = yield* testOrderFacts(order)
    const settled = facts.filter((f) => f.state !== "open")
    for (const f of settled) if (!told.has(f.fact)) yield* progress(`${f.state}: ${f.fact} (${f.detail})`)
    told = new Set(settled.map((f) => f.fact))
    if (openCount(facts) === 0 || left <= 0) return facts
    yield* Effect.sleep(pollMs)
  }
})

const factsOf = Effect.fn("factsOf")(function* (input: Input, channel: SalesChannel, order: OrderId) {
  if (!has(input, "follow")) return factsAnswer(channel, order, yield* testOrderFacts(order), false)
  const facts = yield* followFacts(order, number(input, "timeout") ?? 600)
  return factsAnswer(channel, order, facts, openCount(facts) > 0)
})

export const testOrder: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const confirmed = text(input, "confirm-receipt")
    if (confirmed !== undefined) yield* confirmReceipt(confirmed)
    const known = text(input, "order")
    if (known !== undefined) return yield* factsOf(input, channel, yield* findTestOrder(known, channel.id))
    if (confirmed !== undefined)
      return answer({ confirmed }, [`${confirmed}: the supplier confirmed its receipt, by your word.`])
    const placed = yield* placeTestOrder(channel.name)
    if (placed === null) return yield* pickOne(channel)
    const order = yield* awaitImport(channel, placed)
    return order === null ? notYet(channel, placed) : yield* factsOf(input, channel, order)
  })
