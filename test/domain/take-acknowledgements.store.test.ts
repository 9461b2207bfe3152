import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { listLateAnswers } from "../../src/domain/operations/list-late-answers.ts"
import { provePurchaseOrder } from "../../src/domain/operations/prove-purchase-order.ts"
import { retryOrders } from "../../src/domain/operations/retry-order.ts"
import { stopSends } from "../../src/domain/operations/stop-sends.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { OrderBoard } from "../../src/domain/ports/order-board.ts"
import {
  acknowledgement,
  alsoOffers,
  openHoldsOf,
  piecesOf,
  said,
  setTerms,
  supplierSays
} from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import { expectLivePieces, expectQuantities, expectSaidOnce, expectStatusFromFacts } from "./invariants.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  supplierShips
} from "./sample-business.ts"

const house = withDomain()
let id = 0 as OrderId
let po = ""

/** #1001: two pieces each of SKU-1 and SKU-2 at North, sent. */
const sent = async () => {
  const [made] = await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  id = made as OrderId
  await pressProcess(house, "#1001")
  po = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
}
const says = (...acknowledgements: Parameters<typeof supplierSays>[2]["acknowledgements"] & object) =>
  supplierSays(house, "North", { acknowledgements })
const lines = () => piecesOf(house, id)
const order = () => house.order("#1001")
const quarantined = () => house.sql()`select source, place, reason, raw from quarantine order by id`

beforeEach(async () => {
  await openBusiness(house)
  await sent()
})

const expectLaws = async () => {
  await expectQuantities(house)
  await expectLivePieces(house)
  await expectStatusFromFacts(house)
  await expectSaidOnce(house)
}

describe("IA, IB, IQ, IP, IR: per line", () => {
  test("accepted: recorded with the supplier's own number, and it waits for nothing more", async () => {
    await says(acknowledgement(po, { supplierOrderNumber: "N-77" }))
    const [row] =
      await house.sql()`select supplier_order_number, acknowledged_at is not null as known from purchase_orders`
    expect(row).toMatchObject({ supplier_order_number: "N-77", known: true })
    expect(await lines()).toMatchObject([{ open: 2 }, { open: 2 }])
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    const history = await house.sql()`select after, detail from order_history where event = 'acknowledged'`
    expect(history).toMatchObject([{ after: "accepted", detail: { supplier: "North" } }])
    await expectLaws()
  })

  test("backordered with its date; the parcel of it takes it out again, and nothing is counted twice", async () => {
    const expectedAt = new Date("2026-12-24T00:00:00Z")
    await says(
      acknowledgement(po, {
        lines: [
          said("N-1", "accepted", { quantity: 1 }),
          said("N-1", "backordered", { quantity: 1, expectedAt }),
          said("N-2", "backordered", { expectedAt })
        ]
      })
    )
    expect(await lines()).toMatchObject([
      { sku: "SKU-1", open: 1, backordered: 1 },
      { sku: "SKU-2", open: 0, backordered: 2 }
    ])
    const [line] = await house.sql()`select expected_at from purchase_order_lines where supplier_sku = 'N-2'`
    expect(line?.expected_at).toEqual(expectedAt)
    await expectLaws()
    supplierShips(house, "North", "one.csv", [po, "N-1", 1, "1Z1"], [po, "N-2", 1, "1Z1"])
    await receiveTracking(house)
    expect(await lines()).toMatchObject([
      { open: 0, shipped: 1, backordered: 1 },
      { open: 0, shipped: 1, backordered: 1 }
    ])
    await expectLaws()
    supplierShips(house, "North", "two.csv", [po, "N-1", 1, "1Z2"], [po, "N-2", 1, "1Z2"])
    await receiveTracking(house)
    expect(await lines()).toMatchObject([
      { shipped: 2, backordered: 0 },
      { shipped: 2, backordered: 0 }
    ])
    expect(await order()).toMatchObject({ status: "completed" })
    await expectLaws()
  })

  test("a later answer that accepts everything brings the backorder back", async () => {
    await says(acknowledgement(po, { reference: "1", lines: [said("N-1", "backordered")] }))
    await says(acknowledgement(po, { reference: "2" }))
    expect(await lines()).toMatchObject([{ open: 2, backordered: 0 }, { open: 2 }])
  })

  test("fewer pieces than ordered: the rest is given back, with a hold that names it", async () => {
    await says(acknowledgement(po, { lines: [said("N-1", "quantity_changed", { quantity: 1 })] }))
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "line_rejected", field: `${po}/SKU-1`, message: expect.stringContaining("1 x SKU-1") }
    ])
    expect(await house.sql()`select rejected from purchase_order_lines order by supplier_sku`).toMatchObject([
      { rejected: 1 },
      { rejected: 0 }
    ])
    await expectLaws()
  })

  test("a price above our cost holds; a lower one and the same one do not", async () => {
    await says(
      acknowledgement(po, {
        lines: [
          said("N-1", "price_changed", { unitCost: "7.2501" }),
          said("N-2", "price_changed", { unitCost: "7.2500" })
        ]
      })
    )
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "price_raised", message: expect.stringMatching(/7\.2501 each now, and we ordered at 7\.2500/) }
    ])
  })

  test("a hold of an answer outlives the rules, which know nothing of it", async () => {
    await says(acknowledgement(po, { lines: [said("N-1", "price_changed", { unitCost: "9" })] }))
    await house.perform({ job: "orders.validate", orderIds: [id] })
    expect(await openHoldsOf(house, id)).toMatchObject([{ kind: "price_raised" }])
  })

  test("rejected as a whole: Failed with the supplier's words, and nothing is backordered any more", async () => {
    await says(acknowledgement(po, { reference: "1", lines: [said("N-1", "backordered")] }))
    await says(acknowledgement(po, { reference: "2", standing: "rejected", reason: "credit limit reached" }))
    expect(await order()).toMatchObject({ status: "failed", action: "retry" })
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([
      { state: "failed", failure: "North rejects it: credit limit reached" }
    ])
    expect(await lines()).toMatchObject([{ open: 2, backordered: 0 }, { open: 2 }])
    await expectLaws()
  })

  test("every line rejected is the same as the whole", async () => {
    await says(
      acknowledgement(po, {
        lines: [
          said("N-1", "rejected", { code: "IR", reason: "discontinued" }),
          said("N-2", "rejected", { code: "R2" })
        ]
      })
    )
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([
      { state: "failed", failure: "North rejects it: IR: discontinued" }
    ])
    await expectLaws()
  })
})

describe("once, and only about what is known", () => {
  test("the same reference twice counts once", async () => {
    const ack = acknowledgement(po, { lines: [said("N-1", "rejected", { quantity: 1 })] })
    await says(ack)
    await says(ack)
    expect(await house.sql()`select 1 from acknowledgements`).toHaveLength(1)
    expect(
      await house.sql()`select rejected from purchase_order_lines where supplier_sku = 'N-1'`
    ).toMatchObject([{ rejected: 1 }])
  })

  test("an unknown purchase order, another supplier's, and an unknown SKU are kept with the reason", async () => {
    await says(
      acknowledgement("SY-999999"),
      acknowledgement(po, { lines: [said("N-1", "accepted"), said("N-99", "accepted")] })
    )
    await supplierSays(house, "South", { acknowledgements: [acknowledgement(po)] })
    expect(await quarantined()).toMatchObject([
      { source: "acknowledgements", reason: "no purchase order SY-999999 was sent to this supplier" },
      { reason: `${po} has no line N-99` },
      { reason: `no purchase order ${po} was sent to this supplier` }
    ])
    expect(await house.sql()`select 1 from acknowledgements`).toHaveLength(1)
  })

  test("after the parcel it is recorded and changes nothing", async () => {
    supplierShips(house, "North", "all.csv", [po, "N-1", 2, "1Z1"], [po, "N-2", 2, "1Z1"])
    await receiveTracking(house)
    await says(
      acknowledgement(po, { reference: "1", lines: [said("N-1", "backordered"), said("N-2", "rejected")] }),
      acknowledgement(po, { reference: "2", standing: "rejected" })
    )
    expect(await order()).toMatchObject({ status: "completed" })
    expect(await house.sql()`select 1 from acknowledgements`).toHaveLength(2)
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await expectLaws()
  })

  test("a rejection when a part has left: that part stays, a person is told", async () => {
    supplierShips(house, "North", "one.csv", [po, "N-1", 1, "1Z1"])
    await receiveTracking(house)
    await says(acknowledgement(po, { standing: "rejected", reason: "out of stock" }))
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "sent" }])
    expect(await openHoldsOf(house, id)).toMatchObject([{ kind: "answer_differs" }])
    await expectLaws()
  })
})

describe("an answer proves the send", () => {
  const doubtful = async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, arrived")
    await importOrders(house, orderOf(2, ["SKU-1"]))
    await pressProcess(house, "#1002")
    expect(await house.order("#1002")).toMatchObject({ action: "settle" })
    return (await purchaseOrdersOf(house, "#1002"))[0]?.number ?? ""
  }

  test("accepted: the doubt is over", async () => {
    const doubt = await doubtful()
    await says(acknowledgement(doubt))
    expect(await purchaseOrdersOf(house, "#1002")).toMatchObject([{ state: "sent", intent: "sent" }])
    await expectLaws()
  })

  test("rejected: failed, and never given to another supplier by itself", async () => {
    await alsoOffers(house, "South", "SKU-1")
    await house.sql()`update channels set auto_processing = true, auto_processing_by = 'ann',
      auto_processing_at = now(), alert_tested_at = now()`
    const doubt = await doubtful()
    await says(acknowledgement(doubt, { standing: "rejected", reason: "closed" }))
    expect(await purchaseOrdersOf(house, "#1002")).toMatchObject([{ state: "failed", supplier: "North" }])
    await expectLaws()
  })

  test("it is a link of the proof", async () => {
    await says(acknowledgement(po, { lines: [said("N-1", "backordered", { quantity: 1 })] }))
    const { verdict, links } = await house.run(provePurchaseOrder(po))
    expect(verdict).toBe("missing")
    expect(links).toContainEqual(
      expect.objectContaining({
        link: "acknowledgement",
        verdict: "holds",
        says: expect.stringContaining("1 x N-1 backordered")
      })
    )
  })
})

describe("a yes, a no since, and a retry that has to wait", () => {
  const retryBehindAStop = async () => {
    await house.run(stopSends(true))
    await house.run(retryOrders([id]))
    await house.drain()
    await house.sweep()
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "queued", intent: "planned" }])
    await house.run(stopSends(false))
    await house.sweep()
    expect(house.suppliers.book.map((b) => b.supplier)).toEqual(["North", "North"])
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "sent" }])
  }

  test("the old yes does not prove the new send: it leaves", async () => {
    await says(acknowledgement(po, { reference: "yes" }))
    house.time.pass(1_000)
    await says(acknowledgement(po, { reference: "no", standing: "rejected", reason: "out of stock" }))
    await retryBehindAStop()
  })

  test("a machine's no is no such no: what was acknowledged is not sent again", async () => {
    await says(acknowledgement(po, { reference: "yes" }))
    house.time.pass(1_000)
    const controlNumber = String(Number(po.replace(/\D/g, "")))
    const no = { identifiers: { controlNumber }, standing: "rejected", kind: "997" } as const
    const receipts = [{ ...no, reason: "unreadable", place: "fa.x12", raw: "AK5*R~" }]
    house.suppliers.files.set("North", [{ name: "fa.x12", receipts }])
    await receiveTracking(house)
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "sent" }])
    await expect(house.run(retryOrders([id]))).rejects.toThrow("Nothing is sent while a hold is open")
    expect(await openHoldsOf(house, id)).toMatchObject([{ kind: "answer_differs", field: po }])
  })

  test("of what has a parcel nothing is sent again", async () => {
    supplierShips(house, "North", "some.csv", [po, "N-1", 1, "1Z1"])
    await receiveTracking(house)
    await house.sql()`update dispatch_intents set state = 'refused'`
    await house.sql()`update purchase_orders set state = 'failed', failure = 'no', sent_at = null`
    await expect(house.run(retryOrders([id]))).rejects.toThrow("nothing to try again")
  })
})

describe("no answer within the supplier's own time", () => {
  test("is an exception of the order, once, and ends with the answer", async () => {
    await setTerms(house, "North", { acknowledgesWithinMinutes: 60 })
    await importOrders(house, orderOf(3, ["SKU-1"]))
    await pressProcess(house, "#1003")
    const number = (await purchaseOrdersOf(house, "#1003"))[0]?.number ?? ""
    const late = () =>
      house.sql()`select subject, detail from order_history where event = 'acknowledgement late'`
    house.time.pass(59 * 60_000)
    await house.sweep()
    expect(await late()).toHaveLength(0)
    house.time.pass(2 * 60_000)
    await house.sweep()
    await house.sweep()
    expect(await late()).toMatchObject([{ subject: number, detail: { supplier: "North" } }])
    const shown = async () => {
      const page = await house.run(Effect.flatMap(OrderBoard, (b) => b.page({ search: "#1003" }, null, 5)))
      return page.rows[0]?.why
    }
    const causes = async () =>
      (await house.run(Effect.flatMap(AlertStore, (s) => s.causes(house.time.now())))).map((c) => c.cause)
    expect(await shown()).toBe("0 of 2 shipped, late")
    expect(await house.run(listLateAnswers(10))).toMatchObject([
      { awaited: "acknowledgement", number, supplier: "North", lateMs: 60_000 }
    ])
    expect(await causes()).toContainEqual(expect.stringMatching(/^late\//))
    await says(acknowledgement(number))
    expect(await shown()).toBe("0 of 2 shipped")
    expect(await house.run(listLateAnswers(10))).toEqual([])
    expect(await causes()).not.toContainEqual(expect.stringMatching(/^late\//))
    expect(
      await house.sql()`select 1 from purchase_orders where late_at is not null and acknowledged_at is null`
    ).toHaveLength(0)
  })
})
