import type { Address } from "../../../domain/model/address.ts"
import type {
  ChannelStanding,
  IncomingLine,
  IncomingOrder,
  OrderSignals
} from "../../../domain/model/order.ts"
import { type Decoded, decoderOf, withoutNul } from "../decoded.ts"
import { EbayOrder, type Instruction, type LineItem } from "./ebay-order-shape.ts"
import { unitPrice } from "./ebay-unit-price.ts"

export const readShape: (item: unknown) => Decoded<EbayOrder> = (item) =>
  withoutNul(item, decoderOf(EbayOrder))

/** The buyer comes to the shop, or gets it by mail of the other kind: no parcel leaves. */
const withoutParcel = ["PREPARE_FOR_PICKUP", "DIGITAL"]

export const isCanceled = (order: EbayOrder): boolean => order.cancelStatus?.cancelState === "CANCELED"

/** Something is going on about a cancel; what exactly only getOrder says. */
export const hasCancelTrouble = (order: EbayOrder): boolean =>
  !["CANCELED", "NONE_REQUESTED"].includes(order.cancelStatus?.cancelState ?? "NONE_REQUESTED")

/**
 * The buyer asked, and the seller has not answered. A list of orders never names the requests: there, a state that is neither
 * "none" nor "done" is taken for one, until getOrder says otherwise.
 */
const cancelRequested = (order: EbayOrder): boolean => {
  const requests = order.cancelStatus?.cancelRequests ?? []
  return requests.length === 0
    ? hasCancelTrouble(order)
    : requests.some((r) => r.cancelRequestState === "REQUESTED")
}

const standingOf = (order: EbayOrder): ChannelStanding => {
  if (isCanceled(order)) return "canceled"
  return ["PARTIALLY_REFUNDED", "FULLY_REFUNDED"].includes(order.orderPaymentStatus ?? "") ? "refunded" : "ok"
}

const shipByOf = (order: EbayOrder): Date | undefined => {
  const times = order.lineItems.flatMap((line) => {
    const by = line.lineItemFulfillmentInstructions?.shipByDate
    return by === null || by === undefined ? [] : [by.getTime()]
  })
  return times.length === 0 ? undefined : new Date(Math.min(...times))
}

const signalsOf = (order: EbayOrder): OrderSignals => {
  const payment = order.orderPaymentStatus ?? ""
  const shipBy = shipByOf(order)
  return {
    ...(payment === "" ? {} : { paid: !["PENDING", "FAILED"].includes(payment) }),
    ...(cancelRequested(order) && !isCanceled(order) ? { cancelRequested: true } : {}),
    ...(shipBy === undefined ? {} : { shipBy })
  }
}

/** A listing without a SKU goes by its item number, which can be mapped like one. */
const skuOf = (line: LineItem): string =>
  line.sku || [line.legacyItemId, line.legacyVariationId].filter((part) => part).join("-")

const lineOf =
  (ships: boolean) =>
  (line: LineItem): IncomingLine => ({
    channelLineId: line.lineItemId,
    sku: skuOf(line),
    title: line.title ?? "",
    quantity: line.quantity,
    unitPrice: unitPrice(line.lineItemCost.value, line.quantity, line.lineItemCost.currency),
    ships
  })

/** eBay's hub finds the buyer by this alone; it belongs on the label, right above the street. */
const withReference = (company: string, reference: string): string =>
  reference === "" ? company : [company, `Reference #${reference}`].filter((part) => part !== "").join(", ")

const addressOf = (instruction: Instruction | undefined): Address => {
  const to = instruction?.shippingStep?.shipTo
  const at = to?.contactAddress
  return {
    name: to?.fullName ?? "",
    company: withReference(to?.companyName ?? "", instruction?.shippingStep?.shipToReferenceId ?? ""),
    address1: at?.addressLine1 ?? "",
    address2: at?.addressLine2 ?? "",
    city: at?.city ?? "",
    region: at?.stateOrProvince ?? "",
    postalCode: at?.postalCode ?? "",
    country: (at?.countryCode ?? "").toUpperCase(),
    phone: to?.primaryPhone?.phoneNumber ?? ""
  }
}

const incoming = (order: EbayOrder, instruction: Instruction | undefined): IncomingOrder => {
  const shipTo = addressOf(instruction)
  const buyer = order.buyer?.buyerRegistrationAddress
  const ships = !withoutParcel.includes(instruction?.fulfillmentInstructionsType ?? "")
  return {
    channelOrderId: order.orderId,
    channelOrderNumber: order.orderId,
    channelStatus: order.orderFulfillmentStatus,
    standing: standingOf(order),
    placedAt: order.creationDate,
    updatedAt: new Date(Math.max(order.lastModifiedDate.getTime(), order.creationDate.getTime())),
    currency: order.pricingSummary.total.currency,
    total: order.pricingSummary.total.value,
    customerName: buyer?.fullName || shipTo.name || (order.buyer?.username ?? ""),
    customerEmail: instruction?.shippingStep?.shipTo?.email || buyer?.email || "",
    shipTo,
    shipMethodName: instruction?.shippingStep?.shippingServiceCode ?? "",
    lines: order.lineItems.filter((line) => line.quantity > 0).map(lineOf(ships)),
    signals: signalsOf(order)
  }
}

export const readOrder = (order: EbayOrder): Decoded<IncomingOrder> => {
  const instructions = order.fulfillmentStartInstructions ?? []
  const places = new Set(instructions.map((i) => JSON.stringify(addressOf(i))))
  if (places.size > 1)
    return {
      _tag: "Odd",
      reason: `fulfillmentStartInstructions: eBay names ${places.size} places to ship this order to, and an order here goes to one. Ship it from Seller Hub.`
    }
  const read = incoming(order, instructions[0])
  if (read.lines.length === 0) return { _tag: "Odd", reason: "lineItems: nothing is left of any line" }
  return read.lines.some((line) => line.sku === "")
    ? { _tag: "Odd", reason: "lineItems: a line has neither a SKU nor an item number" }
    : { _tag: "Read", value: read }
}
