import { beforeEach, describe, expect, test } from "vitest"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { processOrders } from "../../../src/domain/operations/process-orders.ts"
import { retryOrders } from "../../../src/domain/operations/retry-order.ts"
import { stopSends } from "../../../src/domain/operations/stop-sends.ts"
import { processOrders as processNow } from "../../../src/domain/pipelines/process-orders.ts"
import { later } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  shopShows,
  syncOrders
} from "../sample-business.ts"

const house = withDomain()

beforeEach(async () => {
  await openBusiness(house)
})

const withoutPhone = (n: number) => {
  const order = orderOf(n, ["SKU-1"])
  return { ...order, shipTo: { ...order.shipTo, phone: "" } }
}
const canceledOnChannel = (n: number) =>
  orderOf(n, ["SKU-1"], { standing: "canceled", updatedAt: later(60_000) })
const purchaseOrderCount = async () => {
  const [row] = await house.sql()<Array<{ n: number }>>`select count(*)::int as n from purchase_orders`
  return row?.n
}
const process = (ids: ReadonlyArray<OrderId>) => processNow({ orderIds: ids, actor: "ann" })

const startedDownload = async () => {
  const [row] = await house.sql()<Array<{ id: number }>>`
    insert into sync_runs (service, channel_id, trigger, started_at) values ('orders', 1, 'demand', now()) returning id`
  return { job: "orders.download", channelId: 1, runId: row?.id } as never
}

describe("PO-1: one purchase order a supplier", () => {
  test("lines are partitioned, none lost, none doubled; each supplier gets its own once", async () => {
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-3", "SKU-2"]))
    await pressProcess(house, "#1001")
    const lines = await house.sql()`
      select s.name, l.channel_sku as sku, pl.quantity from purchase_order_lines pl
      join purchase_orders p on p.id = pl.purchase_order_id join suppliers s on s.id = p.supplier_id
      join order_lines l on l.id = pl.order_line_id order by 1, 2`
    expect(lines).toMatchObject([
      { name: "North", sku: "SKU-1", quantity: 2 },
      { name: "North", sku: "SKU-2", quantity: 2 },
      { name: "South", sku: "SKU-3", quantity: 2 }
    ])
    const sent = await purchaseOrdersOf(house, "#1001")
    expect(sent).toHaveLength(2)
    expect(house.suppliers.book.map((b) => [b.supplier, b.number, b.hash]).sort()).toEqual(
      sent.map((p) => [p.supplier, p.number, p.hash]).sort()
    )
  })

  test("two process jobs at once make one set of purchase orders", async () => {
    const ids = await importOrders(house, ...[1, 2, 3, 4].map((n) => orderOf(n, ["SKU-1", "SKU-3"])))
    await Promise.all([ids, [...ids].reverse(), ids].map((given) => house.run(process(given))))
    await house.drain()
    expect(await purchaseOrderCount()).toBe(8)
    expect(house.suppliers.book).toHaveLength(8)
    expect(new Set(house.suppliers.book.map((b) => b.number)).size).toBe(8)
  })

  test("the bytes that were written down are the bytes that arrive, whatever changes meanwhile", async () => {
    await house.run(stopSends(true))
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await house.sql()`update suppliers set purchase_order_prefix = 'X-', currency = 'EUR'`
    shopShows(house, orderOf(1, ["SKU-1"], { updatedAt: later(60_000), customerEmail: "other@example.com" }))
    await syncOrders(house)
    await house.run(stopSends(false))
    house.time.pass(60_000)
    await house.sweep()
    const [po] = await purchaseOrdersOf(house, "#1001")
    expect(house.suppliers.book).toMatchObject([{ number: po?.number, hash: po?.hash }])
    expect(house.suppliers.book[0]?.text).toContain("buyer1@example.com")
  })
})

describe("RP-15: an order on hold is not sent", () => {
  test("not by the operation, which says why", async () => {
    const [id] = await importOrders(house, withoutPhone(1))
    const answer = await house.run(processOrders([id as OrderId]))
    expect(answer.accepted).toEqual([])
    expect(answer.refused).toMatchObject([{ number: "#1001", reason: expect.stringContaining("Phone") }])
    await house.drain()
    expect(await purchaseOrderCount()).toBe(0)
  })

  test("not by the pipeline called directly, nor before its rules were applied", async () => {
    const [id] = await importOrders(house, withoutPhone(1))
    await house.run(process([id as OrderId]))
    shopShows(house, orderOf(2, ["SKU-1"]))
    await house.perform(await startedDownload())
    const unchecked = await house.order("#1002")
    expect(unchecked).toMatchObject({ action: "resolve" })
    await house.run(process([unchecked.id]))
    expect(await purchaseOrderCount()).toBe(0)
  })

  test("not by a process job that was there before the hold came", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.run(processOrders([id as OrderId]))
    shopShows(house, canceledOnChannel(1))
    await house.perform(await startedDownload())
    await house.drain()
    expect(await purchaseOrderCount()).toBe(0)
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "resolve" })
    const opened = await house.sql()`select subject from order_history where event = 'hold opened'`
    expect(opened.map((r) => r.subject)).toEqual(["canceled_on_channel"])
  })

  test("not when the world changed and nobody checked anew: the pipeline judges again", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.sql()`delete from ship_method_mappings`
    await house.run(process([id as OrderId]))
    expect(await purchaseOrderCount()).toBe(0)
    expect(await house.order("#1001")).toMatchObject({ action: "resolve" })
    const opened =
      await house.sql()`select event, subject, actor from order_history where event = 'hold opened'`
    expect(opened).toMatchObject([{ subject: "ship_method_unmapped", actor: "ann" }])
  })

  test("not by a send that was queued before the hold came; released, it goes on", async () => {
    house.suppliers.sends.push("unreachable")
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    shopShows(house, canceledOnChannel(1))
    await syncOrders(house)
    house.time.pass(600_000)
    await house.sweep()
    expect(house.suppliers.tried).toHaveLength(1)
    shopShows(house, orderOf(1, ["SKU-1"], { updatedAt: later(120_000) }))
    await syncOrders(house)
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("not by a retry, which says which hold is open", async () => {
    house.suppliers.sends.push("refuse")
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    shopShows(house, canceledOnChannel(1))
    await syncOrders(house)
    await expect(house.run(retryOrders([id as OrderId]))).rejects.toThrow("canceled on the channel")
    expect(await house.order("#1001")).toMatchObject({ status: "failed" })
  })
})
