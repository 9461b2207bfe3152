import { type Address, type AddressField, addressFields, addressLabels } from "./address.ts"
import type { ChannelStanding, IncomingOrder } from "./order.ts"

/** An order as we have it, compared with what its channel says now. */
export interface KnownOrder {
  readonly shipTo: Address
  readonly shipMethodName: string
  readonly standing: ChannelStanding
  /** Corrected by an operator: the channel does not take them back. */
  readonly editedFields: ReadonlyArray<AddressField>
  readonly lines: ReadonlyArray<{
    readonly channelLineId: string
    readonly sku: string
    readonly quantity: number
  }>
}

const said = (value: string): string => (value === "" ? "nothing" : `“${value}”`)

const lineEdits = (known: KnownOrder, incoming: IncomingOrder): ReadonlyArray<string> => {
  const before = new Map(known.lines.map((l) => [l.channelLineId, l]))
  const after = new Map(incoming.lines.map((l) => [l.channelLineId, l]))
  const changed = incoming.lines.flatMap((line) => {
    const old = before.get(line.channelLineId)
    if (old === undefined) return [`Line added: ${line.quantity} x ${line.sku}`]
    const sku = old.sku === line.sku ? [] : [`SKU ${said(old.sku)} became ${said(line.sku)}`]
    const pieces =
      old.quantity === line.quantity ? [] : [`${line.sku}: ${old.quantity} became ${line.quantity}`]
    return [...sku, ...pieces]
  })
  const removed = known.lines
    .filter((l) => l.quantity > 0 && !after.has(l.channelLineId))
    .map((l) => `Line removed: ${l.quantity} x ${l.sku}`)
  return [...changed, ...removed]
}

/** What a purchase order would say otherwise now than it would have said before, one short sentence each. */
export const contentEdits = (known: KnownOrder, incoming: IncomingOrder): ReadonlyArray<string> => [
  ...addressFields
    .filter((f) => !known.editedFields.includes(f) && known.shipTo[f] !== incoming.shipTo[f])
    .map((f) => `${addressLabels[f]}: ${said(known.shipTo[f])} became ${said(incoming.shipTo[f])}`),
  ...(known.shipMethodName === incoming.shipMethodName
    ? []
    : [`Ship method: ${said(known.shipMethodName)} became ${said(incoming.shipMethodName)}`]),
  ...lineEdits(known, incoming)
]

/** All that the channel says now and that differs from what we have; for whoever reads the history. */
export const channelEdits = (known: KnownOrder, incoming: IncomingOrder): ReadonlyArray<string> => [
  ...(known.standing === incoming.standing || incoming.standing === "ok"
    ? []
    : [`The order was ${incoming.standing} on the channel`]),
  ...contentEdits(known, incoming)
]
