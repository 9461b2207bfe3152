import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import {
  address,
  consumerKey,
  consumerSecret,
  type Json,
  lineOf,
  orderOf,
  WoocommerceShop
} from "../../connectors/channels/woocommerce-shop.ts"
import { began, movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

/** GMT, to the second, without saying so. */
const gmt = (at: Date): string => at.toISOString().slice(0, 19)

const made = (n: number, at: Date): Json =>
  orderOf(n, {
    date_created_gmt: gmt(at),
    date_modified_gmt: gmt(at),
    date_paid_gmt: gmt(at),
    line_items: pieces.map(({ sku, quantity }, i) => lineOf(n * 10 + i, quantity, { sku }))
  })

const metaOf = (fulfillment: Json, name: string): unknown =>
  (fulfillment.meta_data as ReadonlyArray<{ readonly key: string; readonly value: unknown }>).find(
    ({ key }) => key === name
  )?.value

const itemsOf = (fulfillment: Json) =>
  (metaOf(fulfillment, "_items") ?? []) as ReadonlyArray<{ readonly item_id: number; readonly qty: number }>

/** A shop with WooCommerce's own order fulfillments; the other two ways have tests beside their code. */
export const woocommerceWorld: OpenWorld = async () => {
  const shop = await WoocommerceShop.open()
  shop.hasCore = true
  shop.clock = began
  const gate = await Gate.open(shop.url)
  const change = (n: number, at: Date, more: Json) => {
    shop.change(n, { ...more, date_modified_gmt: gmt(at) })
  }
  const belongs = (n: number) => (one: Json) =>
    itemsOf(one).some(({ item_id }) => Math.floor(item_id / 10) === n)
  return {
    channel: channelOfKind("woocommerce", { url: gate.url }, { eligibleStatuses: ["processing"] }),
    secrets: { consumerKey, consumerSecret },
    gate,
    crowd: [30, 230],
    setClock: (at) => {
      shop.clock = at
    },
    isSignIn: () => false,
    add: (n, at) => shop.put(made(n, at)),
    idOf: (n) => String(n),
    edit: (n, at) => change(n, at, { shipping: address({ address_1: movedTo }) }),
    cancel: (n, at) => change(n, at, { status: "cancelled" }),
    finish: (n, at) => change(n, at, { status: "completed" }),
    refund: (n, at) => change(n, at, { status: "refunded" }),
    spoil: (n) => shop.change(n, { currency: undefined }),
    shipElsewhere: (n) =>
      void shop.fulfillments.push({
        id: 1,
        is_fulfilled: true,
        meta_data: [
          { key: "_items", value: pieces.map(({ quantity }, i) => ({ item_id: n * 10 + i, qty: quantity })) },
          { key: "_tracking_number", value: "ELSEWHERE" }
        ]
      }),
    parcels: async (n) =>
      shop.fulfillments.filter(belongs(n)).map((one) => ({
        tracking: String(metaOf(one, "_tracking_number")),
        pieces: itemsOf(one).reduce((sum, item) => sum + item.qty, 0)
      })),
    setStock: (sku, quantity) => {
      const known = shop.products.find((one) => one.sku === sku)
      if (known !== undefined) known.stock_quantity = quantity
      else
        shop.products.push({
          id: 900 + shop.products.length,
          sku,
          parent_id: 0,
          type: "simple",
          virtual: false,
          manage_stock: true,
          stock_quantity: quantity
        })
    },
    stock: async (sku) => shop.products.find((one) => one.sku === sku)?.stock_quantity ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}
