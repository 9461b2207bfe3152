import {
  addressOf,
  BigcommerceStore,
  orderOf,
  productOf,
  rfcTime,
  storeHash,
  token
} from "../../connectors/channels/bigcommerce/bigcommerce-store.ts"
import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

const made = (n: number, at: Date) =>
  orderOf(n, {
    date_created: rfcTime(at),
    date_modified: rfcTime(at),
    products: pieces.map(({ sku, quantity }, i) => productOf(n * 10 + i, { sku, quantity }))
  })

export const bigcommerceWorld: OpenWorld = async () => {
  const store = await BigcommerceStore.open()
  const gate = await Gate.open(store.server.url)
  const find = (n: number) => store.orders.find((order) => order.id === n)
  const change = (n: number, at: Date, more: object) => {
    Object.assign(find(n) ?? {}, more, { date_modified: rfcTime(at) })
  }
  return {
    channel: channelOfKind("bigcommerce", { storeHash, apiUrl: gate.url }, { eligibleStatuses: ["11"] }),
    secrets: { accessToken: token },
    gate,
    crowd: [30, 120],
    setClock: () => {},
    isSignIn: () => false,
    add: (n, at) => void store.orders.push(made(n, at)),
    idOf: (n) => String(n),
    edit: (n, at) => change(n, at, { addresses: [addressOf(51, { street_1: movedTo })] }),
    cancel: (n, at) => change(n, at, { status_id: 5 }),
    finish: (n, at) => change(n, at, { status_id: 2 }),
    refund: (n, at) => change(n, at, { status_id: 4 }),
    spoil: (n) => void Object.assign(find(n) ?? {}, { fields: { default_currency_code: undefined } }),
    shipElsewhere: (n) => {
      const order = find(n)
      for (const product of order?.products ?? []) product.quantity_shipped = product.quantity
      order?.shipments.push({
        id: 1,
        order_address_id: 51,
        tracking_number: "ELSEWHERE",
        items: order.products.map(({ id, quantity }) => ({ order_product_id: id, quantity }))
      })
    },
    parcels: async (n) =>
      (find(n)?.shipments ?? []).map((one) => ({
        tracking: one.tracking_number,
        pieces: one.items.reduce((sum, item) => sum + item.quantity, 0)
      })),
    setStock: (sku, quantity) => void store.stock.set(sku, quantity),
    stock: async (sku) => store.stock.get(sku) ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    }
  }
}
