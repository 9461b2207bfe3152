import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readFunctionalAcknowledgement } from "../../../src/connectors/edi/functional-acknowledgement-997.ts"
import type { ClaimedIntent } from "../../../src/domain/model/dispatch-intent.ts"
import { firstSet, interchangeOf, success } from "../edi/edi-fixture.ts"
import { arrivedAt, EdiPartner, ediSettings, interchange } from "./edi-partner.ts"
import { FtpTestServer, ftpPassword, ftpUser } from "./ftp-server.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpUser } from "./sftp-server.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transport-fixture.ts"

const opened = async (settings: Readonly<Record<string, string>> = {}) => {
  const stack = new AsyncDisposableStack()
  const partner = stack.use(await EdiPartner.open(settings))
  const transport = stack.use(new Transport({}))
  return { partner, transport, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const name = "000000001_850_ALD-000001.x12"
const advice = (control: number, quantity = 7) =>
  interchange(control, "IB", "846", "BIA*00*MB*R1*20261122*0304", "LIN*1*VN*X", `QTY*33*${quantity}`)
const answerName = (number: number, control: number) =>
  `${String(number).padStart(9, "0")}_997_${String(control).padStart(9, "0")}.x12`

describe("sending by edi-x12", () => {
  const sendOne = async ({ partner, transport }: Awaited<ReturnType<typeof opened>>) => {
    const intent = intentOf(await transport.render(partner.supplier))
    const answer = await transport.run((t) => t.send(partner.supplier, intent, transport.mark))
    return { intent, answer }
  }
  const lookUp = ({ partner, transport }: Awaited<ReturnType<typeof opened>>, intent: ClaimedIntent) =>
    transport.run((t) => t.lookUp(partner.supplier, { ...intent, before: "transmitting" }))

  it("lays the very bytes at the partner, marked once", async () => {
    await using house = await opened()
    const { intent, answer } = await sendOne(house)
    expect(answer).toMatchObject({ _tag: "Sent", receipt: { detail: { file: name } } })
    expect(await house.partner.finds()).toEqual([name])
    expect(await readFile(join(house.partner.root, "inbound", name))).toEqual(Buffer.from(intent.content))
    expect(house.transport.marks).toBe(1)
  })

  it("is found where it lies; collected, by an answer that waits; else nobody can tell", async () => {
    await using house = await opened()
    const { intent } = await sendOne(house)
    expect(await lookUp(house, intent)).toMatchObject({ _tag: "Found" })
    await house.partner.collects(name)
    expect(await lookUp(house, intent)).toMatchObject({ _tag: "CannotTell" })
    await house.partner.writes("a.x12", interchange(8, "FA", "997", "AK1*PO*2", "AK9*A*1*1*1"))
    expect(await lookUp(house, intent)).toMatchObject({ _tag: "CannotTell" })
    await house.partner.writes("b.x12", interchange(9, "FA", "997", "AK1*PO*1", "AK9*R*1*1*0"))
    expect(await lookUp(house, intent)).toMatchObject({
      _tag: "Found",
      evidence: { detail: { seen: "a 997 about it waits in b.x12" } }
    })
  })

  it.each([
    ["855", interchange(8, "PR", "855", "BAK*00*AK*ALD-000001*20261122")],
    [
      "856",
      interchange(
        8,
        "SH",
        "856",
        ...["BSN*00*S1*20261122*0304", "HL*1**S", "TD5**2*UPSN", "REF*CN*1Z", "HL*2*1*O", "PRF*ALD-000001"],
        ...["HL*3*2*I", "LIN*11*VN*X", "SN1**2*EA"]
      )
    ]
  ])("is proved by a waiting %s too, where the order was collected", async (_set, text) => {
    await using house = await opened()
    const { intent } = await sendOne(house)
    await house.partner.collects(name)
    await house.partner.writes("a.x12", text)
    expect(await lookUp(house, intent)).toMatchObject({ _tag: "Found" })
    // About the order, and not about what was said of it afterwards.
    expect(await lookUp(house, { ...intent, kind: "cancel" })).toMatchObject({ _tag: "CannotTell" })
  })

  it("refuses for good what cannot be written, before the mark", async () => {
    await using house = await opened()
    const order = orderOf({ shipTo: { ...orderOf().shipTo, name: "漢字" } })
    const intent = intentOf(await house.transport.render(house.partner.supplier, order))
    const { run, mark } = { run: house.transport.run.bind(house.transport), mark: house.transport.mark }
    expect(await run((t) => t.send(house.partner.supplier, intent, mark))).toMatchObject({
      _tag: "Refused",
      reason: expect.stringContaining("ship-to name")
    })
    expect(house.transport.marks).toBe(0)
    expect(await house.partner.finds()).toEqual([])
  })

  it("goes by FTPS as well, and the answer comes back", async () => {
    await using server = await FtpTestServer.open({ security: "explicit" })
    await using transport = new Transport({ password: ftpPassword })
    const supplier = supplierOf("edi-x12", {
      ...ediSettings,
      over: "ftps",
      host: "127.0.0.1",
      port: String(server.port),
      user: ftpUser,
      authority: server.certificate.cert
    })
    const intent = intentOf(await transport.render(supplier))
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Sent"
    })
    expect(await readFile(server.at(`inbound/${name}`))).toEqual(Buffer.from(intent.content))
    await writeFile(server.at("outbound/a.x12"), advice(8))
    const [file] = await transport.run((t) => t.receive(supplier))
    if (file === undefined) throw new Error("nothing came")
    await transport.interchanges((i) => i.record(supplier.id, file.name, file.interchanges, arrivedAt))
    await transport.run((t) => t.archive(supplier, file.name))
    expect(await readFile(server.at(`inbound/${answerName(1001, 8)}`), "utf8")).toContain("AK1*IB*5~")
  })

  it("goes by SFTP as well", async () => {
    await using server = await SftpTestServer.open()
    await using transport = new Transport({ password: sftpPassword })
    const supplier = supplierOf("edi-x12", {
      ...ediSettings,
      over: "sftp",
      host: "127.0.0.1",
      port: String(server.port),
      user: sftpUser,
      hostKey: hostFingerprint
    })
    const intent = intentOf(await transport.render(supplier))
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Sent"
    })
    expect(await readFile(server.at(`inbound/${name}`))).toEqual(Buffer.from(intent.content))
    expect((await transport.run((t) => t.test(supplier))).join("\n")).toContain("ZZ/SWITCHYARD to ZZ/PARTNER")
  })
})

describe("answers by edi-x12", () => {
  it("are answered by a 997 with a number of ours, then archived", async () => {
    await using house = await opened()
    await house.partner.writes("stock.x12", advice(8))
    const [file] = await house.partner.takes(house.transport)
    expect(file?.documents).toHaveLength(1)
    expect(await house.partner.finds("outbound")).toEqual([])
    expect(await house.partner.finds("outbound/archive")).toEqual(["stock.x12"])
    expect(await house.partner.finds()).toEqual([answerName(1001, 8)])
    const written = await house.partner.read(`inbound/${answerName(1001, 8)}`)
    expect(interchangeOf(written)).toMatchObject({
      controlNumber: "000001001",
      sender: { id: "SWITCHYARD" },
      receiver: { id: "PARTNER" }
    })
    expect(success(readFunctionalAcknowledgement(firstSet(written)))).toMatchObject({
      functionalId: "IB",
      groupControlNumber: "5",
      status: "A",
      sets: [{ code: "846", controlNumber: "0001", status: "A" }]
    })
  })

  it("with faults are rejected at their place; sets that we do not take, as such", async () => {
    await using house = await opened()
    await house.partner.writes("a.x12", interchange(8, "IN", "810", "BIG*20261122"))
    await house.partner.writes("b.x12", interchange(9, "RA", "820", "BPR*C*1"))
    const files = await house.partner.takes(house.transport)
    expect(files.flatMap((file) => file.broken)).toHaveLength(2)
    const answers = await Promise.all(
      (await house.partner.finds()).map((f) => house.partner.read(`inbound/${f}`))
    )
    const said = answers.map((text) => success(readFunctionalAcknowledgement(firstSet(text))).sets[0])
    const byCode = new Map(said.map((set) => [set?.code, set]))
    expect(byCode.get("810")).toMatchObject({
      status: "R",
      syntaxCodes: ["5"],
      notes: [{ segmentId: "BIG", position: 2, elements: [{ element: 2, code: "1" }] }]
    })
    expect(byCode.get("820")).toMatchObject({ status: "R", syntaxCodes: ["1"], notes: [] })
  })

  it("that come again say nothing twice, and are answered with the same file", async () => {
    await using house = await opened()
    await house.partner.writes("a.x12", advice(8))
    await house.partner.takes(house.transport)
    const first = await house.partner.read(`inbound/${answerName(1001, 8)}`)
    await house.partner.collects(answerName(1001, 8))
    await house.partner.writes("again.x12", advice(8).replaceAll("~", "~\n"))
    const [again] = await house.partner.takes(house.transport)
    expect(again).toMatchObject({ documents: [], broken: [], interchanges: [{ isRepeat: true }] })
    expect(await house.partner.finds()).toEqual([answerName(1001, 8)])
    expect(await house.partner.read(`inbound/${answerName(1001, 8)}`)).toBe(first)
    expect(await house.partner.finds("outbound/archive")).toEqual(["a.x12", "again.x12"])
  })

  it("under a used control number and with other content are kept for a person, and not answered", async () => {
    await using house = await opened()
    await house.partner.writes("a.x12", advice(8, 7) + advice(8, 7) + advice(8, 9))
    const [file] = await house.partner.takes(house.transport)
    expect(file?.interchanges).toMatchObject([{ isRepeat: false }])
    expect(file?.documents).toHaveLength(1)
    expect(file?.broken).toMatchObject([{ reason: expect.stringContaining("ISA13") }])
    await house.partner.writes("b.x12", advice(8, 10))
    const [other] = await house.partner.takes(house.transport)
    expect(other).toMatchObject({ interchanges: [], documents: [] })
    expect(other?.broken).toHaveLength(1)
    expect(await house.partner.finds()).toEqual([answerName(1001, 8)])
  })

  it("outlive a death between the 997 and the archive: nothing is overwritten or written twice", async () => {
    await using house = await opened()
    const { partner, transport } = house
    await partner.writes("a.x12", advice(8))
    await partner.takes(transport)
    const first = await partner.read(`inbound/${answerName(1001, 8)}`)
    // The archive never happened: the file lies there again.
    await partner.writes("a.x12", advice(8))
    const [again] = await partner.takes(transport)
    expect(again?.documents).toEqual([])
    expect(await partner.finds()).toEqual([answerName(1001, 8)])
    expect(await partner.read(`inbound/${answerName(1001, 8)}`)).toBe(first)
  })
})
