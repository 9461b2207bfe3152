import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { northwind } from "../../src/sandbox/catalog.ts"
import { readEdi, writeEdi } from "../../src/sandbox/edi-document.ts"
import { EdiSupplier } from "../../src/sandbox/edi-supplier.ts"
import { type FaultDials, Faults } from "../../src/sandbox/faults.ts"
import { SupplierOffice } from "../../src/sandbox/supplier-office.ts"

let root = ""
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "h-sandbox-edi-"))
})
afterEach(() => rmSync(root, { recursive: true }))

const hour = 3_600_000
const relation = {
  own: { qualifier: "12", id: "5551234567" },
  partner: { qualifier: "ZZ", id: "SWITCHYARD" },
  usage: "T" as const
}
/** The same agreement, as its partner sees it. */
const ours = { own: relation.partner, partner: relation.own, usage: relation.usage }

const open = (dials: FaultDials = {}) => {
  const faults = new Faults(1, "edi")
  faults.set(dials)
  const office = new SupplierOffice({
    profile: northwind,
    seed: 1,
    ledgerFile: join(root, "office.jsonl"),
    outbound: null,
    shipAfterMs: 60_000,
    faults
  })
  return new EdiSupplier({
    office,
    root: join(root, "account"),
    relation,
    ledgerFile: join(root, "edi.jsonl"),
    collectAfterMs: 0,
    lateMs: hour,
    faults
  })
}
const close = (supplier: EdiSupplier) => {
  supplier.close()
  supplier.office.close()
}

const order = (body: ReadonlyArray<ReadonlyArray<string>> = []) =>
  writeEdi(
    ours,
    {
      functionalId: "PO",
      code: "850",
      body: [
        ["BEG", "00", "DS", "SY-000001", "", "20261122"],
        ["N3", "1 Main"],
        ["N4", "Springfield"],
        ...body
      ]
    },
    41,
    new Date("2026-11-22T12:00:00Z")
  )
const lines = [["PO1", "11", "2", "EA", "", "", "VN", "10001"]]
const sends = (name: string, content: string) =>
  writeFileSync(join(root, "account", "inbound", name), content)
const laid = () =>
  readdirSync(join(root, "account", "outbound"))
    .sort()
    .map((name) => {
      const read = readEdi(readFileSync(join(root, "account", "outbound", name), "utf8"), ours)
      if ("unreadable" in read) throw new Error(read.unreadable)
      return `${read.sets.map((set) => set.code).join()} ${read.interchange}`
    })
const soon = () => Date.now() + 1000

describe("a supplier by EDI", () => {
  it("books an 850 once, answers with 997 and 855, ships by 856, and goes on after a restart", () => {
    const supplier = open()
    sends("a.x12", order(lines))
    supplier.work(soon())
    expect(supplier.office.purchaseOrderBooks()).toEqual({ "SY-000001": 1 })
    expect(laid()).toEqual(["997 000000001", "855 000000002"])
    close(supplier)
    const again = open()
    again.work(soon() + hour)
    again.work(soon() + hour)
    expect(
      laid()
        .slice(2)
        .every((name) => name.startsWith("856 "))
    ).toBe(true)
    expect(Object.values(again.office.shipmentBooks()).every((count) => count === 1)).toBe(true)
    sends("b.x12", order(lines))
    again.work(soon())
    expect(again.office.purchaseOrderBooks()).toEqual({ "SY-000001": 2 })
    close(again)
  })

  it("rejects what it cannot read, and books nothing of it", () => {
    const supplier = open()
    sends("a.x12", order())
    sends("b.x12", order(lines).replace("SE*6", "SE*7"))
    supplier.work(soon())
    expect(supplier.office.purchaseOrderBooks()).toEqual({})
    expect(laid()).toEqual(["997 000000001"])
    close(supplier)
  })

  it("is late with its 997, rejects, and doubles its 856 when it is dialed so", () => {
    const late = open({ "late-receipt": 1 })
    sends("a.x12", order(lines))
    late.work(soon())
    expect(laid()).toEqual(["855 000000002"])
    late.work(soon() + hour)
    expect(laid()).toContain("997 000000001")
    close(late)
    const doubling = open({ duplicate: 1 })
    sends("b.x12", order(lines).replaceAll("SY-000001", "SY-000002"))
    doubling.work(soon())
    doubling.work(soon() + hour)
    const notices = laid().filter((name) => name.startsWith("856 "))
    expect(new Set(notices).size).toBeLessThan(notices.length)
    close(doubling)
    const rejecting = open({ "reject-receipt": 1 })
    sends("c.x12", order(lines).replaceAll("SY-000001", "SY-000003"))
    rejecting.work(soon())
    expect(rejecting.office.purchaseOrderBooks()["SY-000003"]).toBeUndefined()
    expect(rejecting.office.refused()).toEqual({ "SY-000003": 1 })
    close(rejecting)
  })
})
