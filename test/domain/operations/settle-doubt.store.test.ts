import { beforeEach, describe, expect, test } from "vitest"
import type { DispatchIntentId } from "../../../src/domain/model/dispatch-intent.ts"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { provePurchaseOrder } from "../../../src/domain/operations/prove-purchase-order.ts"
import { requestCancel } from "../../../src/domain/operations/request-cancel.ts"
import {
  listDoubts,
  probeDoubt,
  settleDoubt,
  showDoubt
} from "../../../src/domain/operations/settle-doubt.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "../sample-business.ts"

const house = withDomain()
let number = ""

const intents = () => house.sql()<Array<{ id: DispatchIntentId; kind: string; state: string }>>`
  select id, kind, state from dispatch_intents order by id`

/** The order itself and two cancels of it, all of them in doubt under one number: as after a supplier's bad night. */
beforeEach(async () => {
  await openBusiness(house)
  house.suppliers.lookUp = "cannot tell"
  const [made] = await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  await pressProcess(house, "#1001")
  number = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
  for (const sku of ["SKU-1", "SKU-2"]) {
    house.suppliers.sends.push("unknown, lost")
    const lines = [{ sku, quantity: 1 }]
    await house.run(
      requestCancel({ orderId: made as OrderId, lines, code: "buyer_request", reason: "changed their mind" })
    )
    await house.drain()
  }
  await house.sql()`
    update dispatch_intents set state = 'in_doubt', in_doubt_since = ${house.time.now()} where kind = 'order'`
  await house.sql()`update purchase_orders set state = 'in_doubt', sent_at = null`
})

describe("several doubts under one purchase-order number", () => {
  test("are all listed, each with what it says", async () => {
    expect((await house.run(listDoubts())).map((d) => [d.number, d.kind]).sort()).toEqual([
      [number, "cancel"],
      [number, "cancel"],
      [number, "order"]
    ])
  })

  test("are never guessed between: the refusal names them", async () => {
    const [order, first, second] = await intents()
    const names = `3 sends under ${number} are in doubt, say which one: order (intent ${order?.id}, in doubt), cancel (intent ${first?.id}, in doubt), cancel (intent ${second?.id}, in doubt)`
    await expect(house.run(showDoubt(number))).rejects.toThrow(names)
    await expect(house.run(probeDoubt(number))).rejects.toThrow(names)
    await expect(house.run(settleDoubt(number, true, "by phone"))).rejects.toThrow(names)
    await expect(house.run(settleDoubt(number, true, "by phone", { kind: "cancel" }))).rejects.toThrow(
      `2 sends under ${number} are in doubt`
    )
    expect((await intents()).map((i) => i.state)).toEqual(["in_doubt", "in_doubt", "in_doubt"])
  })

  test("a person's probe that cannot tell is kept as evidence: who asked, and that it proves nothing", async () => {
    const [, cancel] = await intents()
    const which = { intentId: cancel?.id as DispatchIntentId }
    const { evidence: before } = await house.run(showDoubt(number, which))
    expect(await house.run(probeDoubt(number, which))).toMatchObject({ _tag: "CannotTell" })
    const { intent, evidence } = await house.run(showDoubt(number, which))
    expect(intent.state).toBe("in_doubt")
    expect(evidence.slice(before.length)).toMatchObject([
      { kind: "look_up", attempt: intent.attempt, actor: "ann", detail: { proves: "nothing" } }
    ])
    await house.sql()`update dispatch_intents set state = 'sent', in_doubt_since = null where id = ${which.intentId}`
    const { links } = await house.run(provePurchaseOrder(number))
    expect(
      links.filter(({ link }) => link === "arrival").map(({ verdict, says }) => [verdict, says])
    ).toEqual([
      ["missing", "it is in doubt"],
      ["broken", "it counts as sent, but no receipt, look-up or person says so"],
      ["missing", "it is in doubt"]
    ])
  })

  test("are settled one by one, by kind or by intent", async () => {
    const [, first] = await intents()
    await house.run(settleDoubt(number, true, "by phone", { kind: "order" }))
    expect((await intents()).map((i) => i.state)).toEqual(["sent", "in_doubt", "in_doubt"])
    const which = { intentId: first?.id as DispatchIntentId }
    expect(await house.run(showDoubt(number, which))).toMatchObject({ intent: { kind: "cancel" } })
    await house.run(settleDoubt(number, true, "by phone", which))
    expect((await intents()).map((i) => i.state)).toEqual(["sent", "sent", "in_doubt"])
    // The only one left needs no name.
    await house.run(settleDoubt(number, true, "by phone"))
    expect((await intents()).map((i) => i.state)).toEqual(["sent", "sent", "sent"])
    await expect(house.run(settleDoubt(number, true, "x", { kind: "change" }))).rejects.toThrow(
      `Nothing like that was sent under ${number}. There is: order (intent`
    )
  })

  test("stand in who did what once a person settled them, with the decision and the reason", async () => {
    await house.run(settleDoubt(number, true, "by phone", { kind: "order" }))
    const [, first] = await intents()
    await house.run(
      settleDoubt(number, false, "they never had it", { intentId: first?.id as DispatchIntentId })
    )
    const rows =
      await house.sql()`select act, subject_kind as kind, subject as name, note from activity where act like 'marked%' order by id`
    expect(rows).toEqual([
      { act: "marked sent", kind: "order", name: "#1001", note: `${number}: by phone` },
      {
        act: "marked not sent",
        kind: "order",
        name: "#1001",
        note: `${number} (cancel): they never had it`
      }
    ])
  })

  test("are each asked about by the sweep", async () => {
    house.suppliers.lookUp = "truth"
    house.time.pass(61_000)
    await house.sweep()
    expect((await intents()).map((i) => i.state)).toEqual(["sent", "sent", "sent"])
  })
})
