import type * as Result from "effect/Result"
import type { X12Party } from "./x12-interchange.ts"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import { usualSeparators } from "./x12-separators.ts"
import { identifier, usualTextRule } from "./x12-text.ts"
import { type NewSegment, segment, segmentsText, type X12Style } from "./x12-writer.ts"

export type X12Version = "4010" | "5010"

/** One partner's envelope: rows of data, nothing of it is guessed. */
export interface X12Partner {
  readonly version: X12Version
  readonly sender: X12Party
  readonly receiver: X12Party
  /** GS02 and GS03, where the partner wants others than in ISA. */
  readonly groupSender: string
  readonly groupReceiver: string
  readonly usage: "P" | "T"
  readonly style: X12Style
}

export const usualStyle: X12Style = { separators: usualSeparators, text: usualTextRule, lineEnd: "" }

/** The caller counts: a control number is never used twice with one partner. */
export interface X12ControlNumbers {
  readonly interchange: number
  readonly group: number
  /** Of the first set; the next ones count on. */
  readonly firstSet: number
}

export interface NewGroup {
  readonly functionalId: string
  readonly code: string
  readonly sets: ReadonlyArray<ReadonlyArray<NewSegment>>
}

const standards = {
  "4010": { isa: "00401", group: "004010" },
  "5010": { isa: "00501", group: "005010" }
} as const

const isa = { ordinal: 1, id: "ISA" }

const control = (value: number, width: number, field: string): string =>
  Number.isSafeInteger(value) && value > 0 && value <= 999_999_999
    ? String(value).padStart(width, "0")
    : refuse(isa, 0, "control_number", `${field} must be 1 to 999999999`)

export const setControlNumber = (value: number): string => control(value, 4, "set control number")

const stamp = (at: Date): { readonly day: string; readonly minute: string } => {
  const [day = "", time = ""] = at.toISOString().split("T")
  return { day: day.replaceAll("-", ""), minute: time.slice(0, 5).replace(":", "") }
}

const fixed = (field: string, value: string, width: number) =>
  value.trim() === ""
    ? refuse(isa, 0, "missing", field)
    : identifier(field, value.padEnd(width), width, width)

const isaOpening = (partner: X12Partner, at: Date): NewSegment => {
  const { day, minute } = stamp(at)
  return segment(
    "ISA",
    "00",
    " ".repeat(10),
    "00",
    " ".repeat(10),
    fixed("sender qualifier", partner.sender.qualifier, 2),
    fixed("sender id", partner.sender.id, 15),
    fixed("receiver qualifier", partner.receiver.qualifier, 2),
    fixed("receiver id", partner.receiver.id, 15),
    day.slice(2),
    minute
  )
}

/** ISA11 and ISA16 are separators themselves, so the end of an ISA is not written like other elements. */
const isaText = (partner: X12Partner, number: string, at: Date): string => {
  const { separators, lineEnd } = partner.style
  const opening = segmentsText([isaOpening(partner, at)], {
    ...partner.style,
    lineEnd: "",
    separators
  }).slice(0, -1)
  const repetition = partner.version === "5010" ? (separators.repetition ?? "U") : "U"
  const rest = [repetition, standards[partner.version].isa, number, "0", partner.usage, separators.component]
  return `${[opening, ...rest].join(separators.element)}${separators.terminator}${lineEnd}`
}

const setSegments = (code: string, body: ReadonlyArray<NewSegment>, number: string) => [
  segment("ST", code, number),
  ...body,
  segment("SE", String(body.length + 2), number)
]

const groupSegments = (partner: X12Partner, group: NewGroup, numbers: X12ControlNumbers, at: Date) => {
  const { day, minute } = stamp(at)
  const number = control(numbers.group, 1, "group control number")
  return [
    segment(
      "GS",
      group.functionalId,
      identifier("group sender", partner.groupSender, 15, 2),
      identifier("group receiver", partner.groupReceiver, 15, 2),
      day,
      minute,
      number,
      "X",
      standards[partner.version].group
    ),
    ...group.sets.flatMap((body, index) =>
      setSegments(group.code, body, setControlNumber(numbers.firstSet + index))
    ),
    segment("GE", String(group.sets.length), number)
  ]
}

/** One interchange with one group: what a transport puts into one file. The same input gives the same bytes, always. */
export const writeInterchange = (
  partner: X12Partner,
  group: NewGroup,
  numbers: X12ControlNumbers,
  at: Date
): Result.Result<Uint8Array, X12Refusal> =>
  refusable(() => {
    const number = control(numbers.interchange, 9, "interchange control number")
    const style = {
      ...partner.style,
      separators: {
        ...partner.style.separators,
        repetition: partner.version === "5010" ? partner.style.separators.repetition : null
      }
    }
    const written: X12Partner = { ...partner, style }
    const body = segmentsText(
      [...groupSegments(written, group, numbers, at), segment("IEA", "1", number)],
      style
    )
    return new TextEncoder().encode(isaText(written, number, at) + body)
  })
