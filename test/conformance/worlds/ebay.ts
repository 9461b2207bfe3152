import {
  clientId,
  clientSecret,
  EbayMarket,
  type FakeOrder,
  lineOf,
  orderOf,
  refreshToken
} from "../../connectors/channels/ebay/ebay-market.ts"
import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

const made = (n: number, at: Date): FakeOrder =>
  orderOf(n, {
    creationDate: at.toISOString(),
    lastModifiedDate: at.toISOString(),
    lineItems: pieces.map(({ sku, quantity }, i) => lineOf(`${n}${i}`, { sku, quantity }))
  })

const movedInstructions = {
  fulfillmentStartInstructions: [
    {
      fulfillmentInstructionsType: "SHIP_TO",
      shippingStep: {
        shipTo: {
          fullName: "Trishy Smith",
          contactAddress: { addressLine1: movedTo, city: "Austin", postalCode: "78251", countryCode: "US" }
        },
        shippingServiceCode: "USPSPriority"
      }
    }
  ]
}

export const ebayWorld: OpenWorld = async () => {
  const market = await EbayMarket.open()
  const gate = await Gate.open(market.server.url)
  const find = (n: number) => market.orders.find((order) => order.orderId === orderOf(n).orderId)
  const change = (n: number, at: Date, more: object) => {
    Object.assign(find(n) ?? {}, more, { lastModifiedDate: at.toISOString() })
  }
  return {
    channel: channelOfKind("ebay", { clientId, apiUrl: gate.url }, { eligibleStatuses: ["NOT_STARTED"] }),
    secrets: { clientSecret, refreshToken },
    gate,
    crowd: [30, 450],
    setClock: () => {},
    isSignIn: ({ path }) => path.startsWith("/identity/"),
    add: (n, at) => void market.orders.push(made(n, at)),
    idOf: (n) => orderOf(n).orderId,
    edit: (n, at) => change(n, at, { fields: movedInstructions }),
    cancel: (n, at) => change(n, at, { cancelState: "CANCELED" }),
    finish: (n, at) => change(n, at, { fields: { orderFulfillmentStatus: "FULFILLED" } }),
    refund: (n, at) => change(n, at, { fields: { orderPaymentStatus: "FULLY_REFUNDED" } }),
    spoil: (n) => void Object.assign(find(n) ?? {}, { fields: { pricingSummary: {} } }),
    shipElsewhere: (n) => {
      const order = find(n)
      order?.parcels.push({
        fulfillmentId: "elsewhere",
        shipmentTrackingNumber: "ELSEWHERE",
        lineItems: order.lineItems.map(({ lineItemId, quantity }) => ({ lineItemId, quantity }))
      })
    },
    parcels: async (n) =>
      (find(n)?.parcels ?? []).map((one) => ({
        tracking: one.shipmentTrackingNumber,
        pieces: one.lineItems.reduce((sum, line) => sum + (line.quantity ?? 0), 0)
      })),
    setStock: (sku, quantity) =>
      void market.listings.set(sku, {
        quantity,
        offers: [{ offerId: `o-${sku}`, status: "PUBLISHED", availableQuantity: quantity }]
      }),
    stock: async (sku) => market.listings.get(sku)?.quantity ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await market[Symbol.asyncDispose]()
    }
  }
}
