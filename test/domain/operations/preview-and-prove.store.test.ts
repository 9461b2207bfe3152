import { createHash } from "node:crypto"
import { beforeEach, describe, expect, test } from "vitest"
import { previewPurchaseOrders } from "../../../src/domain/operations/preview-purchase-orders.ts"
import { provePurchaseOrder } from "../../../src/domain/operations/prove-purchase-order.ts"
import { withDomain } from "../domain-house.ts"
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

beforeEach(async () => {
  await openBusiness(house)
})

const preview = async (number: string) =>
  house.run(previewPurchaseOrders((await house.order(number)).id), "bob")
const prove = (number: string) => house.run(provePurchaseOrder(number))
const reserved = async () => (await house.sql()`select from reserved_numbers`).length

describe("preview", () => {
  test("shows the very bytes: the hash previewed is the one in the ledger and the one that the supplier received", async () => {
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]), orderOf(2, ["SKU-1"]))
    const shown = await preview("#1001")
    expect(shown).toMatchObject({ what: "rendered", reasons: [] })
    expect(await preview("#1001")).toEqual(shown)
    expect(house.suppliers.book).toEqual([])
    // Another order in between takes numbers, and none of those that were shown.
    await pressProcess(house, "#1002", "#1001")
    const previewed = shown.purchaseOrders.map((p) => [p.supplier, p.number, p.contentHash]).sort()
    expect(previewed.map(([supplier]) => supplier)).toEqual(["North", "South"])
    const ledger = await purchaseOrdersOf(house, "#1001")
    expect(ledger.map((p) => [p.supplier, p.number, p.hash]).sort()).toEqual(previewed)
    const received = house.suppliers.book.filter((b) => ledger.some((p) => p.number === b.number))
    expect(received.map((b) => [b.supplier, b.number, b.hash]).sort()).toEqual(previewed)
    for (const p of shown.purchaseOrders)
      expect(createHash("sha256").update(p.content).digest("hex")).toBe(p.contentHash)
    expect(new Set(house.suppliers.book.map((b) => b.number)).size).toBe(3)
    expect(await reserved()).toBe(0)
  })

  test("of what was processed shows what the ledger holds, and reserves nothing", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await house.sql()`update suppliers set purchase_order_prefix = 'X-'`
    const shown = await preview("#1001")
    expect(shown.what).toBe("recorded")
    expect(shown.purchaseOrders.map((p) => p.contentHash)).toEqual(house.suppliers.book.map((b) => b.hash))
    expect(await reserved()).toBe(0)
  })

  test("of what is held says why, and reserves nothing", async () => {
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, { ...order, shipTo: { ...order.shipTo, phone: "" } })
    expect(await preview("#1001")).toMatchObject({
      what: "held",
      purchaseOrders: [],
      reasons: [expect.stringContaining("Phone")]
    })
    expect(await reserved()).toBe(0)
  })

  test("judges anew: what changed since the check is said before processing finds it", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.sql()`delete from ship_method_mappings`
    expect(await preview("#1001")).toMatchObject({ what: "held", reasons: [expect.any(String)] })
    expect(await reserved()).toBe(0)
  })

  test("an edit in between changes the hash, and not the number", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const [shown] = (await preview("#1001")).purchaseOrders
    await house.sql()`update orders set customer_email = 'other@example.com'`
    await pressProcess(house, "#1001")
    const [sent] = await purchaseOrdersOf(house, "#1001")
    expect(sent?.number).toBe(shown?.number)
    expect(sent?.hash).not.toBe(shown?.contentHash)
  })
})

describe("prove", () => {
  const sendOne = async (): Promise<string> => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const [sent] = await purchaseOrdersOf(house, "#1001")
    return sent?.number ?? ""
  }
  /** Only who owns the tables can do this: the ledger's own trigger refuses it. */
  const tamper = async (column: "content" | "key" | "both") => {
    await house.sql().begin(async (sql) => {
      await sql`alter table dispatch_intents disable trigger dispatch_intents_immutable`
      if (column === "key") await sql`update dispatch_intents set key = '1/PO-OTHER/1'`
      else await sql`update dispatch_intents set content = content || '\\x00'::bytea`
      if (column === "both")
        await sql`update dispatch_intents set content_hash = encode(sha256(content), 'hex')`
      await sql`alter table dispatch_intents enable trigger dispatch_intents_immutable`
    })
  }
  const broken = async (number: string) => {
    const { verdict, links } = await prove(number)
    return { verdict, broken: links.filter((l) => l.verdict === "broken") }
  }
  /** Evidence as the real transports leave it: with the hash of what they sent. */
  const receiptWithHash = (hash: string) => house.sql()`
    insert into evidence (dispatch_intent_id, attempt, kind, at, actor, detail)
    select id, attempt, 'transport_receipt', now(), 'worker', jsonb_build_object('sha256', ${hash}::text)
    from dispatch_intents`

  test("walks from the promise to what the channel was told", async () => {
    const number = await sendOne()
    expect(await prove(number)).toMatchObject({ verdict: "missing" })
    supplierShips(house, "North", "ship.csv", [number, "N-1", 2, "1Z999AA10123456784"])
    await receiveTracking(house)
    const { verdict, links } = await prove(number)
    expect(links.map((l) => [l.link, l.verdict])).toEqual([
      ["intent", "holds"],
      ["transport_receipt", "holds"],
      ["arrival", "holds"],
      ["shipment", "holds"],
      ["fulfillment", "holds"]
    ])
    expect(verdict).toBe("holds")
    expect(links[3]?.says).toContain("1Z999AA10123456784")
  })

  test("a tampered row is refused by the ledger, and named when somebody forced it", async () => {
    const number = await sendOne()
    await expect(house.sql()`update dispatch_intents set content = '\\x00'::bytea`).rejects.toThrow(
      "never changes"
    )
    const before = (await purchaseOrdersOf(house, "#1001"))[0]?.hash
    await tamper("content")
    expect(await broken(number)).toMatchObject({
      verdict: "broken",
      broken: [{ link: "intent", says: expect.stringContaining(`was written with ${before}`) }]
    })
  })

  test("bytes and hash forged together contradict the receipt", async () => {
    const number = await sendOne()
    const [sent] = await purchaseOrdersOf(house, "#1001")
    await receiptWithHash(sent?.hash ?? "")
    expect(await broken(number)).toMatchObject({ verdict: "missing", broken: [] })
    await tamper("both")
    expect(await broken(number)).toMatchObject({
      verdict: "broken",
      broken: [{ link: "transport_receipt", says: expect.stringContaining(`names sha256 ${sent?.hash}`) }]
    })
  })

  test("a key that says something else is named", async () => {
    const number = await sendOne()
    await tamper("key")
    expect(await broken(number)).toMatchObject({
      broken: [{ link: "intent", says: expect.stringContaining("1/PO-OTHER/1") }]
    })
  })

  test("sent without any proof is broken; not yet sent is missing", async () => {
    house.suppliers.sends.push("unreachable")
    const number = await sendOne()
    expect((await prove(number)).links).toContainEqual(
      expect.objectContaining({ link: "arrival", verdict: "missing", says: "it is planned" })
    )
    await house.sql()`update dispatch_intents set state = 'sent'`
    expect(await broken(number)).toMatchObject({ verdict: "broken", broken: [{ link: "arrival" }] })
    await house.sql()`
      insert into evidence (dispatch_intent_id, attempt, kind, at, actor, detail)
      select id, attempt, 'person', now(), 'ann', '{"arrived": false}' from dispatch_intents`
    expect(await broken(number)).toMatchObject({ verdict: "broken", broken: [{ link: "arrival" }] })
  })

  test("an unknown number is refused", async () => {
    await expect(prove("PO-9")).rejects.toThrow("There is no purchase order PO-9.")
  })
})
