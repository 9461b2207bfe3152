import * as Effect from "effect/Effect"
import { exceeds, formatMoney, formatSum } from "../../domain/model/money.ts"
import { type OrderId, orderName } from "../../domain/model/order.ts"
import { previewProcess, processOrders } from "../../domain/operations/process-orders.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import type { ProcessPreview } from "../../domain/ports/order-board.ts"
import { OrderStore } from "../../domain/ports/order-store.ts"
import { type Answer, answer, type Block, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findOrders } from "../find-order.ts"
import { findChannel } from "../find-party.ts"
import { followSends } from "../follow-sends.ts"
import { has, number, text } from "../input.ts"
import { countOf } from "../wording.ts"

/** Above these the number has to be typed (decisions A15). */
const ordersWithoutCount = 10
const amountWithoutCount = "1000"

const allReady = Effect.fn("allReady")(function* (channelName: string | undefined) {
  const orders = yield* OrderStore
  const channels =
    channelName === undefined ? yield* (yield* ChannelStore).list() : [yield* findChannel(channelName)]
  const ids = yield* Effect.forEach(channels, (c) => orders.readyToProcess(c.id, null))
  return ids.flat()
})

const chosen = (input: Input) =>
  has(input, "all-ready") ? allReady(text(input, "channel")) : findOrders(input.rest)

const notReadyLines = (preview: Pick<ProcessPreview, "notReady">): ReadonlyArray<string> =>
  preview.notReady.map((o) => `${orderName(o.number)} (id ${o.id}) is not ready: ${o.reason}`)

/** What has no price is counted, never guessed. */
const costOf = ({ cost, unknownCosts, purchaseOrders }: ProcessPreview["suppliers"][number]): string => {
  const unknown = unknownCosts ?? purchaseOrders
  if (cost === null || cost === undefined) return "unknown"
  return unknown === 0 ? formatMoney(cost) : `${formatMoney(cost)} + ${unknown} unknown`
}

const counted = (preview: ProcessPreview): ReadonlyArray<Block> => [
  `${countOf(preview.ready.length, "order")} to ${countOf(preview.purchaseOrders, "purchase order")}, ${formatSum(preview.totals)} in all.`,
  ...(preview.suppliers.length === 0
    ? []
    : [
        table(
          ["supplier", ">purchase orders", ">units", ">cost"],
          preview.suppliers.map((s) => [s.name, String(s.purchaseOrders), String(s.units), costOf(s)])
        )
      ]),
  ...notReadyLines(preview)
]

const needsCount = ({ ready, totals }: ProcessPreview): boolean =>
  ready.length > ordersWithoutCount || totals.some((t) => exceeds(t.amount, amountWithoutCount))

/** What has to be typed yet; null: go on. */
const lacking = (input: Input, preview: ProcessPreview): string | null => {
  const n = preview.ready.length
  const count = number(input, "count")
  if (count !== undefined && count !== n)
    return `Nothing was sent: --count says ${count}, but ${n} are ready now. Look again.`
  if (needsCount(preview) && (count === undefined || !has(input, "yes")))
    return `Nothing was sent. More than ${ordersWithoutCount} orders or 1,000 in money: add --yes --count ${n}.`
  return has(input, "yes") ? null : "Nothing was sent. To send them, add --yes."
}

const nothingReady = (input: Input, preview: ProcessPreview): Answer =>
  answer(
    { done: false, preview },
    ["No order is ready. What needs you: switchyard orders list --needs-me", ...notReadyLines(preview)],
    !has(input, "all-ready") && !has(input, "dry-run")
  )

const handedOver = Effect.fn("handedOver")(function* (input: Input, preview: ProcessPreview) {
  const { accepted, refused } = yield* processOrders(preview.ready)
  const left = [...preview.notReady, ...refused]
  const seconds = number(input, "wait")
  const followed =
    seconds === undefined || accepted.length === 0 ? null : yield* followSends(accepted, seconds)
  const handed = `Handed to the workers: ${countOf(accepted.length, "order")}; each is sent once its receipt is here.`
  return answer(
    {
      done: true,
      accepted: accepted satisfies ReadonlyArray<OrderId>,
      refused: left,
      ...(followed !== null && { result: followed.json })
    },
    [
      ...(followed?.text ?? [handed, "Follow them: switchyard orders list --status processing"]),
      ...notReadyLines({ notReady: left })
    ],
    left.length > 0 || followed?.failed === true
  )
})

export const processChosen: Run = (input) =>
  Effect.gen(function* () {
    const preview = yield* previewProcess(yield* chosen(input))
    if (preview.ready.length === 0) return nothingReady(input, preview)
    if (has(input, "dry-run"))
      return answer({ done: false, preview }, [...counted(preview), "Nothing was sent (--dry-run)."])
    const wanted = lacking(input, preview)
    if (wanted !== null)
      return answer({ done: false, preview, next: wanted }, [...counted(preview), wanted], true)
    return yield* handedOver(input, preview)
  })
