import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { readAcknowledgement } from "../../../src/connectors/edi/acknowledgement-855.ts"
import { readShipNotice } from "../../../src/connectors/edi/ship-notice-856.ts"
import { readInterchanges } from "../../../src/connectors/edi/x12-reader.ts"
import { firstSet, success } from "./edi-fixture.ts"

const folder = join(process.env.SWITCHYARD_CONTRACTS ?? "../shared/contracts", "edi")
const isThere = existsSync(folder)
const content = (name: string): Uint8Array => readFileSync(join(folder, name))

const outcome = (name: string): string =>
  Result.match(readInterchanges(content(name)), {
    onFailure: (refusal) => `${refusal.ordinal} ${refusal.segmentId} ${refusal.element} ${refusal.reason}`,
    onSuccess: (interchanges) =>
      interchanges
        .flatMap((interchange) => interchange.groups.flatMap((group) => group.sets))
        .map((set) => `${set.code}: ${set.segments.length} segments, ${set.faults.length} faults`)
        .join("; ")
  })

describe.skipIf(!isThere)("the samples of the contracts", () => {
  it("all parse, but the one whose envelope is never closed", () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".edi"))
    expect(Object.fromEntries(names.map((name) => [name, outcome(name)]))).toEqual({
      "271.edi": "2 GS 0 unterminated",
      "850.edi": "850: 31 segments, 0 faults",
      "850_2.edi": "850: 31 segments, 0 faults",
      "850_3.edi": "850: 12 segments, 0 faults",
      "850_fat.edi": "850: 31 segments, 0 faults; 850: 31 segments, 0 faults",
      "855.edi": "855: 24 segments, 0 faults",
      "856.edi": "856: 29 segments, 0 faults"
    })
  })

  it("855: each line with its answer", () => {
    const answer = success(readAcknowledgement(firstSet(content("855.edi"))))
    expect(answer.purchaseOrderNumber).toBe("POTEST1112")
    expect(
      answer.lines.map((line) => [line.lineId, line.parts.map((part) => [part.as, part.quantity])])
    ).toEqual([
      ["1", [["accepted", 3]]],
      ["2", [["rejected", 0]]],
      ["3", [["rejected", 0]]],
      ["4", [["accepted", 2]]]
    ])
  })

  it("856: items under their order, with the number of the shipment", () => {
    const notice = success(readShipNotice(firstSet(content("856.edi"))))
    expect(notice).toMatchObject({ shipmentId: "829716", shippedOn: "2011-12-06" })
    expect(
      notice.items.map((item) => [
        item.purchaseOrderNumber,
        item.items.VP,
        item.quantity,
        item.tracking?.value
      ])
    ).toEqual([
      ["99999817", "87787D", 24, "5787970539"],
      ["99999817", "99887D", 6, "5787970539"]
    ])
  })
})
