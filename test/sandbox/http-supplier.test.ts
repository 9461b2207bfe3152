import { expect, test } from "vitest"
import type { World } from "../../src/sandbox/world.ts"
import { control, until, withWorld } from "./opened-world.ts"

const withApis = { orders: 20, httpSuppliers: true, heldBack: true } as const

type Key = "cobalt" | "dune" | "ember" | "fjord"

const offerOf = (world: World, key: Key) => {
  const offer = world.ready.httpSuppliers?.find((o) => o.key === key)
  if (offer === undefined) throw new Error(`no supplier ${key}`)
  return offer
}

const order = (number: string, quantity = 2) => ({
  po_number: number,
  ship_method: "UPSG",
  lines: [{ line_id: `${number}-1`, sku: "x-0001", quantity }]
})

const ask = async (
  world: World,
  key: Key,
  method: "GET" | "POST",
  path: string,
  body?: object,
  more = {}
) => {
  const { url, apiKey } = offerOf(world, key)
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { "x-api-key": apiKey, ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}

const post = (world: World, key: Key, number: string) =>
  ask(world, key, "POST", "/orders", order(number), { "Idempotency-Key": `key of ${number}` })

test("a repeat is the same order where the supplier is idempotent, and a second one where it is not", async () => {
  await withWorld(withApis, async (world) => {
    for (const key of ["cobalt", "dune"] as const) {
      expect(await post(world, key, "SY-1")).toMatchObject({ status: 200, json: { order: { po: "SY-1" } } })
      expect((await post(world, key, "SY-1")).status).toBe(200)
    }
    const books = world.books()
    expect(books.suppliers["Cobalt Direct"]).toMatchObject({
      purchaseOrders: { "SY-1": 1 },
      pieces: { "SY-1-1": 2 }
    })
    expect(books.suppliers["Dune Wholesale"]).toMatchObject({
      purchaseOrders: { "SY-1": 2 },
      pieces: { "SY-1-1": 4 }
    })
    expect(books.doubled).toEqual(["Dune Wholesale: SY-1"])
  })
})

test("a look-up tells what is there where it is offered, and is not there where it is not", async () => {
  await withWorld(withApis, async (world) => {
    await post(world, "dune", "SY-2")
    expect((await ask(world, "dune", "GET", "/orders?po=SY-2")).json).toMatchObject({
      orders: [{ po: "SY-2" }]
    })
    expect((await ask(world, "dune", "GET", "/orders?po=SY-3")).json).toEqual({ orders: [] })
    expect((await ask(world, "fjord", "GET", "/orders?po=SY-2")).status).toBe(404)
  })
})

test("without its key nobody is served, and half an order is not taken", async () => {
  await withWorld(withApis, async (world) => {
    const { url } = offerOf(world, "ember")
    const body = JSON.stringify(order("SY-4"))
    expect((await fetch(`${url}/orders`, { method: "POST", body })).status).toBe(401)
    const half = { ...order("SY-4"), lines: [...order("SY-4").lines, { line_id: "2", sku: "y" }] }
    expect((await ask(world, "ember", "POST", "/orders", half)).status).toBe(422)
    expect(world.books().suppliers["Ember Kitchen"]?.purchaseOrders).toEqual({})
  })
})

test("what was taken is listed with its parcels, and a repeat with the same key adds none", async () => {
  await withWorld(withApis, async (world) => {
    await post(world, "ember", "SY-5")
    const shipments = await until(async () => {
      const { json } = await ask(world, "ember", "GET", "/shipments")
      return (json.shipments as Array<{ po: string; items: Array<{ line: string }> }>).length > 0
        ? json
        : null
    })
    // A second parcel may be out already when the first is seen.
    const [first] = shipments.shipments as ReadonlyArray<unknown>
    expect(first).toMatchObject({ po: "SY-5", items: [{ line: "SY-5-1" }] })
    expect((await post(world, "ember", "SY-5")).status).toBe(200)
    expect(world.books().suppliers["Ember Kitchen"]?.purchaseOrders).toEqual({ "SY-5": 1 })
  })
})

test("a world that is held back places orders when it is asked to, and half of them are for the APIs", async () => {
  await withWorld({ ...withApis, orders: 60 }, async (world) => {
    const placed = () => Object.values(world.books().shops).flatMap((s) => Object.keys(s.orders)).length
    expect(placed()).toBe(0)
    expect((await control(world, "POST", "/orders/release", { count: 7 })).body).toEqual({ placed: 7 })
    expect(placed()).toBe(7)
    expect((await control(world, "POST", "/orders/release", { count: 900 })).body).toEqual({ placed: 60 })
    expect((await control(world, "POST", "/orders/release", { count: "all" })).status).toBe(400)
    expect(world.books().allPlaced).toBe(true)
  })
})
