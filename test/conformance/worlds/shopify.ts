import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import { accessToken, ShopifyServer } from "../../connectors/channels/shopify-server.ts"
import {
  type FakeOrder,
  home,
  lineOf,
  orderGid,
  orderOf,
  workOf
} from "../../connectors/channels/shopify-shop.ts"
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

/** To the second. */
const time = (at: Date): string => at.toISOString().replace(/\.\d+Z/, "Z")

const made = (n: number, at: Date): FakeOrder => {
  const lines = pieces.map(({ sku, quantity }, i) =>
    lineOf(n, i + 1, { sku, quantity, currentQuantity: quantity })
  )
  return orderOf(n, {
    lines,
    processedAt: time(at),
    updatedAt: time(at),
    works: [workOf(n, lines, { updatedAt: time(at) })]
  })
}

const movedAddress = {
  name: "Pat Buyer",
  company: null,
  address1: movedTo,
  address2: null,
  city: "Springfield",
  province: "Illinois",
  provinceCode: "IL",
  zip: "62702",
  countryCodeV2: "US",
  phone: null
}

export const shopifyWorld: OpenWorld = async () => {
  const shop = await ShopifyServer.open()
  const gate = await Gate.open(shop.url)
  const find = (n: number) => shop.orders.find((order) => order.id === orderGid(n))
  const change = (n: number, at: Date, more: object) => {
    Object.assign(find(n) ?? {}, more, { updatedAt: time(at) })
  }
  return {
    channel: channelOfKind(
      "shopify",
      { shop: gate.url, location: home.name },
      { eligibleStatuses: ["UNFULFILLED"] }
    ),
    secrets: { accessToken },
    gate,
    crowd: [30, 230],
    setClock: () => {},
    isSignIn: ({ path }) => path.includes("/oauth/"),
    add: (n, at) => void shop.orders.push(made(n, at)),
    idOf: orderGid,
    edit: (n, at) => change(n, at, { more: { shippingAddress: movedAddress } }),
    cancel: (n, at) => change(n, at, { cancelledAt: time(at) }),
    finish: (n, at) => {
      for (const work of find(n)?.works ?? []) Object.assign(work, { status: "CLOSED", updatedAt: time(at) })
      change(n, at, {})
    },
    refund: (n, at) => change(n, at, { displayFinancialStatus: "REFUNDED" }),
    spoil: (n) => void Object.assign(find(n) ?? {}, { more: { totalPriceSet: undefined } }),
    shipElsewhere: (n) => {
      const order = find(n)
      for (const work of order?.works ?? []) {
        work.status = "CLOSED"
        for (const line of work.lines) line.remainingQuantity = 0
      }
      order?.parcels.push({
        id: "gid://shopify/Fulfillment/9999",
        status: "SUCCESS",
        trackingInfo: [{ number: "ELSEWHERE" }],
        lines: order.lines.map(({ id, quantity }) => ({ quantity, lineItem: { id } })),
        notified: false
      })
    },
    parcels: async (n) =>
      (find(n)?.parcels ?? []).map((one) => ({
        tracking: one.trackingInfo.map(({ number }) => number).join(" "),
        pieces: one.lines.reduce((sum, line) => sum + line.quantity, 0)
      })),
    setStock: (sku, quantity) => {
      const known = shop.stock.items.find((one) => one.sku === sku)
      if (known === undefined) shop.stock.add(sku, home.id, quantity)
      else known.levels.set(home.id, quantity)
    },
    stock: async (sku) => shop.stock.items.find((one) => one.sku === sku)?.levels.get(home.id) ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}
