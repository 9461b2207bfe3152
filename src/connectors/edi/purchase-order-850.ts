import type * as Result from "effect/Result"
import type { Address } from "../../domain/model/address.ts"
import { channelValueIn } from "../../domain/model/channel-value.ts"
import type { PurchaseOrder, PurchaseOrderLine } from "../../domain/model/purchase-order.ts"
import { addressLoop } from "./address-loop.ts"
import { writeInterchange, type X12ControlNumbers, type X12Partner } from "./x12-envelope.ts"
import type { X12Refusal } from "./x12-refusal.ts"
import { cutText, identifier, required, text, type X12Value } from "./x12-text.ts"
import { type NewSegment, segment } from "./x12-writer.ts"

/** How one supplier wants its 850: rows of data, like its envelope. */
export interface PurchaseOrderOptions {
  /** BEG02: DS drop ship, NE new order, SA stand-alone. */
  readonly purchaseType: string
  /** PO106: VN the supplier's number, SK stock keeping unit. */
  readonly skuQualifier: string
  /** TD502: ZZ as agreed, 2 standard carrier code. */
  readonly shipMethodQualifier: string
  /** The element of TD5 that takes the ship method's code: 3 with its qualifier, 5 routing, 12 service level. */
  readonly shipMethodElement: 3 | 5 | 12
  /** REF01 for the buyer's own order number (CO); empty leaves it out. */
  readonly channelOrderQualifier: string
  readonly unit: string
  readonly hasTitles: boolean
  /**
   * References that the partner demands on each order: [vendor number qualifier, our number there]. A value may be
   * {orderSource}, or {channel.<name>} for a field that the supplier asks of a channel.
   */
  readonly references: ReadonlyArray<readonly [qualifier: string, value: string]>
  /** DTM: [qualifier, days after the order was placed], as 010 requested ship and 001 cancel after. */
  readonly dates: ReadonlyArray<readonly [qualifier: string, days: number]>
  /** N1 loops before the ship-to: [N101, name, N103, N104], as ["SU", "Alder", "92", "0042"]. */
  readonly parties: ReadonlyArray<OrderParty>
  /** N1 BT with the buyer's own address, where the partner wants the bill-to filled. */
  readonly hasBillTo: boolean
}

export type OrderParty = readonly [kind: string, name: string, idQualifier: string, id: string]

export const usualPurchaseOrderOptions: PurchaseOrderOptions = {
  purchaseType: "DS",
  skuQualifier: "VN",
  shipMethodQualifier: "ZZ",
  shipMethodElement: 3,
  channelOrderQualifier: "CO",
  unit: "EA",
  hasTitles: true,
  references: [],
  dates: [],
  parties: [],
  hasBillTo: false
}

const day = (at: Date): string => at.toISOString().slice(0, 10).replaceAll("-", "")

/** A place in a reference; null: there is none of that name. */
export const referencePlace = (name: string): ((order: PurchaseOrder) => string) | null => {
  const ofChannel = channelValueIn(name)
  if (ofChannel !== null) return (order) => order.channelValues[ofChannel] ?? ""
  return name === "orderSource" ? (order) => order.orderSource : null
}

const filledReference = (order: PurchaseOrder, value: string): string =>
  value.replace(/\{([^{}]*)\}/g, (whole, name: string) => referencePlace(name)?.(order) ?? whole)

const references = (order: PurchaseOrder, options: PurchaseOrderOptions): ReadonlyArray<NewSegment> => {
  const own: ReadonlyArray<readonly [string, string]> =
    options.channelOrderQualifier === "" || order.channelOrderNumber === ""
      ? []
      : [[options.channelOrderQualifier, order.channelOrderNumber]]
  const stated = options.references.map(
    ([qualifier, value]) => [qualifier, filledReference(order, value)] as const
  )
  return [...stated, ...own].map(([qualifier, value]) =>
    segment("REF", identifier("reference qualifier", qualifier, 3, 2), required(text("reference", value, 30)))
  )
}

const dayMs = 86_400_000

const dates = (order: PurchaseOrder, options: PurchaseOrderOptions): ReadonlyArray<NewSegment> =>
  options.dates.map(([qualifier, days]) =>
    segment(
      "DTM",
      identifier("date qualifier", qualifier, 3, 3),
      day(new Date(order.orderedAt.getTime() + days * dayMs))
    )
  )

const shipMethod = ({ shipMethod }: PurchaseOrder, options: PurchaseOrderOptions) => {
  const name = cutText("ship method", [shipMethod.carrier, shipMethod.method].filter(Boolean).join(" "), 35)
  // Without a mapping the code is the channel's own words: those are text, no code.
  const isRaw = shipMethod.carrier === "" && shipMethod.code === shipMethod.method
  const isCode = shipMethod.code !== "" && !isRaw
  if (isCode) return [shipMethodCode(identifier("ship method code", shipMethod.code, 80, 2), name, options)]
  return name.value === "" ? [] : [segment("TD5", "", "", "", "", name)]
}

const shipMethodCode = (code: X12Value, name: X12Value, options: PurchaseOrderOptions): NewSegment => {
  switch (options.shipMethodElement) {
    case 3:
      return segment("TD5", "", options.shipMethodQualifier, code, "", name)
    case 5:
      return segment("TD5", "", "", "", "", { ...code, max: 35 })
    case 12:
      return segment("TD5", "", "", "", "", name, "", "", "", "", "", "", { ...code, max: 2 })
  }
}

const parties = (order: PurchaseOrder, options: PurchaseOrderOptions): ReadonlyArray<NewSegment> => [
  ...options.parties.map(([kind, name, qualifier, id]) =>
    segment(
      "N1",
      identifier("party kind", kind, 3, 2),
      text("party name", name, 60),
      identifier("party id qualifier", qualifier, 2),
      identifier("party id", id, 80)
    )
  ),
  ...(options.hasBillTo ? addressLoop("BT", order.shipTo) : [])
]

const shipTo = (to: Address): ReadonlyArray<NewSegment> => {
  const name = to.name === "" ? to.company : to.name
  return [
    ...addressLoop("ST", to),
    ...(to.phone === ""
      ? []
      : [segment("PER", "IC", cutText("contact", name, 60), "TE", text("phone", to.phone, 80))])
  ]
}

const lineSegments = (line: PurchaseOrderLine, options: PurchaseOrderOptions): ReadonlyArray<NewSegment> => [
  segment(
    "PO1",
    identifier("line id", String(line.orderLineId), 20),
    required(identifier("quantity", String(line.quantity), 15)),
    identifier("unit", options.unit, 2, 2),
    identifier("unit cost", line.unitCost ?? "", 17),
    "",
    identifier("SKU qualifier", options.skuQualifier, 2, 2),
    required(identifier("supplier SKU", line.supplierSku, 48))
  ),
  // A title only informs: one that ASCII has no letter for is left out, and the order goes.
  ...(options.hasTitles && /[A-Za-z0-9]/.test(line.title)
    ? [segment("PID", "F", "", "", "", cutText("title", line.title, 80))]
    : [])
]

/** What stands between ST and SE. */
export const purchaseOrderSegments = (
  order: PurchaseOrder,
  options: PurchaseOrderOptions
): ReadonlyArray<NewSegment> => [
  segment(
    "BEG",
    "00",
    identifier("purchase type", options.purchaseType, 2, 2),
    required(identifier("purchase order number", order.number, 22)),
    "",
    day(order.orderedAt)
  ),
  segment("CUR", "BY", identifier("currency", order.currency, 3, 3)),
  ...references(order, options),
  ...dates(order, options),
  ...shipMethod(order, options),
  ...parties(order, options),
  ...shipTo(order.shipTo),
  ...order.lines.flatMap((line) => lineSegments(line, options)),
  segment("CTT", String(order.lines.length))
]

/** The very bytes of one purchase order: one interchange, one group, one set. */
export const writePurchaseOrder = (
  order: PurchaseOrder,
  options: PurchaseOrderOptions,
  partner: X12Partner,
  numbers: X12ControlNumbers,
  at: Date
): Result.Result<Uint8Array, X12Refusal> =>
  writeInterchange(
    partner,
    { functionalId: "PO", code: "850", sets: [purchaseOrderSegments(order, options)] },
    numbers,
    at
  )
