import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test, vi } from "vitest"
import { advance } from "../../../src/domain/advance.ts"
import type { OrderId } from "../../../src/domain/model/order.ts"
import type { SupplierId } from "../../../src/domain/model/supplier.ts"
import { previewReissue, reissueOrder } from "../../../src/domain/operations/reissue-order.ts"
import { releaseHolds } from "../../../src/domain/operations/release-holds.ts"
import { retryOrders } from "../../../src/domain/operations/retry-order.ts"
import { carryOutReissue, planReissue } from "../../../src/domain/reissue-orders.ts"
import {
  acknowledgement,
  alsoOffers,
  openHoldsOf,
  piecesOf,
  said,
  setTerms,
  supplierSays
} from "../answering-business.ts"
import { withDomain } from "../domain-house.ts"
import { expectLivePieces, expectQuantities, expectSaidOnce, expectStatusFromFacts } from "../invariants.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  supplierShips
} from "../sample-business.ts"

const house = withDomain()
let id = 0 as OrderId
let po = ""
let north = 0 as SupplierId
let south = 0 as SupplierId

/** #1001: two pieces each of SKU-1 and SKU-2 at North, sent; South offers SKU-1 too. */
const sent = async (auto = false) => {
  if (auto)
    await house.sql()`update channels set auto_processing = true, auto_processing_by = 'ann',
      auto_processing_at = now(), alert_tested_at = now()`
  const [made] = await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  id = made as OrderId
  await pressProcess(house, "#1001")
  po = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
}
const rejects = (given: Parameters<typeof acknowledgement>[1]) =>
  supplierSays(house, "North", { acknowledgements: [acknowledgement(po, given)] })
const all = () => house.sql()`
  select p.number, p.revision, s.name as supplier, p.state, p.created_by,
    (select json_agg(json_build_array(l.supplier_sku, l.quantity) order by l.supplier_sku)
     from purchase_order_lines l where l.purchase_order_id = p.id) as lines
  from purchase_orders p join suppliers s on s.id = p.supplier_id where p.order_id = ${id} order by p.id`

beforeEach(async () => {
  const business = await openBusiness(house)
  north = business.north.id
  south = business.south.id
  await alsoOffers(house, "South", "SKU-1")
})

const expectLaws = async () => {
  await expectQuantities(house)
  await expectLivePieces(house)
  await expectStatusFromFacts(house)
  await expectSaidOnce(house)
}

describe("a whole purchase order was refused", () => {
  test("to the next supplier that offers it; the refusing one is not asked again, and nothing is left over silently", async () => {
    await alsoOffers(house, "South", "SKU-2")
    await sent()
    await rejects({ standing: "rejected", reason: "credit" })
    expect(await house.run(previewReissue(id, null))).toMatchObject({
      withdrawn: [po],
      purchaseOrders: [{ supplier: "South" }]
    })
    expect(await all()).toHaveLength(1)
    const { numbers } = await house.run(reissueOrder(id, null))
    await house.drain()
    expect(await all()).toMatchObject([
      { number: po, state: "canceled", supplier: "North" },
      {
        number: numbers[0],
        state: "sent",
        supplier: "South",
        revision: 1,
        lines: [
          ["S-1", 2],
          ["S-2", 2]
        ]
      }
    ])
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
    expect(house.suppliers.book.map((b) => b.supplier)).toEqual(["North", "South"])
    await expect(house.run(reissueOrder(id, null))).rejects.toThrow("nothing to give out anew")
    await expectLaws()
  })

  test("nobody else has one of the lines: refused with its name, nothing is changed", async () => {
    await sent()
    await rejects({ standing: "rejected", reason: "credit" })
    await expect(house.run(reissueOrder(id, null))).rejects.toThrow(/No supplier offers SKU SKU-2.* --to\.$/)
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "failed" }])
    await expectLaws()
  })

  test("to the same supplier, by a person's word: the old number with its suffix and the next revision", async () => {
    await setTerms(house, "North", { numbers: { reissueSuffix: "-R" } })
    await sent()
    for (const revision of [2, 3]) {
      await rejects({ reference: `no ${revision}`, standing: "rejected", reason: "wrong unit" })
      const { numbers } = await house.run(reissueOrder(id, north))
      expect(numbers).toEqual([`${po.replace(/-R\d$/, "")}-R${revision}`])
      await house.drain()
      po = numbers[0] ?? ""
    }
    expect(await all()).toMatchObject([
      { state: "canceled", revision: 1 },
      { state: "canceled", revision: 2 },
      { state: "sent", revision: 3 }
    ])
    await expectLaws()
  })
})

/** Whether somebody waits for a lock that we hold. */
const waitForWaiter = async () => {
  await vi.waitFor(
    async () => {
      const waiting = await house.sql()`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      expect(waiting).toHaveLength(1)
    },
    { timeout: 60_000 }
  )
}

test("a retry waits for who gives the order out anew: never two suppliers with the same pieces", async () => {
  await alsoOffers(house, "South", "SKU-2")
  await sent()
  await rejects({ standing: "rejected", reason: "credit" })
  const retried = await house.sql().begin(async (sql) => {
    await sql`select from orders where id = ${id} for update`
    const retry = house.run(Effect.result(retryOrders([id])))
    await waitForWaiter()
    expect(await all()).toMatchObject([{ state: "failed" }])
    await sql`update dispatch_intents set state = 'withdrawn'`
    await sql`update purchase_orders set state = 'canceled'`
    return { retry }
  })
  expect(await retried.retry).toMatchObject({ _tag: "Failure" })
  await house.drain()
  expect(house.suppliers.book.map((b) => b.supplier)).toEqual(["North"])
})

test("a plan that is older than the rows gives nothing out", async () => {
  await alsoOffers(house, "South", "SKU-2")
  await sent()
  await rejects({ standing: "rejected", reason: "credit" })
  const plan = await house.run(planReissue(id, null))
  await house.sql()`update dispatch_intents set state = 'claimed', lease_worker = 0, lease_until = now()`
  await house.sql()`update purchase_orders set state = 'sending', failure = null`
  const { judged } = plan
  if (judged === null) throw new Error("there is nothing to give out")
  await expect(
    house.run(advance(Effect.map(carryOutReissue(plan, judged), (value) => ({ value, orders: [id] }))))
  ).rejects.toThrow("moved under its lock")
  expect(await all()).toMatchObject([{ supplier: "North", state: "sending" }])
})

describe("a line was given back", () => {
  test("the hold stops nothing else; re-issue places exactly those pieces, and takes the hold away", async () => {
    await sent()
    await rejects({ lines: [said("N-1", "rejected", { quantity: 1, code: "IR" }), said("N-2", "accepted")] })
    expect(await openHoldsOf(house, id)).toMatchObject([{ kind: "line_rejected" }])
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
    await house.run(reissueOrder(id, null))
    await house.drain()
    expect(await all()).toMatchObject([
      {
        number: po,
        state: "sent",
        lines: [
          ["N-1", 2],
          ["N-2", 2]
        ]
      },
      { supplier: "South", state: "sent", lines: [["S-1", 1]] }
    ])
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await expectLaws()
  })

  test("once South ships them, North cannot ship them too: its row is kept with the reason", async () => {
    await sent()
    await rejects({ lines: [said("N-1", "rejected", { quantity: 1 })] })
    await house.run(reissueOrder(id, south))
    await house.drain()
    supplierShips(house, "North", "all.csv", [po, "N-1", 2, "1Z1"])
    await receiveTracking(house)
    expect(await house.sql()`select reason from quarantine`).toMatchObject([
      { reason: expect.stringContaining("more shipped (2)") }
    ])
    await expectLaws()
  })

  test("still free, North ships it after all: taken, and a person is told", async () => {
    await sent()
    await rejects({ lines: [said("N-1", "rejected", { quantity: 1 })] })
    supplierShips(house, "North", "all.csv", [po, "N-1", 2, "1Z1"])
    await receiveTracking(house)
    expect(await piecesOf(house, id)).toMatchObject([{ shipped: 2, open: 0 }, { open: 2 }])
    expect((await openHoldsOf(house, id)).map((h) => h.kind)).toEqual([
      "line_rejected",
      "shipped_after_cancel"
    ])
    await house.run(releaseHolds(id, null, "they told us"))
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await expectLaws()
  })

  test("a purchase order of which a part was given back is not retried with its old bytes", async () => {
    await sent()
    await rejects({ reference: "1", lines: [said("N-1", "rejected", { quantity: 1 })] })
    await house.run(reissueOrder(id, south))
    await house.drain()
    await rejects({ reference: "2", standing: "rejected", reason: "all of it" })
    await expect(house.run(retryOrders([id]))).rejects.toThrow("nothing to try again")
    await expectLaws()
  })
})

describe("by itself", () => {
  test("where auto-processing is on, a business rejection goes to the next supplier, by the authority of who switched it on", async () => {
    await alsoOffers(house, "South", "SKU-2")
    await sent(true)
    await rejects({ standing: "rejected", reason: "credit" })
    await house.drain()
    expect(await all()).toMatchObject([
      { state: "canceled", supplier: "North" },
      { state: "sent", supplier: "South", created_by: "auto-processing (accepted by ann)" }
    ])
    await expectLaws()
  })

  test("nobody is left: a hold names it", async () => {
    await sent(true)
    await rejects({ standing: "rejected", reason: "credit" })
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "no_fallback", message: expect.stringContaining("SKU-2") }
    ])
    expect(await all()).toMatchObject([{ state: "failed" }])
    await expectLaws()
  })

  test("off, a person decides", async () => {
    await alsoOffers(house, "South", "SKU-2")
    await sent()
    await rejects({ standing: "rejected", reason: "credit" })
    await house.drain()
    expect(await all()).toMatchObject([{ state: "failed" }])
  })
})
