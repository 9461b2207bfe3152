import type { ServerResponse } from "node:http"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { apiKey, type FakeOrder, MedusaShop } from "./medusa-shop.ts"
import { Connector, channelOf } from "./vendure-fixture.ts"

export const medusaChannel = (url: string, more: Partial<SalesChannel> = {}): SalesChannel =>
  channelOf(url, {
    kind: "medusa",
    settings: { url },
    eligibleStatuses: ["captured"],
    earliestOrderAt: new Date("2026-01-01T00:00:00Z"),
    ...more
  })

/** A shop, and a connector that has its key. */
export const openMedusa = async (secrets: Readonly<Record<string, string>> = { apiKey }) => {
  const shop = await MedusaShop.open()
  const connector = new Connector(secrets)
  return {
    shop,
    connector,
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}

export const line = (id: string, quantity: number, more: object = {}) => ({
  id,
  title: "Linen Sheet",
  variant_title: "queen",
  variant_sku: "BIR-SHEET-02",
  quantity,
  unit_price: 80.65,
  requires_shipping: true,
  is_giftcard: false,
  detail: { quantity, fulfilled_quantity: 0, shipped_quantity: 0 },
  variant: null,
  ...more
})

/** An order as Medusa shows it; numbered, so that its id sorts by its number. */
export const orderOf = (number: number, more: object = {}): FakeOrder => ({
  id: `order_${String(number).padStart(6, "0")}`,
  display_id: number,
  status: "pending",
  payment_status: "captured",
  fulfillment_status: "not_fulfilled",
  created_at: "2026-11-20T03:00:00.000Z",
  updated_at: "2026-11-20T03:00:00.000Z",
  sales_channel_id: "sc_1",
  items: [line(`L${number}`, 1)],
  fulfillments: [],
  ...{
    email: "buyer-2@example.test",
    currency_code: "usd",
    total: 85.64,
    shipping_address: {
      first_name: "Pat",
      last_name: "Buyer",
      company: null,
      address_1: "101 Main Street",
      address_2: "",
      city: "Springfield",
      province: "us-il",
      postal_code: "62702",
      country_code: "us",
      phone: "+12175550101"
    },
    shipping_methods: [{ name: "Drone Drop (beta) – Île de ré" }]
  },
  ...more
})

/** An answer that was made and never arrives. */
export const lost = { writeHead: () => {}, end: () => {} } as unknown as ServerResponse
