import { describe, expect, it } from "vitest"
import type { Address, AddressField } from "../../../src/domain/model/address.ts"
import { missingFields } from "../../../src/domain/model/address-rules.ts"
import type { Order } from "../../../src/domain/model/order.ts"
import { OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { ChannelId } from "../../../src/domain/model/sales-channel.ts"
import { type Supplier, SupplierId } from "../../../src/domain/model/supplier.ts"
import { type ValidationContext, validate } from "../../../src/domain/model/validation.ts"

const address: Address = {
  name: "Jane Kowalski",
  company: "",
  address1: "14 Elm Street",
  address2: "",
  city: "Springfield",
  region: "IL",
  postalCode: "62704",
  country: "US",
  phone: "+1 217 555 0142"
}

const northwind: Supplier = {
  id: SupplierId(1),
  name: "Northwind",
  environment: "sandbox",
  transport: "sftp-csv",
  settings: {},
  requiresShipMethodMapping: true,
  requiredFields: ["phone"],
  purchaseOrderPrefix: "SY-",
  trackingSource: "sftp",
  trackingEveryMinutes: 120,
  contact: "",
  currency: "USD",
  terms: {},
  shipMethods: [],
  version: 1
}

const order = (extra: Partial<Order> = {}): Order => ({
  id: OrderId(1),
  channelId: ChannelId(1),
  channelOrderId: "1",
  channelOrderNumber: "1042",
  channelStatus: "PaymentSettled",
  standing: "ok",
  placedAt: new Date(0),
  importedAt: new Date(0),
  currency: "USD",
  total: "10.00",
  customerName: "Jane Kowalski",
  customerEmail: "jane@example.com",
  shipTo: address,
  shipMethodName: "Free Shipping",
  status: "not_processed",
  action: "resolve",
  shadow: false,
  undoneBy: null,
  version: 1,
  lines: [
    {
      id: OrderLineId(1),
      channelLineId: "l1",
      channelSku: "NW-1",
      title: "Lamp",
      unitPrice: "10.00",
      ships: true,
      productId: null,
      supplierId: null,
      ordered: 1,
      shipped: 0,
      backordered: 0,
      canceled: 0
    }
  ],
  ...extra
})

const context = (extra: Partial<ValidationContext> = {}): ValidationContext => ({
  requirePaid: false,
  rejectUnmapped: true,
  supplierValues: {},
  allocation: {},
  suppliers: new Map([[northwind.id, northwind]]),
  offers: [
    { productId: 10, supplierId: northwind.id, supplierSku: "N1", cost: "4", priority: 100, stock: null }
  ],
  productOf: (line) => (line.channelSku === "NW-1" ? 10 : null),
  chosenMethod: () => ({ carrier: "UPS", method: "Ground", code: "UPSG" }),
  ...extra
})

const kinds = (o: Order, c: ValidationContext) => validate(o, c).findings.map((f) => `${f.kind}:${f.field}`)
const shipTo = (change: Partial<Record<AddressField, string>>) => order({ shipTo: { ...address, ...change } })

describe("what holds an order (RP-2, RP-3, RP-7)", () => {
  it("finds nothing on a complete order and routes its line", () => {
    const verdict = validate(order(), context())
    expect(verdict.findings).toEqual([])
    expect(verdict.routes).toEqual([{ lineId: 1, productId: 10, supplierId: 1 }])
  })

  it.each(["name", "address1", "city", "country", "postalCode"] as const)("names a missing %s", (field) => {
    const [first] = validate(shipTo({ [field]: "" }), context()).findings
    expect(first).toMatchObject({ kind: "address_missing", field })
    expect(first?.message).toContain("is missing")
  })

  it("asks for a phone only where a supplier of this order needs it, and says which", () => {
    const [finding] = validate(shipTo({ phone: "-" }), context()).findings
    expect(finding).toMatchObject({ kind: "phone_missing", field: "phone" })
    expect(finding?.message).toContain("missing (5 digits or more).")
    expect(finding?.message).toContain("Northwind needs it")
    const relaxed = new Map([[northwind.id, { ...northwind, requiredFields: [] }]])
    expect(kinds(shipTo({ phone: "" }), context({ suppliers: relaxed }))).toEqual([])
  })

  it("asks no ZIP of a country that has none", () => {
    expect(missingFields({ ...address, country: "HK", postalCode: "" }, [])).toEqual([])
  })

  it("refuses a country that is no ISO code", () => {
    expect(kinds(shipTo({ country: "USA" }), context())).toContain("address_invalid:country")
  })

  it("names the method and the supplier of a missing mapping", () => {
    const [finding] = validate(order(), context({ chosenMethod: () => null })).findings
    expect(finding).toMatchObject({ kind: "ship_method_unmapped", field: "1" })
    expect(finding?.message).toBe(
      "“Free Shipping” has no carrier and method at Northwind. Choose one of its own."
    )
  })

  it("sends the raw code where neither supplier nor channel rejects unmapped ones (SM-4, decisions A4)", () => {
    const easy = new Map([[northwind.id, { ...northwind, requiresShipMethodMapping: false }]])
    const unmapped = { suppliers: easy, chosenMethod: () => null }
    expect(kinds(order(), context({ ...unmapped, rejectUnmapped: false }))).toEqual([])
    expect(kinds(order(), context({ ...unmapped, rejectUnmapped: true }))).toEqual(["ship_method_unmapped:1"])
  })

  it("names an unknown SKU and a product without supplier", () => {
    expect(kinds(order(), context({ productOf: () => null }))).toEqual(["sku_unknown:NW-1"])
    expect(kinds(order(), context({ offers: [] }))).toEqual(["supplier_missing:NW-1"])
  })

  it("holds what the channel canceled or refunded", () => {
    expect(kinds(order({ standing: "canceled" }), context())).toContain("canceled_on_channel:")
    expect(kinds(order({ standing: "refunded" }), context())).toContain("refunded_on_channel:")
  })

  it("holds an order of which nothing ships", () => {
    const gift = order({ lines: order().lines.map((l) => ({ ...l, ships: false })) })
    expect(kinds(gift, context())).toEqual(["nothing_to_ship:"])
  })
})

it("a supplier that asks something of the channel holds the order until it is set there, naming the field", () => {
  const asking = { ...northwind, terms: { channelFields: { warehouseCode: "the code of your warehouse" } } }
  const suppliers = new Map([[asking.id, asking]])
  const [hold] = validate(order(), context({ suppliers })).findings
  expect(hold).toMatchObject({ kind: "channel_value_missing", field: "warehouseCode" })
  expect(hold?.message).toContain("the code of your warehouse")
  expect(kinds(order(), context({ suppliers, supplierValues: { warehouseCode: " " } }))).toHaveLength(1)
  expect(kinds(order(), context({ suppliers, supplierValues: { warehouseCode: "E1" } }))).toEqual([])
})
