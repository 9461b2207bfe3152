import type { ReceivedLine } from "./purchase-order-file.ts"

/**
 * X12 as a partner of its own writes and reads it: nothing here is Switchyard's codec, so a mistake of that one is not
 * repeated here. It knows what an EDI translator of a small supplier knows.
 */
export interface EdiParty {
  readonly qualifier: string
  readonly id: string
}

export interface EdiRelation {
  readonly own: EdiParty
  readonly partner: EdiParty
  readonly usage: "P" | "T"
}

type Segment = ReadonlyArray<string>

export interface ReadSet {
  readonly functionalId: string
  readonly group: string
  readonly code: string
  readonly control: string
  readonly segments: ReadonlyArray<Segment>
}

export interface ReadEdi {
  readonly interchange: string
  readonly sets: ReadonlyArray<ReadSet>
}

const at = (segment: Segment | undefined, element: number): string => segment?.[element] ?? ""

/** The sets of a file, or what a translator would refuse it for. */
export function readEdi(content: string, relation: EdiRelation): ReadEdi | { readonly unreadable: string } {
  if (!content.startsWith("ISA") || content.length < 106) return { unreadable: "no ISA" }
  const [element, terminator] = [content.charAt(3), content.charAt(105)]
  const segments: ReadonlyArray<Segment> = content
    .split(terminator)
    .map((text) => text.replace(/^[\r\n]+/, ""))
    .filter((text) => text !== "")
    .map((text) => text.split(element))
  const [isa] = segments
  const iea = segments.at(-1)
  if (at(iea, 0) !== "IEA" || at(iea, 2) !== at(isa, 13)) return { unreadable: "ISA13 is not IEA02" }
  if (at(isa, 6).trim() !== relation.partner.id || at(isa, 8).trim() !== relation.own.id)
    return { unreadable: "other parties" }
  if (at(isa, 15) !== relation.usage) return { unreadable: "other usage" }
  const sets: Array<ReadSet> = []
  let group: Segment = []
  let open: Array<Segment> = []
  for (const segment of segments.slice(1, -1)) {
    if (segment[0] === "GS") group = segment
    else if (segment[0] === "GE") {
      if (at(segment, 2) !== at(group, 6)) return { unreadable: "GS06 is not GE02" }
    } else if (segment[0] === "ST") open = [segment]
    else if (segment[0] === "SE") {
      const [st] = open
      if (at(segment, 1) !== String(open.length + 1)) return { unreadable: `SE01 is not ${open.length + 1}` }
      if (at(segment, 2) !== at(st, 2)) return { unreadable: "ST02 is not SE02" }
      const [functionalId, control] = [at(group, 1), at(st, 2)]
      sets.push({ functionalId, group: at(group, 6), code: at(st, 1), control, segments: open.slice(1) })
    } else open.push(segment)
  }
  return { interchange: at(isa, 13), sets }
}

export interface EdiOrder {
  readonly number: string
  readonly shipCode: string
  readonly lines: ReadonlyArray<ReceivedLine>
}

/** What a clerk's program takes from an 850. */
export function orderOf(set: ReadSet): EdiOrder | { readonly unreadable: string } {
  const find = (id: string) => set.segments.find((segment) => segment[0] === id)
  const number = at(find("BEG"), 3)
  if (number === "") return { unreadable: "BEG03 is empty" }
  const address = ["N3", "N4"].find((id) => at(find(id), 1) === "")
  if (address !== undefined) return { unreadable: `${address}01 is empty` }
  const lines = set.segments
    .filter((segment) => segment[0] === "PO1")
    .map((po1) => ({ lineId: at(po1, 1), sku: at(po1, 7), quantity: Number(at(po1, 2)) }))
  const odd = lines.find(({ sku, quantity }) => sku === "" || !Number.isInteger(quantity) || quantity < 1)
  if (lines.length === 0 || odd !== undefined) return { unreadable: "a PO1 without SKU or quantity" }
  return { number, shipCode: at(find("TD5"), 3), lines }
}

const pad = (number: number): string => String(number).padStart(9, "0")
const clean = (text: string): string => text.replace(/[~*>\r\n]/g, " ")

/** One set in one interchange. The same control number in all three envelopes, as this partner likes it. */
export function writeEdi(
  relation: EdiRelation,
  set: { readonly functionalId: string; readonly code: string; readonly body: ReadonlyArray<Segment> },
  control: number,
  when: Date
): string {
  const stamp = when.toISOString().replace(/[-:]/g, "")
  const [day, time] = [stamp.slice(0, 8), stamp.slice(9, 13)]
  const party = ({ qualifier, id }: EdiParty) => [qualifier, id.padEnd(15)]
  const isa = [
    "ISA",
    "00",
    " ".repeat(10),
    "00",
    " ".repeat(10),
    ...party(relation.own),
    ...party(relation.partner),
    ...[day.slice(2), time, "U", "00401", pad(control), "0", relation.usage, ">"]
  ]
  const segments = [
    isa,
    ["GS", set.functionalId, relation.own.id, relation.partner.id, day, time, String(control), "X", "004010"],
    ["ST", set.code, "0001"],
    ...set.body.map((segment) => segment.map(clean)),
    ["SE", String(set.body.length + 2), "0001"],
    ["GE", "1", String(control)],
    ["IEA", "1", pad(control)]
  ]
  return segments.map((segment) => `${segment.join("*").replace(/\*+$/, "")}~\n`).join("")
}
