import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { byNearness, isNear } from "../../../src/domain/model/method-nearness.ts"
import { ShipMethodId, SupplierId, type SupplierShipMethod } from "../../../src/domain/model/supplier.ts"

const made = (id: number, carrier: string, method: string, code = ""): SupplierShipMethod => ({
  id: ShipMethodId(id),
  supplierId: SupplierId(1),
  carrier,
  method,
  code
})

const all = [
  made(1, "UPS", "Next Day Air", "1DA"),
  made(2, "UPS", "2nd Day Air", "2DA"),
  made(3, "UPS", "Ground", "GND"),
  made(4, "FedEx", "Standard Overnight"),
  made(5, "FedEx", "2Day"),
  made(6, "FedEx", "Ground"),
  made(7, "USPS", "Priority Mail"),
  made(8, "DHL", "Express Worldwide")
]
const first = (name: string, methods = all): string => {
  const [method] = byNearness(name, methods)
  return method === undefined || !isNear(name, method) ? "none" : `${method.carrier} ${method.method}`
}

describe("the supplier's method that a channel's words probably mean", () => {
  it.each([
    ["UPS_GROUND", "UPS Ground"],
    ["UPSGround", "UPS Ground"],
    ["fedex 2day", "FedEx 2Day"],
    ["FedEx2Day", "FedEx 2Day"],
    ["Fed Ex Ground", "FedEx Ground"],
    ["Federal Express Overnight", "FedEx Standard Overnight"],
    ["UPS Second Day Air®", "UPS 2nd Day Air"],
    ["UPS Two-Day", "UPS 2nd Day Air"],
    ["Next-Day Delivery", "UPS Next Day Air"],
    ["FEDEX_PRIORITY_OVERNIGHT", "FedEx Standard Overnight"],
    ["2 Day Priority", "FedEx 2Day"],
    ["Standard shipping", "UPS Ground"],
    ["Free Shipping Ground", "UPS Ground"],
    ["USPS Priority Mail 2-Day", "USPS Priority Mail"],
    ["United States Postal Service Priority", "USPS Priority Mail"],
    ["gnd", "UPS Ground"],
    ["2da", "UPS 2nd Day Air"],
    ["DHL", "DHL Express Worldwide"]
  ])("of “%s” is %s", (name, wanted) => {
    expect(first(name)).toBe(wanted)
  })

  it("of expedited is one of two days before the slow and the fast", () => {
    const [ground, next, second] = [all[2], all[0], all[1]]
    if (ground === undefined || next === undefined || second === undefined) throw new Error("no sample")
    expect(first("Expedited", [ground, next, second])).toBe("UPS 2nd Day Air")
    expect(first("expedited", [ground, next])).toBe("none")
  })

  it.each([
    ["UPS Next Day Air", [made(3, "UPS", "Ground")], "none"],
    ["Overnight", [made(2, "UPS", "2nd Day Air")], "none"],
    ["Next Day Delivery", [made(2, "UPS", "2nd Day Air")], "none"],
    ["FedEx Freight", [made(9, "UPS", "Freight")], "none"],
    ["FedEx Ground", [made(3, "UPS", "Ground")], "UPS Ground"],
    ["Free Shipping", all, "none"],
    ["UPS", [made(3, "UPS", "Ground")], "UPS Ground"],
    ["Pickup in store", all, "none"],
    ["送料無料", all, "none"],
    ["", all, "none"]
  ])("of “%s” is never slower, faster or another carrier's by chance", (name, methods, wanted) => {
    expect(first(name, methods)).toBe(wanted)
  })

  it("orders without losing any, by id where nothing tells them apart, for any words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: "binary" }), (name) => {
        expect(byNearness(name, all).map(({ id }) => id)).toHaveLength(all.length)
        expect(new Set(byNearness(name, all))).toEqual(new Set(all))
      })
    )
    expect(byNearness("", all).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})
