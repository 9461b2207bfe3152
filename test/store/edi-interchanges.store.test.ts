import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import type { IncomingDocument, IncomingInterchange } from "../../src/domain/model/supplier-answer.ts"
import { EdiInterchanges } from "../../src/domain/ports/edi-interchanges.ts"
import { SupplierDocuments } from "../../src/domain/ports/supplier-documents.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { later, noon, sampleWorld } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
let supplierId: SupplierId

beforeEach(async () => {
  await emptyTables(store.sql())
  supplierId = (await store.run(sampleWorld)).supplierId
})

describe("interchanges", () => {
  const interchange = (
    controlNumber: string,
    given: Partial<IncomingInterchange> = {}
  ): IncomingInterchange => ({
    sender: "ZZ/PARTNER",
    controlNumber,
    contentHash: `hash of ${controlNumber}`,
    isRepeat: false,
    answer: '{"status":"A"}',
    place: "a.x12, segment 1 ISA",
    ...given
  })
  const use = <A, E>(ask: (i: typeof EdiInterchanges.Service) => Effect.Effect<A, E>) =>
    store.run(Effect.flatMap(EdiInterchanges, ask))
  const record = (file: string, ...interchanges: ReadonlyArray<IncomingInterchange>) =>
    use((i) => i.record(supplierId, file, interchanges, noon))
  const standings = async (file: string, ...interchanges: ReadonlyArray<IncomingInterchange>) =>
    (await record(file, ...interchanges)).map((r) => r.standing)

  test("are new once, known with the same content, and other with other content", async () => {
    expect(await standings("a.x12", interchange("2"), interchange("1"))).toEqual(["new", "new"])
    expect(await standings("b.x12", interchange("1"), interchange("3"))).toEqual(["known", "new"])
    expect(await standings("c.x12", interchange("1", { contentHash: "x" }))).toEqual(["other"])
    expect(await standings("d.x12", interchange("1", { sender: "ZZ/OTHER" }))).toEqual(["new"])
    const known = await use((i) => i.known(supplierId, [interchange("1"), interchange("9")]))
    expect(known).toEqual([{ sender: "ZZ/PARTNER", controlNumber: "1", contentHash: "hash of 1" }])
    expect(
      await store.sql()`select times from edi_interchanges where control_number = '1' order by id`
    ).toEqual([{ times: 2 }, { times: 1 }])
  })

  test("taken by two workers at once are one row", async () => {
    const both = await Promise.all([
      standings("a.x12", interchange("1"), interchange("2")),
      standings("b.x12", interchange("2"), interchange("1"))
    ])
    expect(both.flat().toSorted()).toEqual(["known", "known", "new", "new"])
  })

  test("owe an answer of one number, the same bytes for ever, until it lies there; a repeat owes it again", async () => {
    await record("a.x12", interchange("1"), interchange("2", { answer: null }))
    const [owed, other] = await use((i) => i.unanswered(supplierId, "a.x12"))
    if (owed === undefined) throw new Error("nothing is owed")
    expect(other).toBeUndefined()
    expect(owed).toMatchObject({ controlNumber: "1", at: noon, file: null })
    expect(JSON.parse(owed.answer)).toEqual({ status: "A" })
    const first = { name: "1.x12", content: Buffer.from("first") }
    expect(await use((i) => i.keepAnswer(owed.id, first))).toMatchObject({ name: "1.x12" })
    const kept = await use((i) => i.keepAnswer(owed.id, { name: "2.x12", content: Buffer.from("second") }))
    expect([kept.name, Buffer.from(kept.content).toString()]).toEqual(["1.x12", "first"])
    await use((i) => i.answered(owed.id, later(1000)))
    expect(await use((i) => i.unanswered(supplierId, "a.x12"))).toEqual([])
    await record("again.x12", interchange("1"))
    const [again] = await use((i) => i.unanswered(supplierId, "again.x12"))
    expect(again).toMatchObject({ id: owed.id, number: owed.number, file: { name: "1.x12" } })
    expect(await use((i) => i.unanswered(supplierId, "a.x12"))).toEqual([])
  })

  test("take their numbers from the sequence of purchase orders", async () => {
    await record("a.x12", interchange("1"))
    const [owed] = await use((i) => i.unanswered(supplierId, "a.x12"))
    const [next] = await store.sql()<Array<{ n: number }>>`select nextval('purchase_order_numbers') as n`
    expect(next?.n).toBeGreaterThan(owed?.number ?? Number.NaN)
  })
})

describe("documents", () => {
  const document = (reference: string, given: Partial<IncomingDocument> = {}): IncomingDocument => ({
    kind: "invoice",
    reference,
    purchaseOrderNumber: "",
    issuedAt: noon,
    inventory: [],
    raw: `raw of ${reference}`,
    ...given
  })
  const keep = async (...documents: ReadonlyArray<IncomingDocument>) =>
    (
      await store.run(Effect.flatMap(SupplierDocuments, (d) => d.keep(supplierId, "a.x12", documents, noon)))
    ).map((k) => k.standing)

  test("are kept once; what says otherwise under the same reference is told", async () => {
    expect(await keep(document("R1"), document("R1"), document("R1", { raw: "other" }))).toEqual([
      "new",
      "known",
      "other"
    ])
    expect(await keep(document("R1"), document("R1", { raw: "other" }))).toEqual(["known", "other"])
    expect(await keep(document("R2"))).toEqual(["new"])
  })

  test("are found by the purchase order that they name", async () => {
    await keep(document("I1", { purchaseOrderNumber: "SY-000001" }), document("R1"))
    const found = (number: string) =>
      store.run(Effect.flatMap(SupplierDocuments, (d) => d.ofPurchaseOrder(number, 10)))
    expect(await found("SY-000001")).toMatchObject([{ kind: "invoice", reference: "I1", raw: "raw of I1" }])
    expect(await found("")).toEqual([])
  })
})
