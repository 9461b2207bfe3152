import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type AnswerableLine,
  type AnswerablePurchaseOrder,
  judgeAcknowledgement,
  waitingOf
} from "../../../src/domain/model/acknowledgement.ts"
import { OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { PurchaseOrderId, type PurchaseOrderState } from "../../../src/domain/model/purchase-order.ts"
import {
  type AcknowledgedLine,
  type IncomingAcknowledgement,
  lineAnswers
} from "../../../src/domain/model/supplier-answer.ts"

/** A line whose parts fit into what was ordered. */
const line = (n: number): fc.Arbitrary<AnswerableLine> =>
  fc
    .tuple(fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4))
    .map(([free, shipped, canceled, rejected, later]) => ({
      orderLineId: OrderLineId(n),
      sku: `SKU-${n % 2}`,
      supplierSku: `N-${n % 2}`,
      quantity: free + shipped + canceled + rejected + later + 1,
      shipped,
      canceled,
      rejected,
      backordered: later,
      unitCost: n === 1 ? null : "7.25"
    }))

const states: ReadonlyArray<PurchaseOrderState> = ["sending", "sent", "in_doubt", "failed", "canceled"]

const purchaseOrder: fc.Arbitrary<AnswerablePurchaseOrder> = fc.record({
  purchaseOrderId: fc.constant(PurchaseOrderId(1)),
  number: fc.constant("SY-1"),
  orderId: fc.constant(OrderId(1)),
  state: fc.constantFrom(...states),
  references: fc.constantFrom([], ["known"]),
  lines: fc.tuple(line(0), line(1), line(2))
})

const said: fc.Arbitrary<AcknowledgedLine> = fc.record({
  lineId: fc.constantFrom("", "", "0", "2", "77"),
  sku: fc.constantFrom("N-0", "N-1", "SKU-1", "X"),
  answer: fc.constantFrom(...lineAnswers),
  quantity: fc.option(fc.nat(20), { nil: null }),
  expectedAt: fc.option(fc.date({ noInvalidDate: true }), { nil: null }),
  unitCost: fc.option(fc.constantFrom("7.25", "7.2501", "0"), { nil: null }),
  code: fc.constantFrom("", "IR"),
  reason: fc.string({ maxLength: 400 })
})

const acknowledgement: fc.Arbitrary<IncomingAcknowledgement> = fc.record({
  purchaseOrderNumber: fc.constant("SY-1"),
  reference: fc.constantFrom("known", "new"),
  supplierOrderNumber: fc.constant(""),
  standing: fc.constantFrom("accepted" as const, "changed" as const, "rejected" as const),
  reason: fc.string({ maxLength: 400 }),
  lines: fc.array(said, { maxLength: 6 }),
  place: fc.constant("ack:1"),
  raw: fc.constant("")
})

describe("what an answer makes of a purchase order", () => {
  it("never moves more pieces than wait, and never touches what has left", () => {
    fc.assert(
      fc.property(purchaseOrder, acknowledgement, (po, ack) => {
        const judged = judgeAcknowledgement(ack, po)
        if (judged._tag !== "Taken") return
        for (const outcome of judged.outcomes) {
          const of = po.lines.find((l) => l.orderLineId === outcome.orderLineId)
          if (of === undefined) throw new Error("an outcome of no line")
          expect(outcome.rejected).toBeGreaterThanOrEqual(0)
          expect(outcome.backordered).toBeGreaterThanOrEqual(0)
          expect(outcome.rejected + outcome.backordered).toBeLessThanOrEqual(waitingOf(of))
        }
        expect(new Set(judged.outcomes.map((o) => o.orderLineId)).size).toBe(judged.outcomes.length)
      })
    )
  })

  it("fails a purchase order only while nothing of it has left", () => {
    fc.assert(
      fc.property(purchaseOrder, acknowledgement, (po, ack) => {
        const judged = judgeAcknowledgement(ack, po)
        if (judged._tag === "Taken" && judged.rejectsAll) {
          expect(po.lines.every((l) => l.shipped === 0)).toBe(true)
          expect(["failed", "canceled"]).not.toContain(po.state)
        }
      })
    )
  })

  it("keeps every line of the answer: matched or told as unknown", () => {
    fc.assert(
      fc.property(purchaseOrder, acknowledgement, (po, ack) => {
        const judged = judgeAcknowledgement(ack, po)
        if (judged._tag === "Taken") expect(judged.said.length + judged.unknown.length).toBe(ack.lines.length)
        if (judged._tag === "Known") expect(po.references).toContain(ack.reference)
      })
    )
  })

  it("bounds the words that it shows", () => {
    fc.assert(
      fc.property(purchaseOrder, acknowledgement, (po, ack) => {
        const judged = judgeAcknowledgement(ack, po)
        if (judged._tag === "Taken")
          for (const f of judged.findings) expect(f.message.length).toBeLessThan(600)
      })
    )
  })
})
