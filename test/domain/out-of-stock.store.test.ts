import * as Effect from "effect/Effect"
import { beforeEach, expect, test, vi } from "vitest"
import { setAllocation } from "../../src/domain/operations/set-allocation.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { recomputeStock } from "../../src/domain/recompute-stock.ts"
import { later, sampleChannel } from "../fixtures/sample-world.ts"
import { alsoOffers } from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "./sample-business.ts"

const house = withDomain()
let business: Awaited<ReturnType<typeof openBusiness>>
let minute = 0

beforeEach(async () => {
  business = await openBusiness(house)
  minute = 0
})

/** A newer word each time. */
const stockOf = (supplier: "north" | "south", sku: string, quantity: number) => {
  minute += 1
  const words = [{ supplierSku: sku, quantity }]
  const at = later((minute - 60) * 60_000)
  return house.run(Effect.flatMap(Catalog, (c) => c.saveStock(business[supplier].id, words, at)))
}
const holdsOf = (number: string) => house.sql()<Array<{ kind: string; field: string; message: string }>>`
  select kind, field, message from holds h join orders o on o.id = h.order_id
  where o.channel_order_number = ${number} and released_at is null`
const actionOf = async (number: string) => (await house.order(number)).action
/** A worker's look, and what follows. */
const look = async () => {
  await house.run(recomputeStock())
  await house.drain()
}

test("what nobody has enough of is held with the shortage, and goes on by itself when there is more", async () => {
  await stockOf("north", "N-1", 1)
  await importOrders(house, orderOf(1, ["SKU-1"]))
  expect(await actionOf("#1001")).toBe("resolve")
  const [hold, ...others] = await holdsOf("#1001")
  expect(others).toEqual([])
  expect(hold).toMatchObject({ kind: "out_of_stock", field: "SKU-1" })
  expect(hold?.message).toContain("1 short: 2 wanted, North has 1 left")
  await stockOf("north", "N-1", 2)
  await look()
  expect([...(await holdsOf("#1001"))]).toEqual([])
  expect(await actionOf("#1001")).toBe("process")
  await stockOf("north", "N-1", 0)
  await look()
  expect((await holdsOf("#1001"))[0]?.message).toContain("2 short")
})

test("the last pieces go to the first orders, whoever asks at once or later", async () => {
  await stockOf("north", "N-1", 5)
  await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]), orderOf(3, ["SKU-1"]))
  expect([await actionOf("#1001"), await actionOf("#1002"), await actionOf("#1003")]).toEqual([
    "process",
    "process",
    "resolve"
  ])
  await pressProcess(house, "#1001", "#1002")
  await look()
  expect((await holdsOf("#1003"))[0]?.message).toContain("North has 1 left")
  await importOrders(house, orderOf(4, ["SKU-1"]))
  expect(await actionOf("#1004")).toBe("resolve")
  // The supplier's next word knows of what was sent.
  house.time.pass(3 * 3_600_000)
  await house.run(
    Effect.flatMap(Catalog, (c) =>
      c.saveStock(business.north.id, [{ supplierSku: "N-1", quantity: 2 }], house.time.now())
    )
  )
  await look()
  expect([await actionOf("#1003"), await actionOf("#1004")]).toEqual(["process", "resolve"])
})

test("who has enough takes it from who has not, unless stock is not to be looked at", async () => {
  await alsoOffers(house, "South", "SKU-1")
  await stockOf("north", "N-1", 1)
  await importOrders(house, orderOf(1, ["SKU-1"]))
  expect(await actionOf("#1001")).toBe("process")
  await pressProcess(house, "#1001")
  expect((await purchaseOrdersOf(house, "#1001")).map((po) => po.supplier)).toEqual(["South"])
  await house.run(setAllocation(sampleChannel.name, { whenShort: "send" }))
  await importOrders(house, orderOf(2, ["SKU-1"]))
  await pressProcess(house, "#1002")
  expect((await purchaseOrdersOf(house, "#1002")).map((po) => po.supplier)).toEqual(["North"])
})

test("two workers at once do not both give the last pieces away", async () => {
  await stockOf("north", "N-1", 2)
  await importOrders(house, orderOf(1, ["SKU-1"]))
  await importOrders(house, orderOf(2, ["SKU-1"]))
  expect([await actionOf("#1001"), await actionOf("#1002")]).toEqual(["process", "process"])
  const process = async (number: string) => {
    const { id } = await house.order(number)
    return house.perform({ job: "orders.process", orderIds: [id], actor: "ann" })
  }
  const waiting = async (): Promise<number> => {
    const [row] = await house.sql()<[{ n: number }]>`
      select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    return row.n
  }
  const gate = await house.sql().reserve()
  try {
    // Both come as far as they can: nobody can write a purchase order before the gate opens.
    await gate`begin`
    await gate`lock table purchase_orders in exclusive mode`
    const both = Promise.all([process("#1001"), process("#1002")])
    await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 60_000, interval: 20 })
    await gate`commit`
    await both
  } finally {
    gate.release()
  }
  const taken = await house.sql()`select from purchase_orders`
  expect(taken.count).toBe(1)
  expect([await actionOf("#1001"), await actionOf("#1002")].toSorted()).toEqual([null, "resolve"].toSorted())
})
