import * as Effect from "effect/Effect"
import { formatAddress } from "../../domain/model/address.ts"
import { historyWords } from "../../domain/model/history-words.ts"
import { formatMoney, money } from "../../domain/model/money.ts"
import { orderName } from "../../domain/model/order.ts"
import { nextStep, statusLabel } from "../../domain/model/order-status.ts"
import { openQuantity } from "../../domain/model/quantity.ts"
import { firstGate, type SendGate } from "../../domain/model/send-gate.ts"
import {
  acknowledgementWithoutBuyer,
  paymentWithoutBuyer,
  requestWithoutBuyer
} from "../../domain/operations/mask-answers.ts"
import { orderMask } from "../../domain/operations/reveal-order.ts"
import { AcknowledgementStore } from "../../domain/ports/acknowledgement-store.ts"
import { AuthorizationStore } from "../../domain/ports/authorization-store.ts"
import { now } from "../../domain/ports/clock.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import {
  OrderBoard,
  type OrderDetail,
  type PurchaseOrderRow,
  type ShipmentRow
} from "../../domain/ports/order-board.ts"
import { SendGates } from "../../domain/ports/send-gates.ts"
import { SupplierRequestStore } from "../../domain/ports/supplier-request-store.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { receiptText } from "../evidence-text.ts"
import { findOrder } from "../find-order.ts"
import { argument } from "../input.ts"
import { moment, shipped } from "../moment.ts"
import {
  acknowledgementColumns,
  acknowledgementRow,
  type OrderAnswers,
  paymentColumns,
  paymentRow,
  requestColumns,
  requestRow
} from "../order-answers-text.ts"
import { revealing } from "../revealing.ts"

interface NumberedGate {
  readonly number: string
  readonly gate: SendGate
}

const section = (title: string, block: Block, rows: number): ReadonlyArray<Block> =>
  rows === 0 ? [] : ["", title, block]

const lines = ({ order, lineSuppliers }: OrderDetail) =>
  table(
    ["sku", "title", "supplier", ">ordered", ">open", ">shipped", ">backordered", ">canceled"],
    order.lines.map((l) => [
      l.channelSku,
      l.title,
      l.ships ? (lineSuppliers[l.id] ?? "-") : "does not ship",
      ...[l.ordered, openQuantity(l), l.shipped, l.backordered, l.canceled].map(String)
    ])
  )

const purchaseOrderRow = (po: PurchaseOrderRow): ReadonlyArray<string> => [
  po.number,
  po.supplier,
  po.transport,
  po.state === "in_doubt" ? "IN DOUBT" : po.state,
  po.shipVia,
  po.cost === null ? "-" : formatMoney(po.cost),
  moment(po.sentAt),
  po.failure ?? receiptText(po) ?? "no receipt yet"
]

/** A number that looks wrong is worth a word only while the carrier does not know it. */
const stateText = (s: ShipmentRow): string =>
  s.suspicion === null || !["pending", "unknown"].includes(s.state)
    ? s.state
    : `${s.state}, number ${s.suspicion}`

const shipmentRow = (s: ShipmentRow): ReadonlyArray<string> => [
  s.purchaseOrderNumber,
  s.carrier,
  s.trackingNumber,
  stateText(s),
  shipped(s.shippedAt),
  s.lines.map((l) => `${l.quantity} x ${l.sku}`).join(", "),
  s.fulfillmentReason === null ? (s.fulfillment ?? "not pushed") : `${s.fulfillment}: ${s.fulfillmentReason}`
]

const poColumns = ["purchase order", "supplier", "by", "state", "ship via", ">cost", "sent", "receipt"]
const shipmentColumns = ["purchase order", "carrier", "tracking", "state", "shipped", "lines", "channel"]

const gateRow = ({ number, gate }: NumberedGate): ReadonlyArray<string> => [
  number,
  gate.gate,
  gate.text,
  gate.clears === null ? "-" : `switchyard ${gate.clears}`
]

const answersOf = Effect.fn("answersOf")(function* (
  { order, purchaseOrders }: OrderDetail,
  isRevealed: boolean
) {
  const acknowledged = yield* AcknowledgementStore
  const asked = yield* SupplierRequestStore
  const numbers = purchaseOrders.map((po) => po.number)
  const acknowledgements = yield* Effect.forEach(numbers, (number) =>
    Effect.map(acknowledged.of(number), (all) => all.map((a) => ({ ...a, number })))
  )
  const requests = yield* Effect.forEach(numbers, (number) => asked.of(number))
  const payments = yield* (yield* AuthorizationStore).of({ orderId: order.id })
  if (isRevealed)
    return {
      acknowledgements: acknowledgements.flat(),
      requests: requests.flat(),
      payments
    } satisfies OrderAnswers
  const clean = (yield* orderMask(order.id, false)).text
  return {
    acknowledgements: acknowledgements.flat().map(acknowledgementWithoutBuyer(clean)),
    requests: requests.flat().map(requestWithoutBuyer(clean)),
    payments: payments.map(paymentWithoutBuyer(clean))
  } satisfies OrderAnswers
})

const answerBlocks = ({ acknowledgements, requests, payments }: OrderAnswers): ReadonlyArray<Block> => [
  ...section(
    "What the suppliers answered",
    table(acknowledgementColumns, acknowledgements.map(acknowledgementRow)),
    acknowledgements.length
  ),
  ...section("What they were asked since", table(requestColumns, requests.map(requestRow)), requests.length),
  ...section("Payments", table(paymentColumns, payments.map(paymentRow)), payments.length)
]

const blocks = (
  d: OrderDetail,
  gates: ReadonlyArray<NumberedGate>,
  answers: OrderAnswers
): ReadonlyArray<Block> => {
  const { order } = d
  const step = nextStep(order)
  const next = step === null ? "" : `, next: ${step.toUpperCase()}`
  return [
    `${orderName(order.channelOrderNumber)} on ${d.channel} (id ${order.id}): ${statusLabel(order.status)}${next}`,
    `Customer     ${order.customerName} <${order.customerEmail}>`,
    `Ship to      ${formatAddress(order.shipTo)}`,
    `Ship method  ${order.shipMethodName}`,
    `Total        ${formatMoney(money(order.total, order.currency))}`,
    `Placed       ${moment(order.placedAt)}, imported ${moment(order.importedAt)}, ${order.channelStatus} on the channel`,
    ...(order.shadow
      ? ["Shadow       nothing of it is sent; switchyard orders preview shows what would be"]
      : []),
    ...(order.undoneBy === null
      ? []
      : [`Taken back   by ${order.undoneBy}: auto-processing leaves it alone`]),
    ...d.holds.map((h) => `Hold         ${h.message}`),
    ...section("Lines", lines(d), order.lines.length),
    ...section(
      "Purchase orders",
      table(poColumns, d.purchaseOrders.map(purchaseOrderRow)),
      d.purchaseOrders.length
    ),
    ...section(
      "What keeps it here",
      table(["purchase order", "gate", "why", "takes it away"], gates.map(gateRow)),
      gates.length
    ),
    ...answerBlocks(answers),
    ...section("Shipments", table(shipmentColumns, d.shipments.map(shipmentRow)), d.shipments.length),
    ...section(
      "History",
      table(
        ["at", "what", "who"],
        d.history.map((h) => [moment(h.at), historyWords(h, moment), h.actor])
      ),
      d.history.length
    )
  ]
}

export const showOrder: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const board = yield* OrderBoard
    const isRevealed = yield* revealing(input, id)
    const detail = yield* isRevealed ? board.unmasked(id) : board.detail(id)
    if (detail === null) return yield* new Refusal({ message: "There is no such order any more." })
    const at = yield* now
    const gates = (yield* (yield* SendGates).facts(id)).flatMap((facts): ReadonlyArray<NumberedGate> => {
      const gate = firstGate(facts, at)
      return gate === null ? [] : [{ number: facts.number, gate }]
    })
    const answers = yield* answersOf(detail, isRevealed)
    return answer({ ...detail, gates, ...answers }, blocks(detail, gates, answers))
  })
