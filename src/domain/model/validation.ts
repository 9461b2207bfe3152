import { addressLabels } from "./address.ts"
import { fewestPhoneDigits, isCountry, missingFields } from "./address-rules.ts"
import type { Allocation, LineToAllocate, SupplierOffer } from "./allocation.ts"
import { allocate, shortagesOf } from "./allocation.ts"
import type { AllocationPlan } from "./allocation-plan.ts"
import { askedOf, hasValue } from "./channel-value.ts"
import type { HoldFinding } from "./hold.ts"
import type { Order, OrderLine, OrderLineId } from "./order.ts"
import { openQuantity } from "./quantity.ts"
import type { ChosenShipMethod } from "./ship-method.ts"
import { rawShipMethod } from "./ship-method.ts"
import type { Supplier, SupplierId } from "./supplier.ts"

/** What the rules know of the world when they judge one order. */
export interface ValidationContext {
  readonly rejectUnmapped: boolean
  /** Orders that the channel does not call paid are held until it does. */
  readonly requirePaid: boolean
  readonly suppliers: ReadonlyMap<SupplierId, Supplier>
  readonly offers: ReadonlyArray<SupplierOffer>
  /** How the channel wants its orders placed. */
  readonly allocation: AllocationPlan
  /** What suppliers ask of the channel, as it is set there. */
  readonly supplierValues: Readonly<Record<string, string>>
  /** Product of a channel SKU, by alias or master SKU. */
  readonly productOf: (line: OrderLine) => number | null
  /** The order's own choice, else the saved mapping, for this order's method at a supplier. */
  readonly chosenMethod: (supplierId: SupplierId) => ChosenShipMethod | null
}

export interface RoutedLine {
  readonly lineId: OrderLineId
  readonly productId: number | null
  readonly supplierId: SupplierId | null
}

export interface Verdict {
  readonly findings: ReadonlyArray<HoldFinding>
  readonly routes: ReadonlyArray<RoutedLine>
  readonly allocation: Allocation
}

const finding = (
  kind: HoldFinding["kind"],
  field: string,
  message: string,
  detail: HoldFinding["detail"] = {}
): HoldFinding => ({ kind, field, message, detail })

const standingFindings = (order: Order): ReadonlyArray<HoldFinding> => {
  if (order.standing === "canceled")
    return [
      finding("canceled_on_channel", "", "The buyer's order was canceled on the channel. Cancel it here too.")
    ]
  if (order.standing === "refunded")
    return [
      finding(
        "refunded_on_channel",
        "",
        "The order was refunded on the channel. Cancel it here, or ask the merchant."
      )
    ]
  return []
}

const paymentFindings = (order: Order, requirePaid: boolean): ReadonlyArray<HoldFinding> =>
  requirePaid && order.signals?.paid === false && order.standing === "ok"
    ? [finding("not_paid", "", "The channel does not call it paid yet. It goes on by itself once it does.")]
    : []

const addressFindings = (order: Order, suppliers: ReadonlyArray<Supplier>): ReadonlyArray<HoldFinding> => {
  const wishes = suppliers.flatMap((s) => s.requiredFields)
  const missing = missingFields(order.shipTo, wishes).map((field) => {
    const label = addressLabels[field]
    const askedBy = suppliers.filter((s) => s.requiredFields.includes(field)).map((s) => s.name)
    const why = askedBy.length > 0 ? ` ${askedBy.join(" and ")} needs it.` : ""
    const kind = field === "phone" ? "phone_missing" : "address_missing"
    // It stands beside what shops send for none: "0", "n/a". Who sees that has to be told what is lacking.
    const lacking = field === "phone" ? `missing (${fewestPhoneDigits} digits or more)` : "missing"
    return finding(kind, field, `${label} is ${lacking}.${why} Enter it and update.`)
  })
  const country = order.shipTo.country
  const bad = country !== "" && !isCountry(country)
  return bad
    ? [
        ...missing,
        finding("address_invalid", "country", `Country is not a two-letter ISO code. Enter one like US.`)
      ]
    : missing
}

const routeLines = (order: Order, context: ValidationContext) =>
  order.lines
    .filter((l) => l.ships)
    .map((line) => ({ line, productId: line.productId ?? context.productOf(line) }))

const skuFindings = (routed: ReturnType<typeof routeLines>): ReadonlyArray<HoldFinding> =>
  routed
    .filter((r) => r.productId === null)
    .map(({ line }) =>
      finding("sku_unknown", line.channelSku, `SKU ${line.channelSku} is not known. Map it to a product.`, {
        sku: line.channelSku,
        lineId: line.id
      })
    )

const mappingFindings = (
  order: Order,
  suppliers: ReadonlyArray<Supplier>,
  context: ValidationContext
): ReadonlyArray<HoldFinding> =>
  suppliers
    .filter(
      (s) => (s.requiresShipMethodMapping || context.rejectUnmapped) && context.chosenMethod(s.id) === null
    )
    .map((s) =>
      finding(
        "ship_method_unmapped",
        String(s.id),
        `“${order.shipMethodName}” has no carrier and method at ${s.name}. Choose one of its own.`,
        { supplierId: s.id, supplier: s.name, method: order.shipMethodName }
      )
    )

/** A supplier may begin to ask for a field long after the channel was set up. */
const valueFindings = (
  suppliers: ReadonlyArray<Supplier>,
  { supplierValues }: ValidationContext
): ReadonlyArray<HoldFinding> =>
  askedOf(suppliers)
    .filter(({ name }) => !hasValue(supplierValues, name))
    .map(({ name, help, askedBy }) =>
      finding(
        "channel_value_missing",
        name,
        `${askedBy.join(" and ")} needs ${name} of this channel (${help}). Set it there: channels set --supplier-value ${name}=...`,
        { name }
      )
    )

/** Sent all the same it would come back as a rejection or a backorder: it waits for the stock, and goes on by itself. */
const stockFindings = (
  allocation: Allocation,
  skuOf: ReadonlyMap<OrderLineId, string>,
  context: ValidationContext
): ReadonlyArray<HoldFinding> =>
  context.allocation.whenShort === "send"
    ? []
    : shortagesOf(allocation).map(({ lineId, offer, wanted, short }) => {
        const sku = skuOf.get(lineId) ?? offer.supplierSku
        const supplier = context.suppliers.get(offer.supplierId)?.name ?? "its supplier"
        return finding(
          "out_of_stock",
          sku,
          `SKU ${sku} is ${short} short: ${wanted} wanted, ${supplier} has ${wanted - short} left. It goes on by itself when there is more; or give it another supplier.`,
          { sku, short, wanted, supplier, supplierId: offer.supplierId }
        )
      })

/** Judges one order: where its lines go, and every hold that its present facts ask for. */
export const validate = (order: Order, context: ValidationContext): Verdict => {
  const routed = routeLines(order, context)
  const toAllocate = routed.flatMap(
    ({ line, productId }): ReadonlyArray<LineToAllocate> =>
      productId === null ? [] : [{ lineId: line.id, productId, open: openQuantity(line) }]
  )
  const allocation = allocate(toAllocate, context.offers, context.allocation, order.total)
  const suppliers = [...allocation.bySupplier.keys()].flatMap((id) => context.suppliers.get(id) ?? [])
  const supplierOf = new Map<OrderLineId, SupplierId>()
  for (const [supplierId, lines] of allocation.bySupplier)
    for (const l of lines) supplierOf.set(l.lineId, supplierId)
  const skuOf = new Map(order.lines.map((l) => [l.id, l.channelSku]))
  const findings = [
    ...standingFindings(order),
    ...paymentFindings(order, context.requirePaid),
    ...(routed.length === 0
      ? [finding("nothing_to_ship", "", "No line of this order ships, so no supplier gets a purchase order.")]
      : []),
    ...skuFindings(routed),
    ...allocation.unplaced.map((l) => {
      const sku = skuOf.get(l.lineId) ?? ""
      return finding("supplier_missing", sku, `No supplier offers SKU ${sku}. Give the product a supplier.`, {
        sku
      })
    }),
    ...stockFindings(allocation, skuOf, context),
    ...addressFindings(order, suppliers),
    ...mappingFindings(order, suppliers, context),
    ...valueFindings(suppliers, context)
  ]
  const routes = routed.map(({ line, productId }) => ({
    lineId: line.id,
    productId,
    supplierId: supplierOf.get(line.id) ?? null
  }))
  return { findings, routes, allocation }
}

/** The method that a purchase order to this supplier says: the choice, else the channel's own name. */
export const shipMethodFor = (
  order: Order,
  supplierId: SupplierId,
  context: ValidationContext
): ChosenShipMethod => context.chosenMethod(supplierId) ?? rawShipMethod(order.shipMethodName)
