import type { IncomingOrder } from "../../src/domain/model/order.ts"
import { withPayload } from "../../src/domain/model/order-payload.ts"
import { sampleLine, sampleOrder } from "../fixtures/sample-world.ts"
import { buyer, giftMessage, said, shipTo } from "./planted-buyer.ts"

/** Every order is this buyer's. What becomes of each is said by its number, and by its SKU, which names the supplier. */
export const orders = {
  completed: ["#2001", "SKU-NORTH"],
  rejected: ["#2002", "SKU-NORTH"],
  edi: ["#2003", "SKU-EDI"],
  letters: ["#2004", "SKU-LETTERS"],
  doubted: ["#2005", "SKU-SILENT"],
  refused: ["#2006", "SKU-REFUSER"],
  away: ["#2007", "SKU-AWAY"],
  paid: ["#2008", "SKU-PAYEE"],
  ready: ["#2009", "SKU-NORTH"],
  unmapped: ["#2010", "SKU-NORTH"],
  unknown: ["#2011", "SKU-NOBODY"],
  changed: ["#2012", "SKU-NORTH"],
  canceled: ["#2013", "SKU-NORTH"],
  settled: ["#2014", "SKU-SILENT"],
  authorized: ["#2015", "SKU-PAYEE"],
  asked: ["#2016", "SKU-LETTERS"],
  released: ["#2017", "SKU-NORTH"]
} as const
export type Which = keyof typeof orders

const payload = (number: string): string =>
  JSON.stringify({
    name: number,
    email: buyer.email,
    note: said,
    gift_message: giftMessage,
    billing_address: { first_name: buyer.name, ...buyer },
    note_attributes: [{ name: "letter", value: said }],
    landing_site: `/products?mail=${encodeURIComponent(buyer.email)}&who=${encodeURIComponent(buyer.name)}`
  })

export const plantedOrder = (which: Which, given: Partial<IncomingOrder> = {}): IncomingOrder => {
  const [number, sku] = orders[which]
  const order = sampleOrder(Number(number.slice(3)), {
    channelOrderNumber: number,
    customerName: buyer.name,
    customerEmail: buyer.email,
    shipTo,
    total: `${number.slice(1)}.0000`,
    ...(["canceled", "released"].includes(which)
      ? { signals: { tags: [`for ${buyer.name}`], risk: `looks odd: ${said}` } }
      : {}),
    lines: [sampleLine(1, { sku, title: `Thing, engraved for ${buyer.name}` })],
    ...(which === "unmapped" ? { shipMethodName: "Pigeon" } : {}),
    ...given
  })
  return withPayload(order, payload(number))
}
