import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { IncomingLetter } from "../../../src/domain/model/letter.ts"
import { incomingFile } from "../../../src/domain/model/supplier-answer.ts"
import {
  acceptReview,
  dismissReview,
  listReviews,
  showReview
} from "../../../src/domain/operations/review-letters.ts"
import { shipmentRow } from "../../fixtures/fake-supplier-transports.ts"
import { withDomain } from "../domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking
} from "../sample-business.ts"

const house = withDomain()
let po = ""

/** #1001: SKU-1 and SKU-2 (two pieces each) at North, sent. */
beforeEach(async () => {
  await openBusiness(house)
  await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  await pressProcess(house, "#1001")
  po = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
})

const letterOf = (more: Partial<IncomingLetter> = {}): IncomingLetter => ({
  messageId: "<1@north.example>",
  kind: "letter",
  from: "desk@north.example",
  subject: `Re: Purchase order ${po}`,
  text: "It left today",
  receivedAt: new Date("2026-11-22T11:00:00Z"),
  senderKnown: true,
  names: { replyAddresses: [], messageIds: [], words: [po] },
  notes: [],
  suggestion: [],
  ...more
})

const whole = (tracking: string) => shipmentRow("", "", 0, tracking)
let mails = 0
const receive = async (...letters: ReadonlyArray<IncomingLetter>) => {
  mails += 1
  const name = `imap:1:${mails}`
  house.suppliers.files.set("North", [{ ...incomingFile(name, { letters }), name }])
  return receiveTracking(house)
}
const open = () => house.run(listReviews(50))
const onlyId = async () => (await open())[0]?.id ?? 0
const accept = async (edits = {}) => house.run(acceptReview(await onlyId(), { trustSender: false, ...edits }))
const refusal = async (edits = {}) =>
  (await house.run(Effect.flip(acceptReview(await onlyId(), { trustSender: false, ...edits })))).message
const shipped = () =>
  house.sql()`select s.tracking_number as tracking, l.quantity from shipments s
    join shipment_lines l on l.shipment_id = s.id order by s.tracking_number, l.order_line_id`
const history = async () =>
  (
    await house.sql()<Array<{ event: string; actor: string }>>`
    select event, actor from order_history where event like 'letter.%' or event = 'shipment recorded' order by id`
  ).map((h) => `${h.event} by ${h.actor}`)

describe("letters of suppliers", () => {
  test("wait in the queue, once, with the purchase order that they name and how", async () => {
    await receive(letterOf())
    await receive(letterOf({ subject: "the same again" }))
    const [review, ...others] = await open()
    expect(others).toEqual([])
    expect(review).toMatchObject({
      purchaseOrderNumber: po,
      how: "subject",
      supplier: "North",
      state: "open"
    })
    expect(await history()).toEqual([expect.stringMatching(/^letter\.received by /)])
  })

  test("are found by the mail that they answer before their subject, and by nothing of another supplier", async () => {
    await house.sql()`alter table dispatch_intents disable trigger dispatch_intents_immutable`
    await house.sql()`update dispatch_intents set identifiers =
      '{"messageId": "<m@shop>", "replyTo": "po+1-abc@shop.example"}'`
    await house.sql()`alter table dispatch_intents enable trigger dispatch_intents_immutable`
    const names = { replyAddresses: ["po+1-abc@shop.example"], messageIds: ["<m@shop>"], words: ["x"] }
    await receive(letterOf({ messageId: "<2@n>", names }))
    await receive(letterOf({ messageId: "<3@n>", names: { ...names, replyAddresses: [] } }))
    await receive(
      letterOf({
        messageId: "<4@n>",
        names: { replyAddresses: ["po+1-abd@shop.example"], messageIds: ["<M@shop>"], words: [] }
      })
    )
    expect((await open()).map((r) => r.how)).toEqual(["token", "message_id", "none"])
    await house.sql()`update reviews set state = 'noted'`
    house.suppliers.files.set("South", [
      incomingFile("imap:1:99", { letters: [letterOf({ messageId: "<5@n>", names })] })
    ])
    await receiveTracking(house)
    expect((await open()).map((r) => r.how)).toEqual(["none"])
  })

  test("record nothing before somebody accepts, and then all that is open, by that person", async () => {
    await receive(letterOf({ suggestion: [whole("1Z1")] }))
    expect(await shipped()).toEqual([])
    const { parcels } = await accept()
    expect(parcels).toHaveLength(1)
    expect(await shipped()).toMatchObject([
      { tracking: "1Z1", quantity: 2 },
      { tracking: "1Z1", quantity: 2 }
    ])
    await house.drain()
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    expect((await history()).slice(1)).toEqual(["letter.accepted by ann", "shipment recorded by ann"])
    expect(await open()).toEqual([])
  })

  test("are corrected by the person who accepts", async () => {
    await receive(letterOf({ suggestion: [whole("1Z1")] }))
    await accept({ sku: "N-2", quantity: 1, tracking: "1Z9", carrier: "FedEx" })
    expect(await shipped()).toMatchObject([{ tracking: "1Z9", quantity: 1 }])
  })

  test("stay open when what they say does not fit, and nothing of it is recorded", async () => {
    await receive(
      letterOf({ suggestion: [shipmentRow("", "N-1", 1, "1Z1"), shipmentRow("", "N-2", 9, "1Z1")] })
    )
    expect(await refusal()).toContain("Nothing was recorded: more shipped (9) than is open")
    expect(await shipped()).toEqual([])
    expect(await open()).toHaveLength(1)
  })

  test("of a stranger are never accepted without a word", async () => {
    await receive(letterOf({ senderKnown: false, suggestion: [whole("1Z1")] }))
    expect(await refusal()).toContain("NOT a sender")
    await accept({ trustSender: true })
    expect(await shipped()).toHaveLength(2)
  })

  test("that name nothing are accepted for the purchase order that the person names", async () => {
    await receive(letterOf({ names: { replyAddresses: [], messageIds: [], words: [] } }))
    expect(await refusal()).toContain("No shipment was read")
    expect(await refusal({ tracking: "1Z1" })).toContain("--purchase-order")
    await accept({ tracking: "1Z1", purchaseOrder: po })
    expect(await shipped()).toHaveLength(2)
    expect(await history()).toEqual(["letter.accepted by ann", "shipment recorded by ann"])
  })

  test("are dismissed once, with a reason that the history keeps", async () => {
    await receive(letterOf({ suggestion: [whole("1Z1")] }))
    const id = await onlyId()
    expect((await house.run(Effect.flip(dismissReview(id, " ")))).message).toContain("--reason")
    await house.run(dismissReview(id, "a greeting"))
    expect((await house.run(Effect.flip(dismissReview(id, "again")))).message).toContain("dismissed by ann")
    expect((await house.run(showReview(id))).review).toMatchObject({
      state: "dismissed",
      reason: "a greeting"
    })
    expect((await history()).at(-1)).toBe("letter.dismissed by ann")
  })

  test("of machines are noted, and nobody has to look", async () => {
    await receive(letterOf({ kind: "auto_reply", text: "I am away" }))
    expect(await open()).toEqual([])
    expect((await history()).map((h) => h.split(" ")[0])).toEqual(["letter.noted"])
  })

  test("that say that ours came back fail the purchase order, once, with the server's words", async () => {
    await house.sql()`alter table dispatch_intents disable trigger dispatch_intents_immutable`
    await house.sql()`update dispatch_intents set identifiers = '{"messageId": "<m@shop>", "replyTo": "po+1-abc@shop.example"}'`
    await house.sql()`alter table dispatch_intents enable trigger dispatch_intents_immutable`
    const bounce = (replyTo: string) => ({
      identifiers: { messageId: "<m@shop>", replyTo },
      standing: "rejected" as const,
      kind: "bounce",
      reason: "not delivered: orders@north.example 5.1.1 no such user",
      place: "mail <b@mx>",
      raw: "Action: failed"
    })
    const come = async (replyTo: string) => {
      mails += 1
      house.suppliers.files.set("North", [incomingFile(`imap:1:${mails}`, { receipts: [bounce(replyTo)] })])
      await receiveTracking(house)
    }
    await come("po+1-guessed@shop.example")
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
    await come("po+1-abc@shop.example")
    await come("po+1-abc@shop.example")
    expect(await house.order("#1001")).toMatchObject({ status: "failed", action: "retry" })
    const failures = await house.sql()`select failure from purchase_orders`
    expect(failures).toEqual([{ failure: expect.stringContaining("5.1.1 no such user") }])
  })
})
