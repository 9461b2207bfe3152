import type * as Result from "effect/Result"
import type { Address } from "../../domain/model/address.ts"
import type { PurchaseOrder, PurchaseOrderLine } from "../../domain/model/purchase-order.ts"
import { writeInterchange, type X12ControlNumbers, type X12Partner } from "./x12-envelope.ts"
import type { X12Refusal } from "./x12-refusal.ts"
import { cutText, identifier, required, text } from "./x12-text.ts"
import { type NewSegment, segment } from "./x12-writer.ts"

/** How one supplier wants its 850: rows of data, like its envelope. */
export interface PurchaseOrderOptions {
  /** BEG02: DS drop ship, NE new order, SA stand-alone. */
  readonly purchaseType: string
  /** PO106: VN the supplier's number, SK stock keeping unit. */
  readonly skuQualifier: string
  /** TD502: ZZ as agreed, 2 standard carrier code. */
  readonly shipMethodQualifier: string
  /** REF01 for the buyer's own order number (CO); empty leaves it out. */
  readonly channelOrderQualifier: string
  readonly unit: string
  readonly hasTitles: boolean
  /** References that the partner demands on each order: [vendor number qualifier, our number there]. */
  readonly references: ReadonlyArray<readonly [qualifier: string, value: string]>
}

export const usualPurchaseOrderOptions: PurchaseOrderOptions = {
  purchaseType: "DS",
  skuQualifier: "VN",
  shipMethodQualifier: "ZZ",
  channelOrderQualifier: "CO",
  unit: "EA",
  hasTitles: true,
  references: []
}

const day = (at: Date): string => at.toISOString().slice(0, 10).replaceAll("-", "")

const references = (order: PurchaseOrder, options: PurchaseOrderOptions): ReadonlyArray<NewSegment> => {
  const own: ReadonlyArray<readonly [string, string]> =
    options.channelOrderQualifier === "" || order.channelOrderNumber === ""
      ? []
      : [[options.channelOrderQualifier, order.channelOrderNumber]]
  return [...options.references, ...own].map(([qualifier, value]) =>
    segment("REF", identifier("reference qualifier", qualifier, 3, 2), required(text("reference", value, 30)))
  )
}

const shipMethod = ({ shipMethod }: PurchaseOrder, options: PurchaseOrderOptions) => {
  const name = cutText("ship method", [shipMethod.carrier, shipMethod.method].filter(Boolean).join(" "), 35)
  // Without a mapping the code is the channel's own words: those are text, no code.
  const isRaw = shipMethod.carrier === "" && shipMethod.code === shipMethod.method
  const isCode = shipMethod.code !== "" && !isRaw
  if (isCode)
    return [
      segment(
        "TD5",
        "",
        options.shipMethodQualifier,
        identifier("ship method code", shipMethod.code, 80, 2),
        "",
        name
      )
    ]
  return name.value === "" ? [] : [segment("TD5", "", "", "", "", name)]
}

/** N402 takes two letters; a longer region goes to N406 as a state or province by name. */
const place = (to: Address): NewSegment => {
  const isShort = to.region.length <= 2
  return segment(
    "N4",
    required(text("city", to.city, 30, 2)),
    isShort ? text("region", to.region, 2, 2) : "",
    text("postal code", to.postalCode, 15, 3),
    identifier("country", to.country, 3, 2),
    isShort ? "" : "SP",
    isShort ? "" : text("region", to.region, 30)
  )
}

const shipTo = (to: Address): ReadonlyArray<NewSegment> => {
  const [name, company] = to.name === "" ? [to.company, ""] : [to.name, to.company]
  return [
    segment("N1", "ST", required(text("ship-to name", name, 60))),
    ...(company === "" ? [] : [segment("N2", text("company", company, 60))]),
    segment("N3", required(text("street", to.address1, 55)), text("street, second line", to.address2, 55)),
    place(to),
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
  ...shipMethod(order, options),
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
