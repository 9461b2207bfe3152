import { createServer } from "node:net"
import { expect, test } from "vitest"
import { openWorld } from "../../src/sandbox/world.ts"
import {
  control,
  folder,
  purchaseOrderCsv,
  quick,
  removeFolder,
  shopOf,
  signedIn,
  until,
  withSftp,
  withWorld
} from "./opened-world.ts"

const ordersPage = `{ orders(options: {take: 1000, sort: {id: ASC}}) { items {
  id code state updatedAt orderPlacedAt totalWithTax lines { id quantity } fulfillments { id state trackingCode } } }
  productVariants(options: {filter: {sku: {in: ["NW-210", "NW-320"]}}, sort: {id: ASC}}) { items { sku stockOnHand stockAllocated } } }`

const add = `mutation($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) { __typename ... on Fulfillment { id } } }`
const ship = `mutation($id: ID!) { transitionFulfillmentToState(id: $id, state: "Shipped") { __typename } }`

test("a restart keeps logins, ports, host key, orders, fulfillments, stock and books", async () => {
  const dir = await folder()
  const first = await openWorld({ ...quick, dir, orders: 20, seed: 9 })
  const asks = await signedIn(first)
  const order = (await asks(ordersPage)).data.orders.items[0]
  const line = order?.lines[0]
  const handler = { code: "manual-fulfillment", arguments: [{ name: "trackingCode", value: "1Z-R" }] }
  const lines = [{ orderLineId: line?.id, quantity: line?.quantity }]
  const { id } = (await asks(add, { input: { lines, handler } })).data.addFulfillmentToOrder
  await asks(ship, { id })
  await withSftp(first, "Northwind", (client) =>
    client.put(Buffer.from(purchaseOrderCsv("SY-1", [["1", "10001", 4]])), "/inbound/SY-1.csv")
  )
  await until(() =>
    Object.keys(first.books().suppliers.Northwind?.shipments ?? {}).length > 0 ? true : null
  )
  await control(first, "POST", "/orders", { shop: "acme-shop" })
  await control(first, "POST", "/stock", { shop: "acme-shop", sku: "NW-210", onHand: 12 })
  const seen = await asks(ordersPage)
  expect(JSON.stringify(seen.data)).toContain('"sku":"NW-210","stockOnHand":12')
  const booksBefore = first.books()
  await first.close()
  // fetch keeps connections: it must notice that these have ended.
  await new Promise((resolve) => setTimeout(resolve, 50))

  await withWorld({ dir, speed: 1 }, async (second) => {
    expect(second.ready).toEqual(first.ready)
    // Tokens of sessions go on, as in a shop that keeps them in its database.
    expect((await asks(ordersPage)).data).toEqual(seen.data)
    expect(second.books().shops).toEqual(booksBefore.shops)
    expect(second.books().suppliers.Northwind?.purchaseOrders).toEqual({ "SY-1": 1 })
    expect(second.books().doubled).toEqual([])
    const again = await control<{ orderNumber: string }>(second, "POST", "/orders", { shop: "acme-shop" })
    expect(again.body.orderNumber).toBe("TEST-2")
  })
  await removeFolder(dir)
})

test("what was booked before the end is shipped after it, with the same tracking numbers as without an end", async () => {
  const csv = purchaseOrderCsv("SY-2", [
    ["1", "10001", 6],
    ["2", "10002", 1]
  ])
  const bring = (world: Awaited<ReturnType<typeof openWorld>>) =>
    withSftp(world, "Northwind", (client) => client.put(Buffer.from(csv), "/inbound/SY-2.csv"))
  const shipments = (world: Awaited<ReturnType<typeof openWorld>>) =>
    world.books().suppliers.Northwind?.shipments ?? {}
  const shippedAll = async (world: Awaited<ReturnType<typeof openWorld>>) => {
    await until(() => (Object.keys(shipments(world)).length > 0 ? true : null))
    await new Promise((resolve) => setTimeout(resolve, 150))
    return shipments(world)
  }
  let undisturbed = {}
  await withWorld({ orders: 5, seed: 4 }, async (world) => {
    await bring(world)
    undisturbed = await shippedAll(world)
  })
  const dir = await folder()
  const slow = { ...quick.paces, shipAfterMs: 60_000 }
  const first = await openWorld({ ...quick, dir, orders: 5, seed: 4, paces: slow })
  await bring(first)
  await until(() => (first.books().suppliers.Northwind?.purchaseOrders["SY-2"] === 1 ? true : null))
  expect(shipments(first)).toEqual({})
  await first.close()
  await withWorld({ dir }, async (second) => {
    expect(await shippedAll(second)).toEqual(undisturbed)
  })
  await removeFolder(dir)
})

test("the plan goes on where it stood", async () => {
  const dir = await folder()
  const slow = await openWorld({ ...quick, dir, orders: 20, allAtOnce: false })
  const before = Object.values(slow.books().shops).flatMap((shop) => Object.keys(shop.orders))
  expect(before).toHaveLength(4)
  await slow.close()
  await withWorld({ dir }, async (world) => {
    const { shops, allPlaced, doubled } = world.books()
    expect(Object.values(shops).flatMap((shop) => Object.keys(shop.orders))).toHaveLength(20)
    expect({ allPlaced, doubled }).toEqual({ allPlaced: true, doubled: [] })
  })
  await removeFolder(dir)
})

test("another seed or size in the same folder is refused, with what to do", async () => {
  const dir = await folder()
  await (await openWorld({ ...quick, dir, orders: 5, seed: 2 })).close()
  await expect(openWorld({ ...quick, dir, seed: 3 })).rejects.toThrow(
    /--seed 2, and --seed 3 .* another --dir/
  )
  await expect(openWorld({ ...quick, dir, orders: 6 })).rejects.toThrow(/--orders 5/)
  await removeFolder(dir)
})

test("two worlds cannot be open in one folder", async () => {
  const dir = await folder()
  const first = await openWorld({ ...quick, dir, orders: 5 })
  await expect(openWorld({ ...quick, dir })).rejects.toThrow(/open in .* already/)
  await first.close()
  await (await openWorld({ ...quick, dir })).close()
  await removeFolder(dir)
})

test("a port that somebody else took by now is given up for another", async () => {
  const dir = await folder()
  const first = await openWorld({ ...quick, dir, orders: 5 })
  await first.close()
  const port = Number(new URL(shopOf(first, "marigold").url).port)
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve))
  await withWorld({ dir }, async (second) => {
    expect(Number(new URL(shopOf(second, "marigold").url).port)).not.toBe(port)
    expect((await control(second, "GET", "/books")).status).toBe(200)
  })
  await new Promise((resolve) => squatter.close(resolve))
  await removeFolder(dir)
})
