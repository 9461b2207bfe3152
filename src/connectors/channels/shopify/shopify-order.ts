import type { Address } from "../../../domain/model/address.ts"
import type {
  ChannelStanding,
  IncomingLine,
  IncomingOrder,
  OrderSignals
} from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { Line, ShopOrder, Work } from "./shopify-nodes.ts"
import { holdsOf, isAlive, isShipped, ourWork, piecesByLine, statusOfWork } from "./shopify-work.ts"

const moneyBack = new Set(["REFUNDED", "VOIDED"])
const moneyThere = new Set(["PAID", "PARTIALLY_REFUNDED", "REFUNDED"])

/** A part of the money given back is no end of the order: what is not to be sent any more has left its lines. */
const standingOf = (order: ShopOrder): ChannelStanding => {
  if (order.cancelledAt !== null) return "canceled"
  return moneyBack.has(order.displayFinancialStatus ?? "") ? "refunded" : "ok"
}

const addressOf = (order: ShopOrder): Address => {
  const a = order.shippingAddress
  return {
    name: a?.name ?? "",
    company: a?.company ?? "",
    address1: a?.address1 ?? "",
    address2: a?.address2 ?? "",
    city: a?.city ?? "",
    region: a?.provinceCode ?? a?.province ?? "",
    postalCode: a?.zip ?? "",
    country: (a?.countryCodeV2 ?? "").toUpperCase(),
    phone: a?.phone ?? order.phone ?? order.billingAddress?.phone ?? ""
  }
}

/** Without a SKU a line goes by its name: no two products may look the same to a mapping. */
const skuOf = (line: Line): string => {
  const sku = (line.sku ?? "").trim()
  return sku === "" ? `no-sku:${line.name}` : sku
}

const lineOf = (line: Line, quantity: number, ships: boolean): IncomingLine => ({
  channelLineId: line.id,
  sku: skuOf(line),
  title: line.name,
  quantity,
  unitPrice: line.originalUnitPriceSet.shopMoney.amount,
  ships
})

const isGoods = (line: Line): boolean => line.requiresShipping && !line.isGiftCard

/** Our part of each line: what our locations have of it, and never more than the order still holds of it. */
const ourLines = (order: ShopOrder, ours: ReadonlyArray<Work>): ReadonlyArray<IncomingLine> => {
  const shipped = piecesByLine(ours.filter(isShipped))
  const handed = piecesByLine(ours.filter((work) => !isShipped(work)))
  return order.lineItems.nodes.flatMap((line) => {
    if (!isGoods(line)) return [lineOf(line, line.currentQuantity, false)]
    const toShip = Math.min(line.currentQuantity, shipped.get(line.id) ?? 0)
    if (toShip > 0) return [lineOf(line, toShip, true)]
    return [lineOf(line, Math.min(line.currentQuantity, handed.get(line.id) ?? 0), false)]
  })
}

/** An order that is over keeps what was ordered: of a canceled one all quantities are 0 at Shopify. */
const orderedLines = (order: ShopOrder): ReadonlyArray<IncomingLine> =>
  order.lineItems.nodes.map((line) => lineOf(line, line.quantity, isGoods(line)))

const hasPieces = (line: IncomingLine): boolean => line.quantity > 0

const linesOf = (
  order: ShopOrder,
  ours: ReadonlyArray<Work>,
  standing: ChannelStanding
): ReadonlyArray<IncomingLine> => {
  const lines = ourLines(order, ours).filter(hasPieces)
  const isLeft = lines.some((line) => line.ships)
  return standing === "ok" || isLeft ? lines : orderedLines(order).filter(hasPieces)
}

const advised: Readonly<Record<string, string>> = {
  CANCEL: "Shopify recommends to cancel it",
  INVESTIGATE: "Shopify recommends to look into it"
}

const riskOf = (order: ShopOrder, ours: ReadonlyArray<Work>): string => {
  const advice = advised[order.risk?.recommendation ?? ""]
  const levels = new Set(order.risk?.assessments.map((assessment) => assessment.riskLevel))
  const level = ["HIGH", "MEDIUM"].find((l) => levels.has(l))
  const words = level === undefined ? "" : ` (fraud risk ${level.toLowerCase()})`
  const holds = holdsOf(ours)
  return [
    ...(advice === undefined ? [] : [`${advice}${words}`]),
    ...(holds === "" ? [] : [`on hold at Shopify: ${holds}`])
  ].join("; ")
}

const earliest = (dates: ReadonlyArray<Date>): Date | undefined =>
  dates.reduce<Date | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined)

const signalsOf = (order: ShopOrder, ours: ReadonlyArray<Work>): OrderSignals => {
  const alive = ours.filter(isAlive)
  const risk = riskOf(order, ours)
  const shipBy = earliest(alive.flatMap((work) => (work.fulfillBy === null ? [] : [work.fulfillBy])))
  return {
    paid: moneyThere.has(order.displayFinancialStatus ?? ""),
    ...(risk === "" ? {} : { risk }),
    ...(alive.some((work) => work.requestStatus === "CANCELLATION_REQUESTED")
      ? { cancelRequested: true }
      : {}),
    tags: order.tags,
    ...(shipBy === undefined ? {} : { shipBy })
  }
}

const said = (
  order: ShopOrder,
  ours: ReadonlyArray<Work>,
  standing: ChannelStanding,
  lines: ReadonlyArray<IncomingLine>
): IncomingOrder => {
  const shipTo = addressOf(order)
  return {
    channelOrderId: order.id,
    channelOrderNumber: order.name,
    channelStatus: statusOfWork(ours),
    standing,
    placedAt: order.processedAt,
    updatedAt: order.updatedAt,
    currency: order.totalPriceSet.shopMoney.currencyCode,
    total: order.totalPriceSet.shopMoney.amount,
    customerName: order.billingAddress?.name ?? shipTo.name,
    customerEmail: order.email ?? "",
    shipTo,
    shipMethodName: order.shippingLines.nodes[0]?.title ?? "",
    lines,
    signals: signalsOf(order, ours)
  }
}

/** An order in our words; null when nothing of it is assigned to the locations of this channel. */
export const incomingOrder = (channel: SalesChannel, order: ShopOrder): IncomingOrder | null => {
  const works = order.fulfillmentOrders.nodes
  const ours = ourWork(channel, works)
  const standing = standingOf(order)
  if (ours.length === 0 && (standing === "ok" || works.length > 0)) return null
  const lines = linesOf(order, ours, standing)
  return lines.length === 0 ? null : said(order, ours, standing, lines)
}

/** One that we hold and that others send now, or nobody: for this channel it is canceled, with all that was ordered. */
export const withdrawnOrder = (order: ShopOrder): IncomingOrder | null => {
  const lines = orderedLines(order).filter(hasPieces)
  return lines.length === 0 ? null : said(order, [], "canceled", lines)
}
