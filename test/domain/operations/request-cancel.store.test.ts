import { beforeEach, describe, expect, test } from "vitest"
import type { CancelCode } from "../../../src/domain/model/cancel-request.ts"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { provePurchaseOrder } from "../../../src/domain/operations/prove-purchase-order.ts"
import { recordRequestAnswer } from "../../../src/domain/operations/record-answer.ts"
import { requestCancel } from "../../../src/domain/operations/request-cancel.ts"
import { settleDoubt } from "../../../src/domain/operations/settle-doubt.ts"
import { tellRequest, withdrawRequest } from "../../../src/domain/operations/tell-request.ts"
import {
  acknowledgement,
  openHoldsOf,
  piecesOf,
  requestAnswer,
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

const send = async (n: number, skus: ReadonlyArray<string>) => {
  const [made] = await importOrders(house, orderOf(n, skus))
  await pressProcess(house, `#${1000 + n}`)
  const sent = await house.sql()<Array<{ number: string }>>`
    select number from purchase_orders where order_id = ${made as OrderId} order by id`
  return { id: made as OrderId, po: sent[0]?.number ?? "" }
}
const ask = (
  lines: ReadonlyArray<{ sku: string; quantity: number }> | null = null,
  orderId = id,
  code: CancelCode = "buyer_request"
) => house.run(requestCancel({ orderId, lines, code, reason: "the buyer changed their mind" }))
const requests = () => house.sql()`
  select state, communicated_by, answer, code, supplier_code from supplier_requests order by id`
const lines = () => piecesOf(house, id)

/** #1001: two pieces each of SKU-1 and SKU-2 at North, which can be told by its transport. */
beforeEach(async () => {
  await openBusiness(house)
  const sent = await send(1, ["SKU-1", "SKU-2"])
  id = sent.id
  po = sent.po
})

const expectLaws = async () => {
  await expectQuantities(house)
  await expectLivePieces(house)
  await expectStatusFromFacts(house)
  await expectSaidOnce(house)
}

describe("A3: canceled means communicated", () => {
  test("asked: nothing is canceled yet; with the transport's receipt it is, and the supplier holds the very bytes", async () => {
    await setTerms(house, "North", { cancelCodes: { buyer_request: "BC1" } })
    expect(await ask()).toMatchObject({
      asked: [{ purchaseOrder: po, supplier: "North", by: "transport" }],
      canceledNow: [],
      skipped: []
    })
    expect(await requests()).toMatchObject([
      { state: "requested", code: "buyer_request", supplier_code: "BC1" }
    ])
    expect(await lines()).toMatchObject([{ canceled: 0 }, { canceled: 0 }])
    await house.drain()
    expect(await requests()).toMatchObject([{ state: "communicated", communicated_by: "transport" }])
    expect(await lines()).toMatchObject([
      { open: 0, canceled: 2 },
      { open: 0, canceled: 2 }
    ])
    expect(await house.order("#1001")).toMatchObject({ status: "canceled" })
    const [, message] = house.suppliers.book
    expect(JSON.parse(message?.text ?? "")).toMatchObject({
      kind: "cancel",
      number: po,
      code: "BC1",
      whole: true,
      lines: [{ quantity: 2 }, { quantity: 2 }]
    })
    await expectLaws()
  })

  test("acceptance is shown beside it, and a second answer changes nothing", async () => {
    await ask()
    await house.drain()
    await supplierSays(house, "North", { requestAnswers: [requestAnswer(po, "cancel", "accepted", "ok")] })
    await supplierSays(house, "North", { requestAnswers: [requestAnswer(po, "cancel", "accepted", "ok")] })
    expect(await requests()).toMatchObject([{ state: "accepted", answer: "ok" }])
    expect(await house.sql()`select 1 from quarantine`).toHaveLength(0)
    expect(await lines()).toMatchObject([{ canceled: 2 }, { canceled: 2 }])
  })

  test("a refusal opens it again, with a hold that says why", async () => {
    await ask([{ sku: "SKU-1", quantity: 1 }])
    await house.drain()
    expect(await lines()).toMatchObject([{ open: 1, canceled: 1 }, { open: 2 }])
    await supplierSays(house, "North", {
      requestAnswers: [requestAnswer(po, "cancel", "rejected", "packed already")]
    })
    expect(await requests()).toMatchObject([{ state: "refused", answer: "packed already" }])
    expect(await lines()).toMatchObject([{ open: 2, canceled: 0 }, { open: 2 }])
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "cancel_refused", message: expect.stringContaining("packed already") }
    ])
    await expectLaws()
  })

  test("a parcel of canceled pieces opens exactly those again", async () => {
    await ask()
    await house.drain()
    supplierShips(house, "North", "late.csv", [po, "N-1", 1, "1Z1"])
    await receiveTracking(house)
    expect(await lines()).toMatchObject([
      { open: 0, shipped: 1, canceled: 1 },
      { open: 0, shipped: 0, canceled: 2 }
    ])
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "shipped_after_cancel", field: `${po}/SKU-1` }
    ])
    expect(
      await house.sql()`select canceled, reopened from supplier_request_lines order by order_line_id`
    ).toMatchObject([
      { canceled: 2, reopened: 1 },
      { canceled: 2, reopened: 0 }
    ])
    await expectLaws()
  })

  test("what has left is never canceled, also when it leaves between the wish and its receipt", async () => {
    await ask()
    supplierShips(house, "North", "fast.csv", [po, "N-1", 2, "1Z1"])
    await receiveTracking(house)
    await house.drain()
    expect(await lines()).toMatchObject([
      { shipped: 2, canceled: 0 },
      { shipped: 0, canceled: 2 }
    ])
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    await expect(ask()).rejects.toThrow("can be canceled any more")
    await expectLaws()
  })

  test("in doubt stays in doubt: canceled only when somebody knows", async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, lost")
    await ask()
    await house.drain()
    expect(await requests()).toMatchObject([{ state: "requested" }])
    expect(await lines()).toMatchObject([{ canceled: 0 }, { canceled: 0 }])
    await expect(house.run(tellRequest(po, "cancel", "phone", ""))).rejects.toThrow("in doubt")
    await house.run(settleDoubt(po, true, "North confirmed by phone"))
    expect(await requests()).toMatchObject([{ state: "communicated" }])
    expect(await lines()).toMatchObject([{ canceled: 2 }, { canceled: 2 }])
    await expectLaws()
  })

  test("an answer to it ends its doubt", async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, arrived")
    await ask()
    await house.drain()
    await supplierSays(house, "North", { requestAnswers: [requestAnswer(po, "cancel", "accepted")] })
    expect(await requests()).toMatchObject([{ state: "accepted" }])
    expect(await house.sql()`select state from dispatch_intents where kind = 'cancel'`).toMatchObject([
      { state: "sent" }
    ])
    expect(await lines()).toMatchObject([{ canceled: 2 }, { canceled: 2 }])
    await expectLaws()
  })

  test("a message that cannot be sent leaves it to a person, who records it", async () => {
    house.suppliers.sends.push("misconfigured")
    await ask()
    await house.drain()
    expect(await openHoldsOf(house, id)).toMatchObject([{ kind: "cancel_refused" }])
    await house.run(tellRequest(po, "cancel", "phone", "Bob took it"))
    expect(await requests()).toMatchObject([{ state: "communicated", communicated_by: "phone" }])
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    expect(await lines()).toMatchObject([{ canceled: 2 }, { canceled: 2 }])
    await expectLaws()
  })
})

describe("a supplier whose transport cannot say it", () => {
  test("hears it from a person: canceled when that is recorded, reopened when it says no", async () => {
    const mail = await send(2, ["SKU-4"])
    expect(await ask(null, mail.id)).toMatchObject({ asked: [{ supplier: "Mail", by: "person" }] })
    await house.drain()
    expect(await piecesOf(house, mail.id)).toMatchObject([{ canceled: 0 }])
    await house.run(tellRequest(mail.po, "cancel", "phone", "Bob took it"))
    expect(await piecesOf(house, mail.id)).toMatchObject([{ canceled: 2 }])
    expect(await house.order("#1002")).toMatchObject({ status: "canceled" })
    await house.run(
      recordRequestAnswer({
        number: mail.po,
        about: "cancel",
        accepted: false,
        by: "phone",
        reason: "too late"
      })
    )
    expect(await house.order("#1002")).toMatchObject({ status: "processed" })
    expect(await piecesOf(house, mail.id)).toMatchObject([{ canceled: 0, open: 2 }])
    await expectLaws()
  })

  test("taken back before anybody told it: nothing happened", async () => {
    const mail = await send(2, ["SKU-4"])
    await ask(null, mail.id)
    await house.run(withdrawRequest(mail.po, "cancel"))
    await expect(house.run(tellRequest(mail.po, "cancel", "phone", ""))).rejects.toThrow("waits to be told")
    expect(await piecesOf(house, mail.id)).toMatchObject([{ canceled: 0, open: 2 }])
  })
})

describe("what exactly", () => {
  test("by line and quantity; the same piece is not asked for twice", async () => {
    await ask([{ sku: "SKU-2", quantity: 2 }])
    await expect(ask([{ sku: "N-2", quantity: 1 }])).rejects.toThrow("1 x N-2")
    await ask()
    await house.drain()
    expect(await lines()).toMatchObject([{ canceled: 2 }, { canceled: 2 }])
    expect(
      await house.sql()`select key from dispatch_intents where kind = 'cancel' order by id`
    ).toMatchObject([
      { key: expect.stringMatching(/\/cancel\/1$/) },
      { key: expect.stringMatching(/\/cancel\/2$/) }
    ])
    await expectLaws()
  })

  test("what a supplier gave back is nobody's: canceled at once", async () => {
    await supplierSays(house, "North", {
      acknowledgements: [acknowledgement(po, { lines: [said("N-1", "rejected")] })]
    })
    expect(await ask([{ sku: "SKU-1", quantity: 2 }])).toMatchObject({
      canceledNow: [{ sku: "SKU-1", quantity: 2 }],
      asked: []
    })
    expect(await lines()).toMatchObject([{ canceled: 2 }, { open: 2 }])
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await expectLaws()
  })

  test("a backordered piece can be canceled too", async () => {
    await supplierSays(house, "North", {
      acknowledgements: [acknowledgement(po, { lines: [said("N-1", "backordered")] })]
    })
    await ask([{ sku: "SKU-1", quantity: 1 }])
    await house.drain()
    expect(await lines()).toMatchObject([{ open: 0, backordered: 1, canceled: 1 }, { open: 2 }])
    await expectLaws()
  })

  test("one supplier has failed, the other was sent: withdrawn there, asked here", async () => {
    house.suppliers.sends.push("refuse", "accept")
    const both = await send(2, ["SKU-1", "SKU-3"])
    const states = await purchaseOrdersOf(house, "#1002")
    expect(states.map((s) => s.state).sort()).toEqual(["failed", "sent"])
    expect(await ask(null, both.id)).toMatchObject({ canceledNow: [{ quantity: 2 }], asked: [{}] })
    await house.drain()
    expect(await house.order("#1002")).toMatchObject({ status: "canceled" })
    await expectLaws()
  })

  test("a purchase order in doubt cannot be asked about", async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, lost")
    const doubtful = await send(2, ["SKU-1"])
    await expect(ask(null, doubtful.id)).rejects.toThrow("doubts list")
  })

  test("rejected while we ask: what we wanted canceled is canceled, and never given out again", async () => {
    await ask()
    await supplierSays(house, "North", {
      acknowledgements: [acknowledgement(po, { standing: "rejected", reason: "closed" })]
    })
    expect(await house.order("#1001")).toMatchObject({ status: "canceled" })
    expect(await requests()).toMatchObject([{ state: "accepted" }])
    await expectLaws()
  })
})

test("prove shows the message with its hash, and who accepted", async () => {
  await ask()
  await house.drain()
  await supplierSays(house, "North", { requestAnswers: [requestAnswer(po, "cancel", "accepted")] })
  const { intent, links } = await house.run(provePurchaseOrder(po))
  expect(intent.kind).toBe("order")
  const cancels = links.filter((l) => l.link === "cancel")
  expect(cancels).toHaveLength(2)
  expect(cancels.every((l) => l.verdict === "holds")).toBe(true)
  expect(cancels.some((l) => l.says.includes("sha256"))).toBe(true)
  expect(cancels.some((l) => l.says.includes("accepted, communicated by transport"))).toBe(true)
  await house.sql()`alter table dispatch_intents disable trigger dispatch_intents_immutable`
  await house.sql()`update dispatch_intents set content = 'forged' where kind = 'cancel'`
  await house.sql()`alter table dispatch_intents enable trigger dispatch_intents_immutable`
  expect((await house.run(provePurchaseOrder(po))).verdict).toBe("broken")
})
