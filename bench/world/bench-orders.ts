import type { IncomingOrder } from "../../src/domain/model/order.ts"

/** Three lines an order. Three of four orders go to one supplier, every fourth to two. */
export const linesAnOrder = 3
export const supplierCount = 3
export const skuCount = 300

const firstOrderAt = Date.UTC(2026, 10, 22, 12)
const names = ["Jane Doe", "Liam Kowalski", "Ruth Abebe", "Ines Castro", "Tomo Sato"]

/** SKUs of one supplier have the same remainder. */
export const supplierOfSku = (sku: number): number => sku % supplierCount

const skuOf = (order: number, line: number): number => {
  const supplier = (order + (order % 4 === 0 && line === 2 ? 1 : 0)) % supplierCount
  const place = (order * 7 + line * 31) % (skuCount / supplierCount)
  return place * supplierCount + supplier
}

const lineOf = (order: number, line: number) => ({
  channelLineId: `L${line}`,
  sku: `SKU-${skuOf(order, line)}`,
  title: `Thing number ${skuOf(order, line)}`,
  quantity: 1 + ((order + line) % 3),
  unitPrice: "12.5000",
  ships: true
})

export const benchOrder = (n: number): IncomingOrder => {
  const name = names[n % names.length] ?? ""
  const at = new Date(firstOrderAt + n * 10)
  return {
    channelOrderId: `C${n}`,
    channelOrderNumber: `#${100_000 + n}`,
    channelStatus: "paid",
    standing: "ok",
    placedAt: at,
    updatedAt: at,
    currency: "USD",
    total: "75.0000",
    customerName: name,
    customerEmail: `buyer${n}@example.com`,
    shipTo: {
      name,
      company: "",
      address1: `${n} Elm Street`,
      address2: "",
      city: "Springfield",
      region: "IL",
      postalCode: "62704",
      country: "US",
      phone: "+1 217 555 0142"
    },
    shipMethodName: "Standard Shipping",
    lines: Array.from({ length: linesAnOrder }, (_, line) => lineOf(n, line))
  }
}

export const benchOrders = (from: number, count: number): ReadonlyArray<IncomingOrder> =>
  Array.from({ length: count }, (_, i) => benchOrder(from + i))
