import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import { line, orderOf } from "../../connectors/channels/medusa-fixture.ts"
import { apiKey, type FakeOrder, MedusaShop } from "../../connectors/channels/medusa-shop.ts"
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

const made = (n: number, at: Date): FakeOrder =>
  orderOf(n, {
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
    items: pieces.map(({ sku, quantity }, i) => line(`L${n}-${i}`, quantity, { variant_sku: sku }))
  })

export const medusaWorld: OpenWorld = async () => {
  const shop = await MedusaShop.open()
  const gate = await Gate.open(shop.url)
  const find = (n: number) => shop.orders.find((order) => order.display_id === n)
  const change = (n: number, at: Date, more: object) => {
    Object.assign(find(n) ?? {}, more, { updated_at: at.toISOString() })
  }
  return {
    channel: channelOfKind("medusa", { url: gate.url }, { eligibleStatuses: ["captured"] }),
    secrets: { apiKey },
    gate,
    crowd: [30, 230],
    setClock: () => {},
    isSignIn: ({ path }) => path.startsWith("/auth/"),
    add: (n, at) => void shop.orders.push(made(n, at)),
    idOf: (n) => orderOf(n).id,
    edit: (n, at) => {
      const { shipping_address: known } = orderOf(n) as unknown as { readonly shipping_address: object }
      change(n, at, { shipping_address: { ...known, address_1: movedTo } })
    },
    cancel: (n, at) => change(n, at, { status: "canceled" }),
    finish: (n, at) => change(n, at, { fulfillment_status: "shipped" }),
    refund: (n, at) => change(n, at, { payment_status: "refunded" }),
    spoil: (n) => void Object.assign(find(n) ?? {}, { currency_code: undefined }),
    shipElsewhere: (n) => {
      const order = find(n)
      if (order === undefined) return
      for (const one of order.items) one.detail.fulfilled_quantity = one.quantity
      order.fulfillments.push({
        id: "elsewhere",
        shipped_at: "2026-11-21T00:00:00.000Z",
        canceled_at: null,
        delivered_at: null,
        location_id: null,
        no_notification: false,
        metadata: null,
        items: order.items.map(({ id, quantity }) => ({
          line_item_id: id,
          inventory_item_id: null,
          quantity
        })),
        labels: [{ tracking_number: "ELSEWHERE", tracking_url: "", label_url: "" }]
      })
    },
    parcels: async (n) =>
      (find(n)?.fulfillments ?? []).map((one) => ({
        tracking: one.shipped_at === null ? "never shipped" : (one.labels[0]?.tracking_number ?? ""),
        pieces: one.items.reduce((sum, item) => sum + item.quantity, 0)
      })),
    setStock: (sku, quantity) => {
      shop.items = [
        ...shop.items.filter((one) => one.sku !== sku),
        { id: `iitem_${sku}`, sku, location_levels: [{ location_id: "sloc_1", stocked_quantity: quantity }] }
      ]
    },
    stock: async (sku) =>
      shop.items.find((one) => one.sku === sku)?.location_levels[0]?.stocked_quantity ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}
