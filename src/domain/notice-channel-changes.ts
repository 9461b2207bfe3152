import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { holdEntry } from "./apply-rules.ts"
import { addressFields, addressLabels } from "./model/address.ts"
import type { HoldFinding } from "./model/hold.ts"
import type { IncomingOrder } from "./model/order.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { now } from "./ports/clock.ts"
import type { ImportedOrder } from "./ports/order-store.ts"
import { type OrderAtSuppliers, SupplierRequestStore } from "./ports/supplier-request-store.ts"

const longest = 800

const said = (value: string): string => (value === "" ? "nothing" : `“${value}”`)

/** What the channel says now and the suppliers were not told. What an operator corrected is ours to say. */
const differencesOf = (ours: OrderAtSuppliers, channel: IncomingOrder): ReadonlyArray<string> => {
  const fields = addressFields.filter(
    (f) => !ours.editedFields.includes(f) && ours.shipTo[f] !== channel.shipTo[f]
  )
  const pieces = channel.lines.reduce((sum, l) => sum + l.quantity, 0)
  return [
    ...fields.map((f) => `${addressLabels[f]}: ${said(ours.shipTo[f])} became ${said(channel.shipTo[f])}`),
    ...(ours.shipMethodName === channel.shipMethodName
      ? []
      : [`Ship method: ${said(ours.shipMethodName)} became ${said(channel.shipMethodName)}`]),
    ...(ours.quantity === pieces ? [] : [`Pieces: ${ours.quantity} became ${pieces}`])
  ]
}

/** The field is the hash of what differs: a person who has seen exactly this is not asked again. */
const findingOf = (differences: ReadonlyArray<string>): HoldFinding => {
  const text = differences.join("; ")
  return {
    kind: "changed_on_channel",
    field: createHash("sha256").update(text).digest("hex").slice(0, 16),
    message:
      `Changed on the channel after it was sent. ${text}. Ask the suppliers (orders change), or release it.`.slice(
        0,
        longest
      ),
    detail: {}
  }
}

/**
 * An order that its suppliers have keeps the address that they were told, whatever the channel says later; a hold shows the
 * difference, so that a person asks for the change or lets it be. Called inside `advance`, after the import.
 */
export const noticeChannelChanges = Effect.fn("noticeChannelChanges")(function* (
  orders: ReadonlyArray<IncomingOrder>,
  imported: ReadonlyArray<ImportedOrder>
) {
  const updated = imported.filter((i) => i.change === "updated")
  if (updated.length === 0) return []
  const idOf = new Map(updated.map((i) => [i.id, i.channelOrderId]))
  const incoming = new Map(orders.map((o) => [o.channelOrderId, o]))
  const sent = yield* (yield* SupplierRequestStore).atSuppliers(updated.map((i) => i.id))
  const findings = sent.flatMap((ours) => {
    const channel = incoming.get(idOf.get(ours.orderId) ?? "")
    const differences = channel === undefined ? [] : differencesOf(ours, channel)
    return differences.length === 0 ? [] : [{ orderId: ours.orderId, finding: findingOf(differences) }]
  })
  return (yield* (yield* AnswerHoldStore).raise(findings, yield* now)).map(holdEntry)
})
