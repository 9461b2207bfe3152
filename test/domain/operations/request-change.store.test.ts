import { beforeEach, describe, expect, test } from "vitest"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { releaseHolds } from "../../../src/domain/operations/release-holds.ts"
import { previewChange, requestChange } from "../../../src/domain/operations/request-change.ts"
import { tellRequest } from "../../../src/domain/operations/tell-request.ts"
import { later } from "../../fixtures/sample-world.ts"
import { openHoldsOf, requestAnswer, setTerms, supplierSays } from "../answering-business.ts"
import { withDomain } from "../domain-house.ts"
import { expectLivePieces, expectQuantities, expectSaidOnce, expectStatusFromFacts } from "../invariants.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  shopShows,
  supplierShips,
  syncOrders
} from "../sample-business.ts"

const house = withDomain()

const send = async (n: number, skus: ReadonlyArray<string>) => {
  const [id] = await importOrders(house, orderOf(n, skus))
  await pressProcess(house, `#${1000 + n}`)
  return { id: id as OrderId, po: (await purchaseOrdersOf(house, `#${1000 + n}`))[0]?.number ?? "" }
}
const toPeoria = (orderId: OrderId, byPerson = false) => ({
  orderId,
  address: { city: "Peoria" },
  shipMethods: [],
  reason: "the buyer moved",
  byPerson
})
const cities = () => house.sql()`select city from orders order by id`
const requests = () =>
  house.sql()`select about, state, differences, communicated_by, answer from supplier_requests order by id`

beforeEach(async () => {
  await openBusiness(house)
})

const expectLaws = async () => {
  await expectQuantities(house)
  await expectLivePieces(house)
  await expectStatusFromFacts(house)
  await expectSaidOnce(house)
}

describe("an edit after the order was sent", () => {
  test("shows the difference, changes nothing before the yes, and goes through the ledger", async () => {
    const { id, po } = await send(1, ["SKU-1"])
    const preview = await house.run(previewChange(toPeoria(id)))
    expect(preview.purchaseOrders).toMatchObject([
      { purchaseOrder: po, differences: [expect.stringMatching(/^City: “.*” becomes “Peoria”$/)] }
    ])
    expect(await requests()).toHaveLength(0)
    await house.run(requestChange(toPeoria(id)))
    await house.drain()
    expect(await cities()).toMatchObject([{ city: "Peoria" }])
    expect(await requests()).toMatchObject([{ about: "change", state: "communicated" }])
    expect(JSON.parse(house.suppliers.book[1]?.text ?? "")).toMatchObject({
      kind: "change",
      number: po,
      order: { shipTo: { city: "Peoria" }, lines: [{ quantity: 2 }] }
    })
    await expect(house.run(requestChange(toPeoria(id)))).rejects.toThrow("says so already")
    await expectLaws()
  })

  test("refused by the supplier: a hold says that it ships as it was sent", async () => {
    const { id, po } = await send(1, ["SKU-1"])
    await house.run(requestChange(toPeoria(id)))
    await house.drain()
    await supplierSays(house, "North", {
      requestAnswers: [requestAnswer(po, "change", "rejected", "on the truck")]
    })
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "change_refused", message: expect.stringContaining("on the truck") }
    ])
    await expectLaws()
  })

  test("another ship method of the supplier's own", async () => {
    const { id } = await send(1, ["SKU-1"])
    const [method] = await house.sql()<Array<{ id: never; supplier: never }>>`
      insert into supplier_ship_methods (supplier_id, carrier, method, code)
      select id, 'UPS', 'Next Day Air', 'UPSN' from suppliers where name = 'North'
      returning id, supplier_id as supplier`
    if (method === undefined) throw new Error("no method")
    const wishes = {
      ...toPeoria(id),
      address: {},
      shipMethods: [{ supplierId: method.supplier, shipMethodId: method.id }]
    }
    await house.run(requestChange(wishes))
    await house.drain()
    expect(await requests()).toMatchObject([
      { differences: [expect.stringContaining("becomes “UPS Next Day Air”")] }
    ])
    expect(JSON.parse(house.suppliers.book[1]?.text ?? "")).toMatchObject({
      order: { shipMethod: { code: "UPSN" } }
    })
  })
})

describe("a supplier that cannot be told by its transport", () => {
  test("refused with the reason, and nothing is changed", async () => {
    const { id } = await send(1, ["SKU-4"])
    await expect(house.run(requestChange(toPeoria(id)))).rejects.toThrow("--by-person")
    expect(await requests()).toHaveLength(0)
    expect((await cities())[0]?.city).not.toBe("Peoria")
  })

  test.each(["terms", "the operator"])("a person tells it, because %s says so", async (who) => {
    if (who === "terms") await setTerms(house, "Mail", { changeBy: "person" })
    const { id, po } = await send(1, ["SKU-4"])
    await house.run(requestChange(toPeoria(id, who !== "terms")))
    expect(await requests()).toMatchObject([{ state: "requested" }])
    await house.run(tellRequest(po, "change", "phone", "Bob wrote it down"))
    expect(await requests()).toMatchObject([{ state: "communicated", communicated_by: "phone" }])
  })
})

describe("seen changed on the channel after it was sent", () => {
  const shopMoves = async (city: string, minutes: number) => {
    const order = orderOf(1, ["SKU-1"])
    shopShows(house, { ...order, shipTo: { ...order.shipTo, city }, updatedAt: later(minutes * 60_000) })
    await syncOrders(house)
  }

  test("the suppliers' address stays, a hold shows the difference, and asking for it takes the hold away", async () => {
    const { id } = await send(1, ["SKU-1"])
    await shopMoves("Peoria", 1)
    expect((await cities())[0]?.city).not.toBe("Peoria")
    expect(await openHoldsOf(house, id)).toMatchObject([
      { kind: "changed_on_channel", message: expect.stringContaining("became “Peoria”") }
    ])
    await house.run(requestChange(toPeoria(id)))
    await house.drain()
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await shopMoves("Peoria", 2)
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await expectLaws()
  })

  test("let be once: the same change is not asked about again, another one is", async () => {
    const { id } = await send(1, ["SKU-1"])
    await shopMoves("Peoria", 1)
    await house.run(releaseHolds(id, null, "it left already"))
    const order = orderOf(1, ["SKU-1"])
    shopShows(house, {
      ...order,
      shipTo: { ...order.shipTo, city: "Peoria" },
      channelStatus: "Shipped",
      updatedAt: later(120_000)
    })
    await syncOrders(house)
    expect(await openHoldsOf(house, id)).toHaveLength(0)
    await shopMoves("Joliet", 3)
    expect(await openHoldsOf(house, id)).toMatchObject([{ kind: "changed_on_channel" }])
  })
})

describe("where there is nothing to ask", () => {
  test("not sent: it is corrected, not asked", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await expect(house.run(requestChange(toPeoria(id as OrderId)))).rejects.toThrow("orders resolve")
  })

  test("everything has left", async () => {
    const { id, po } = await send(1, ["SKU-1"])
    supplierShips(house, "North", "all.csv", [po, "N-1", 2, "1Z1"])
    await receiveTracking(house)
    await expect(house.run(requestChange(toPeoria(id)))).rejects.toThrow("nothing can be changed")
  })

  test("in doubt", async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, lost")
    const { id } = await send(1, ["SKU-1"])
    await expect(house.run(requestChange(toPeoria(id)))).rejects.toThrow("doubts list")
  })

  test("only failed: the old bytes are withdrawn, and PROCESS sends the new ones", async () => {
    house.suppliers.sends.push("refuse")
    const { id } = await send(1, ["SKU-1"])
    await house.run(requestChange(toPeoria(id)))
    await house.drain()
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "process" })
    await pressProcess(house, "#1001")
    expect(JSON.parse(house.suppliers.book[0]?.text ?? "")).toMatchObject({ shipTo: { city: "Peoria" } })
    await expectLaws()
  })
})
