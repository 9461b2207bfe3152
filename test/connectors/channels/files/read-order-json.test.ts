import { describe, expect, it } from "vitest"
import { readText } from "./order-format.ts"

const order = (id: string, more: object = {}) => ({
  order_id: id,
  placed_at: "2026-11-21",
  ship_name: "Zoe",
  postal_code: "01234",
  lines: [
    { sku: "A", qty: 2, unit_price: 12.5 },
    { sku: "B", qty: 1, unit_price: "3" }
  ],
  ...more
})

const mapping = {
  jsonOrders: "data.list[]",
  jsonLines: "cart.items[]",
  orderColumns: JSON.stringify({
    order_id: "ref",
    placed_at: "when",
    ship_name: "shipping.name",
    country: ["shipping.country.code", "shipping.country"],
    sku: "product.code",
    qty: "count"
  })
}

const mapped = (count: unknown) => ({
  data: {
    list: [
      {
        ref: 77,
        when: "2026-11-21T10:00:00Z",
        shipping: { name: "Zoe", country: "Germany" },
        cart: { items: [{ product: { code: "A" }, count }] }
      }
    ]
  }
})

describe("orders from JSON", () => {
  it.each([
    ["a list", [order("1")]],
    ["a list under orders", { orders: [order("1")] }],
    ["a single order", order("1")]
  ])("reads %s", (_what, json) => {
    const read = readText("a.json", JSON.stringify(json))
    expect(read.broken).toEqual([])
    expect(read.orders).toHaveLength(1)
    expect(read.orders[0]).toMatchObject({
      channelOrderId: "1",
      total: "28",
      shipTo: { name: "Zoe", postalCode: "01234" },
      lines: [
        { channelLineId: "sku=A", quantity: 2, unitPrice: "12.5" },
        { channelLineId: "sku=B", quantity: 1 }
      ]
    })
  })

  it("finds what paths name", () => {
    const read = readText("a.json", JSON.stringify(mapped(3)), mapping)
    expect(read.broken).toEqual([])
    expect(read.orders[0]).toMatchObject({
      channelOrderId: "77",
      placedAt: new Date("2026-11-21T10:00:00Z"),
      shipTo: { name: "Zoe", country: "DE" },
      lines: [{ sku: "A", quantity: 3 }]
    })
  })

  it("sets a broken order aside with its path and the place, and reads the others", () => {
    const read = readText(
      "a.json",
      JSON.stringify([order("1"), order("2", { lines: [{ sku: "A", qty: "x" }] }), 7])
    )
    expect(read.orders.map(({ channelOrderId }) => channelOrderId)).toEqual(["1"])
    expect(read.broken).toEqual([
      { place: "a.json: order 3", reason: "this is not an object", raw: "7" },
      {
        place: "2",
        reason: 'a.json: order 2, line 1, column qty: "x" is not a whole number',
        raw: JSON.stringify(order("2", { lines: [{ sku: "A", qty: "x" }] }))
      }
    ])
    expect(readText("a.json", JSON.stringify(mapped("x")), mapping).broken[0]?.reason).toBe(
      'a.json: order 1, line 1, column count: "x" is not a whole number'
    )
  })

  it("says what is missing in an order without lines", () => {
    const read = readText("a.json", JSON.stringify([order("1", { lines: [] }), order("2", { lines: null })]))
    expect(read.orders).toEqual([])
    expect(read.broken.map(({ place }) => place)).toEqual(["1", "2"])
    expect(read.broken[0]?.reason).toContain("the order has no line with a quantity")
  })

  it("refuses a number that JSON wrote scientifically", () => {
    const read = readText(
      "a.json",
      '[{"order_id":1e25,"placed_at":"2026-11-21","lines":[{"sku":"A","qty":1}]}]'
    )
    expect(read.broken[0]?.reason).toContain('column order_id: "1e+25" was damaged')
  })

  it("sets a file that is no JSON aside as a whole, once", () => {
    const text = '[{"order_id": 1'
    expect(readText("a.json", text)).toEqual({
      orders: [],
      broken: [{ place: "a.json", reason: expect.stringContaining("this is not JSON"), raw: text }]
    })
    expect(readText("a.json", '"text"').broken[0]?.reason).toContain("neither a list of orders nor an order")
    expect(readText("a.json", "{}", { jsonOrders: "orders[]" }).broken[0]?.reason).toContain("jsonOrders")
  })

  it("takes an empty list for no orders", () => {
    expect(readText("a.json", "[]")).toEqual({ orders: [], broken: [] })
    expect(readText("a.json", '{"orders":[]}', { jsonOrders: "orders[]" })).toEqual({
      orders: [],
      broken: []
    })
  })

  it("is not led astray by names that every object has", () => {
    const read = readText(
      "a.json",
      '[{"__proto__":{"order_id":"9"},"placed_at":"2026-11-21","lines":[{"sku":"A","qty":1}]}]'
    )
    expect(read.orders).toEqual([])
    expect(read.broken[0]?.reason).toContain("column order_id: is empty")
  })

  it("survives nesting that cannot be shown", () => {
    const deep = `[{"order_id":"1","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}]`
    const read = readText("a.json", deep)
    expect(read.orders).toEqual([])
    expect(read.broken).toHaveLength(1)
  })
})

describe("orders from JSON lines", () => {
  it("reads an order from each line, and breaks a broken line alone", () => {
    const text = `${JSON.stringify(order("1"))}\n\n{"order_id": \n${JSON.stringify(order("2"))}\n`
    const read = readText("a.jsonl", text)
    expect(read.orders.map(({ channelOrderId }) => channelOrderId)).toEqual(["1", "2"])
    expect(read.broken).toEqual([
      { place: "a.jsonl:3", reason: expect.stringContaining("this is not JSON"), raw: '{"order_id": ' }
    ])
  })

  it("is chosen by the settings, whatever the name says", () => {
    const read = readText("orders.txt", `${JSON.stringify(order("1"))}\n`, { orderFormat: "json-lines" })
    expect(read.orders).toHaveLength(1)
  })
})
