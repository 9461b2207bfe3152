import { expect, test } from "vitest"
import { control, signedIn, until, withWorld } from "./opened-world.ts"

test("the control API needs its own token", () =>
  withWorld({ orders: 5 }, async (world) => {
    const shopToken = world.ready.shops[0]?.password
    for (const headers of [{}, { authorization: `Bearer ${shopToken}` }])
      expect((await fetch(`${world.ready.control.url}/books`, { headers })).status).toBe(401)
    expect((await control(world, "GET", "/books")).status).toBe(200)
  }))

test("a test order is placed like any other, and the shop's API shows it", () =>
  withWorld({ orders: 5 }, async (world) => {
    const placed = await control<{ orderNumber: string; orderId: string }>(world, "POST", "/orders", {
      shop: "marigold",
      sku: "BK-7",
      quantity: 2
    })
    const asks = await signedIn(world, "marigold")
    const { data } = await asks(
      "query($id: ID!) { order(id: $id) { code state lines { quantity productVariant { sku } } } }",
      { id: placed.body.orderId }
    )
    expect(data.order).toEqual({
      code: placed.body.orderNumber,
      state: "PaymentSettled",
      lines: [{ quantity: 2, productVariant: { sku: "BK-7" } }]
    })
  }))

test("what it does not understand it refuses, and says what it would", () =>
  withWorld({ orders: 5 }, async (world) => {
    const refused = async (path: string, body: object) =>
      (await control(world, "POST", path, body)).body.error
    expect(await refused("/orders", { shop: "nowhere" })).toBe("shop must be one of acme-shop, marigold")
    expect(await refused("/orders", { shop: "marigold", sku: "?" })).toContain(
      "sku must be one of NW-100-BLK"
    )
    expect(await refused("/orders", { shop: "marigold", quantity: 0.5 })).toContain("quantity")
    expect(await refused("/faults", { party: "nobody", dials: {} })).toContain("no party nobody")
    expect(await refused("/faults", { dials: { dalay: 1 } })).toContain('no fault "dalay"')
    expect(await refused("/nope", {})).toContain("POST /orders")
  }))

test("orders arrive one after the other until all are placed, none twice", () =>
  withWorld({ orders: 30, allAtOnce: false, speed: 100 }, async (world) => {
    const atFirst = Object.keys(world.books().shops["acme-shop"]?.orders ?? {}).length
    expect(atFirst).toBeLessThan(15)
    await until(() => (world.books().allPlaced ? true : null))
    const { shops, doubled, expected } = world.books()
    const placed = Object.values(shops).flatMap((shop) => Object.keys(shop.orders))
    expect(placed.sort()).toEqual(Object.keys(expected).sort())
    expect(doubled).toEqual([])
  }))

test("the planted cancellation comes a while after the order", () =>
  withWorld(
    { orders: 60, paces: { collectAfterMs: 30, shipAfterMs: 40, cancelAfterMs: 50, roundMs: 20 } },
    async (world) => {
      const code =
        Object.entries(world.ready.plan.expected).find(([, e]) => e.outcome === "canceled")?.[0] ?? ""
      const stateOf = () => Object.values(world.books().shops).flatMap((shop) => shop.states[code] ?? [])[0]
      await until(() => (stateOf() === "Cancelled" ? true : null))
      const canceled = Object.values(world.books().shops).flatMap((shop) =>
        Object.values(shop.states).filter((s) => s === "Cancelled")
      )
      expect(canceled).toHaveLength(1)
    }
  ))
