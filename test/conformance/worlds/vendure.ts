import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import { type FakeOrder, password, username, VendureShop } from "../../connectors/channels/vendure-shop.ts"
import recorded from "../../fixtures/vendure/order.json" with { type: "json" }
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

interface Kept extends FakeOrder {
  updatedAt: string
  readonly orderPlacedAt: string
  readonly [field: string]: unknown
}

type Filter = Readonly<Record<string, unknown>>
type Test = Readonly<Partial<Record<"after" | "before" | "in", unknown>>>

const meets = (order: Kept, field: string, test: Test): boolean => {
  const value = String(order[field])
  if (test.after !== undefined) return value > String(test.after)
  if (test.before !== undefined) return value < String(test.before)
  return test.in === undefined || (test.in as ReadonlyArray<string>).includes(value)
}

/** The filters of Vendure's lists, as far as a download uses them. */
const matches = (order: Kept, filter: Filter): boolean =>
  Object.entries(filter).every(([field, test]) => {
    const all = test as ReadonlyArray<Filter>
    if (field === "_and") return all.every((one) => matches(order, one))
    if (field === "_or") return all.some((one) => matches(order, one))
    return meets(order, field, test as Test)
  })

const orderOf = (n: number, at: Date): Kept => ({
  ...recorded,
  id: String(n),
  code: `CODE${n}`,
  state: "PaymentSettled",
  updatedAt: at.toISOString(),
  orderPlacedAt: at.toISOString(),
  lines: pieces.map(({ sku, quantity }, i) => ({
    id: `${n}-${i}`,
    quantity,
    orderPlacedQuantity: quantity,
    unitPriceWithTax: 1000,
    productVariant: { sku, name: sku }
  })),
  fulfillments: []
})

export const vendureWorld: OpenWorld = async () => {
  const shop = await VendureShop.open()
  const gate = await Gate.open(shop.server.url)
  const kept = new Map<number, Kept>()
  const change = (n: number, at: Date, more: object) => {
    const order = Object.assign(kept.get(n) ?? {}, more, { updatedAt: at.toISOString() }) as Kept
    shop.orders.set(order.id, order)
  }
  shop.intrude = (call) => {
    const options = call.variables.options as { readonly filter?: Filter } | undefined
    shop.listed = [...kept.values()].filter((order) => matches(order, options?.filter ?? {}))
    return false
  }
  return {
    channel: channelOfKind(
      "vendure",
      { url: `${gate.url}/admin-api` },
      { eligibleStatuses: ["PaymentSettled"] }
    ),
    secrets: { username, password },
    gate,
    crowd: [30, 230],
    setClock: () => {},
    isSignIn: ({ body }) => body.includes("login("),
    add: (n, at) => {
      kept.set(n, orderOf(n, at))
      change(n, at, {})
    },
    idOf: (n) => String(n),
    edit: (n, at) =>
      change(n, at, { shippingAddress: { ...recorded.shippingAddress, streetLine1: movedTo } }),
    cancel: (n, at) => change(n, at, { state: "Cancelled" }),
    finish: (n, at) => change(n, at, { state: "Shipped" }),
    refund: (n, at) => change(n, at, { payments: [{ refunds: [{ state: "Settled", total: 100 }] }] }),
    spoil: (n) => void Object.assign(kept.get(n) ?? {}, { currencyCode: undefined }),
    shipElsewhere: (n) => {
      const order = kept.get(n)
      order?.fulfillments.push({
        id: "elsewhere",
        state: "Shipped",
        method: "Van",
        trackingCode: "ELSEWHERE",
        lines: order.lines.map(({ id, quantity }) => ({ orderLineId: id, quantity }))
      })
    },
    parcels: async (n) =>
      (kept.get(n)?.fulfillments ?? [])
        .filter((one) => one.state === "Shipped")
        .map((one) => ({
          tracking: one.trackingCode,
          pieces: one.lines.reduce((sum, line) => sum + line.quantity, 0)
        })),
    setStock: (sku, quantity) => {
      shop.variants = [
        ...shop.variants.filter((one) => one.sku !== sku),
        {
          id: `v-${sku}`,
          sku,
          trackInventory: "TRUE",
          stockLevels: [{ stockLocationId: "1", stockOnHand: quantity }]
        }
      ]
    },
    stock: async (sku) => shop.variants.find((one) => one.sku === sku)?.stockLevels[0]?.stockOnHand ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}
