import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { IncomingReceipt } from "../../src/domain/model/supplier-answer.ts"
import { provePurchaseOrder } from "../../src/domain/operations/prove-purchase-order.ts"
import { retryOrders } from "../../src/domain/operations/retry-order.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { SupplierReceipts } from "../../src/domain/ports/supplier-receipts.ts"
import { acknowledgement, openHoldsOf, supplierSays } from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import {
  evidenceOf,
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  supplierShips
} from "./sample-business.ts"

const house = withDomain()
let number = ""
let control = ""

const sendOne = async () => {
  await pressProcess(house, "#1001")
  number = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
  control = String(Number(number.replace(/\D/g, "")))
}

beforeEach(async () => {
  await openBusiness(house)
  await importOrders(house, orderOf(1, ["SKU-1"]))
})

const receipt = (given: Partial<IncomingReceipt> = {}): IncomingReceipt => ({
  identifiers: { controlNumber: control },
  standing: "accepted",
  kind: "997",
  reason: "",
  place: "fa.x12, segment 5 AK2",
  raw: "AK1*PO*1~",
  ...given
})

const arrives = async (name: string, ...receipts: ReadonlyArray<IncomingReceipt>) => {
  house.suppliers.files.set("North", [...(house.suppliers.files.get("North") ?? []), { name, receipts }])
  return receiveTracking(house)
}

const quarantined = () =>
  house.sql()<Array<{ source: string; reason: string }>>`select source, reason from quarantine order by id`
const state = async () => (await purchaseOrdersOf(house, "#1001"))[0]
const overdue = () => house.run(Effect.flatMap(SupplierReceipts, (s) => s.overdue(house.time.now(), 10)))
const causes = async () =>
  (await house.run(Effect.flatMap(AlertStore, (s) => s.causes(house.time.now())))).filter((c) =>
    c.cause.startsWith("receipt/")
  )
const expectWithin = (minutes: number) =>
  house.sql()`update suppliers set terms = ${house.sql().json({ receiptWithinMinutes: minutes })} where name = 'North'`

describe("a receipt for what was sent", () => {
  beforeEach(sendOne)

  test("is evidence and history, once, in whatever files it comes", async () => {
    await arrives("a.x12", receipt())
    await arrives("b.x12", receipt(), receipt())
    expect(await state()).toMatchObject({ state: "sent" })
    expect(await evidenceOf(house, number)).toEqual(["transport_receipt", "answer"])
    const history = await house.sql()`
      select subject, detail from order_history where event = 'purchase-order.receipt'`
    expect(history).toMatchObject([{ subject: number, detail: { kind: "997", standing: "accepted" } }])
    const { links, verdict } = await house.run(provePurchaseOrder(number))
    expect(verdict).not.toBe("broken")
    expect(links.find((l) => l.link === "answer")?.says).toContain("kind=997")
  })

  test("that says no fails the purchase order with the place and the code", async () => {
    const reason = "997 rejected: segment N4 at position 8, element 02: code 7 (invalid code value)"
    await arrives("a.x12", receipt({ standing: "rejected", reason }))
    expect(await state()).toMatchObject({ state: "failed", intent: "refused", failure: reason })
    expect(await house.order("#1001")).toMatchObject({ status: "failed" })
    // Said again, it changes nothing; and nothing is sent again by itself.
    await arrives("b.x12", receipt({ standing: "rejected", reason }))
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
    expect(await evidenceOf(house, number)).toEqual(["transport_receipt", "answer"])
  })

  test("of nobody's message is quarantined, also when another supplier has that number", async () => {
    await arrives("a.x12", receipt({ identifiers: { controlNumber: "999" } }))
    house.suppliers.files.set("South", [{ name: "s.x12", receipts: [receipt({ standing: "rejected" })] }])
    await receiveTracking(house)
    expect(await state()).toMatchObject({ state: "sent" })
    expect(await quarantined()).toMatchObject([
      { source: "receipts", reason: expect.stringContaining("controlNumber 999") },
      { source: "receipts", reason: expect.stringContaining(`controlNumber ${control}`) }
    ])
  })

  test("must carry nothing that the message does not", async () => {
    await arrives("a.x12", receipt({ identifiers: { controlNumber: control, file: "other.json" } }))
    await arrives("b.x12", receipt({ identifiers: {}, place: "b.x12, segment 5 AK2" }))
    expect(await evidenceOf(house, number)).toEqual(["transport_receipt"])
    expect(await quarantined()).toHaveLength(2)
  })

  test("ends the waiting for it: overdue until then, and never sent again", async () => {
    await expectWithin(60)
    expect(await overdue()).toEqual([])
    house.time.pass(61 * 60_000)
    expect(await overdue()).toMatchObject([{ number, supplier: "North", channelOrderNumber: "#1001" }])
    const { links } = await house.run(provePurchaseOrder(number))
    expect(links.find((l) => l.link === "receipt")).toMatchObject({ verdict: "missing" })
    expect(await causes()).toMatchObject([
      { title: "1 purchase orders to North wait for a 997 that is overdue" }
    ])
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
    expect(await state()).toMatchObject({ state: "sent" })
    await arrives("late.x12", receipt())
    expect(await overdue()).toEqual([])
    expect(await causes()).toEqual([])
    expect((await house.run(provePurchaseOrder(number))).links.some((l) => l.link === "receipt")).toBe(false)
  })

  test("a TA1 is evidence that it arrived, and the 997 is waited for all the same", async () => {
    await expectWithin(60)
    await arrives("ta1.x12", receipt({ kind: "TA1", awaitsMore: true }))
    expect(await evidenceOf(house, number)).toEqual(["transport_receipt", "answer"])
    house.time.pass(61 * 60_000)
    expect(await overdue()).toMatchObject([{ number }])
    // One about an envelope of ours that held no purchase order is no news; a no to it is.
    const other = { kind: "TA1", awaitsMore: true as const, identifiers: { controlNumber: "88" } }
    await arrives("ta1-2.x12", receipt(other))
    expect(await quarantined()).toEqual([])
    await arrives("ta1-3.x12", receipt({ ...other, standing: "rejected" }))
    expect(await quarantined()).toMatchObject([{ reason: expect.stringContaining("TA1 said rejected") }])
  })

  test("is waited for again once it was sent again", async () => {
    await expectWithin(60)
    await arrives("no.x12", receipt({ standing: "rejected", reason: "segment N4" }))
    house.time.pass(60_000)
    await house.run(retryOrders([(await house.order("#1001")).id]))
    await house.drain()
    expect(await overdue()).toEqual([])
    house.time.pass(61 * 60_000)
    expect(await overdue()).toMatchObject([{ number }])
    await arrives("yes.x12", receipt())
    expect(await overdue()).toEqual([])
  })

  test("a TA1 that says no: refused by the partner's translator, and nobody waits for a 997", async () => {
    await expectWithin(60)
    const reason = "refused by the partner's translator, TA1 rejected: code 006 (sender not known)"
    await arrives("ta1.x12", receipt({ kind: "TA1", awaitsMore: true, standing: "rejected", reason }))
    expect(await state()).toMatchObject({ state: "failed", intent: "refused", failure: reason })
    house.time.pass(61 * 60_000)
    expect(await overdue()).toEqual([])
  })

  test("bounces: a mail that came back fails the purchase order", async () => {
    await house.sql()`
      insert into dispatch_intents (purchase_order_id, supplier_id, key, transport, content, content_hash, identifiers,
        state, not_before, created_at)
      select purchase_order_id, supplier_id, key || '/mail', 'email', content, content_hash,
        '{"messageId": "<a@b>"}', 'sent', not_before, created_at from dispatch_intents`
    const bounce = { kind: "bounce", standing: "rejected" as const, identifiers: { messageId: "<a@b>" } }
    const intent = () => house.sql()`select state from dispatch_intents where transport = 'email'`
    const came = (place: string) => {
      house.time.pass(60_000)
      return arrives(place, receipt({ ...bounce, place, reason: "550 5.1.1 no such user" }))
    }
    await came("mail <1@mx>")
    expect(await intent()).toEqual([{ state: "refused" }])
    // Sent again, under the same Message-ID. The first bounce, read once more, is old news; another one is about this try.
    await house.sql()`update dispatch_intents set state = 'sent' where transport = 'email'`
    await house.sql()`update purchase_orders set state = 'sent', sent_at = created_at, failure = null`
    await came("mail <1@mx>")
    expect(await intent()).toEqual([{ state: "sent" }])
    await came("mail <2@mx>")
    expect(await intent()).toEqual([{ state: "refused" }])
  })
})

describe("a no to what the supplier has taken already", () => {
  beforeEach(sendOne)
  const no = (reason: string) => receipt({ standing: "rejected", reason })
  const untouched = async (words: string) => {
    expect(await state()).toMatchObject({ state: "sent", intent: "sent" })
    expect(await openHoldsOf(house, (await house.order("#1001")).id)).toMatchObject([
      { kind: "answer_differs", field: number, message: expect.stringContaining(words) }
    ])
  }

  test("takes nothing back that a parcel proved: a person is asked", async () => {
    supplierShips(house, "North", "asn.csv", [number, "N-1", 1, "1Z999AA10123456784"])
    await receiveTracking(house)
    await arrives("late.x12", no("segment N4"))
    await untouched("a parcel has left for it")
    expect((await house.order("#1001")).status).not.toBe("failed")
  })

  test("takes nothing back that an 855 proved, however often it is said", async () => {
    await supplierSays(house, "North", { acknowledgements: [acknowledgement(number)] })
    house.time.pass(60_000)
    await arrives("late.x12", no("segment N4"))
    await untouched("its supplier has acknowledged it")
    house.time.pass(60_000)
    await arrives("later.x12", no("segment N3"))
    await untouched("segment N4")
    expect(await evidenceOf(house, number)).toEqual(["transport_receipt", "answer", "answer", "answer"])
  })

  test("takes nothing back to which the same kind of receipt said yes: a person sees both documents", async () => {
    await arrives("yes.x12", receipt())
    house.time.pass(60_000)
    await arrives("no.x12", no("segment N4"))
    await untouched("a 997 (no.x12, fa.x12, segment 5 AK2) says that it could not be read (segment N4)")
    await untouched("an earlier 997 said that it was accepted (yes.x12, fa.x12, segment 5 AK2)")
    // Said once more, in other words or the same, it is the same doubt; nothing is sent again.
    await arrives("again.x12", no("segment N4"), no("segment N3"))
    await untouched("yes.x12")
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
    const answers = await house.sql()`
      select detail ->> 'standing' as standing, detail ->> 'contradicts' as contradicts from evidence
      where kind = 'answer' order by id`
    expect(answers).toEqual([
      { standing: "accepted", contradicts: null },
      { standing: "rejected", contradicts: "receipt" },
      { standing: "rejected", contradicts: "receipt" }
    ])
  })

  test("counts where the yes was of another kind, or said of the envelope only", async () => {
    await arrives("ta1.x12", receipt({ kind: "TA1", awaitsMore: true }))
    await arrives("no.x12", no("segment N4"))
    expect(await state()).toMatchObject({ state: "failed", failure: "segment N4" })
  })

  test("counts of another try: the yes was to the one before", async () => {
    await arrives("yes.x12", receipt())
    house.time.pass(60_000)
    await supplierSays(house, "North", {
      acknowledgements: [acknowledgement(number, { reference: "no", standing: "rejected" })]
    })
    house.time.pass(60_000)
    await house.run(retryOrders([(await house.order("#1001")).id]))
    await house.drain()
    expect(await state()).toMatchObject({ state: "sent" })
    await arrives("no.x12", no("segment N4"))
    expect(await state()).toMatchObject({ state: "failed", failure: "segment N4" })
  })

  test("counts where both come in one file: its last word is the supplier's", async () => {
    await arrives("both.x12", receipt(), no("segment N4"))
    expect(await state()).toMatchObject({ state: "failed", failure: "segment N4" })
  })

  test("counts once the supplier itself has said no: it was sent again since", async () => {
    await supplierSays(house, "North", { acknowledgements: [acknowledgement(number)] })
    house.time.pass(60_000)
    await supplierSays(house, "North", {
      acknowledgements: [acknowledgement(number, { reference: "no", standing: "rejected" })]
    })
    house.time.pass(60_000)
    await house.run(retryOrders([(await house.order("#1001")).id]))
    await house.drain()
    expect(await state()).toMatchObject({ state: "sent" })
    expect(await house.sql()`select acknowledged_at from purchase_orders`).toEqual([
      { acknowledged_at: null }
    ])
    await arrives("late.x12", no("segment N4"))
    expect(await state()).toMatchObject({ state: "failed", failure: "segment N4" })
  })
})

describe("a receipt for a send in doubt", () => {
  beforeEach(async () => {
    house.suppliers.sends.push("unknown, arrived")
    house.suppliers.lookUp = "cannot tell"
    await sendOne()
    expect(await state()).toMatchObject({ state: "in_doubt" })
  })

  test("settles it: it had arrived", async () => {
    await arrives("a.x12", receipt())
    expect(await state()).toMatchObject({ state: "sent", intent: "sent" })
    const { links } = await house.run(provePurchaseOrder(number))
    expect(links.find((l) => l.link === "arrival")).toMatchObject({
      verdict: "holds",
      says: "proved by answer"
    })
  })

  test("settles it with a no", async () => {
    await arrives("a.x12", receipt({ standing: "rejected", reason: "no" }))
    expect(await state()).toMatchObject({ state: "failed", intent: "refused", failure: "no" })
  })
})
