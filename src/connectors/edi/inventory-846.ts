import type * as Result from "effect/Result"
import { demandSegment, demandSet, type X12Set } from "./x12-interchange.ts"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import {
  demandElement,
  demandQuantity,
  elementAt,
  optionalDay,
  qualifiedPairs,
  type X12Segment
} from "./x12-segment.ts"

export interface StockedItem {
  readonly items: Readonly<Record<string, string>>
  readonly quantity: number
  readonly ordinal: number
}

export interface InventoryAdvice {
  readonly reference: string
  /** BIA04 and BIA05 in UTC. An advice older than the last one that was read is not news. */
  readonly at: string
  readonly items: ReadonlyArray<StockedItem>
  readonly ordinal: number
}

const clock = /^([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?(?:[0-9]{1,2})?$/

const momentOf = (bia: X12Segment): string => {
  const day = optionalDay(bia, 4) ?? refuse(bia, 4, "missing", "mandatory element is empty")
  const text = elementAt(bia, 5)
  const [, hour = "00", minute = "00", second = "00"] = clock.exec(text) ?? []
  if (text !== "" && !clock.test(text)) refuse(bia, 5, "value", "not a time HHMM")
  return `${day}T${hour}:${minute}:${second}Z`
}

/** The quantity of one qualifier (33 available for sale, QA ...); an item that says it twice is refused, not summed. */
const quantityOf = (lin: X12Segment, own: ReadonlyArray<X12Segment>, qualifier: string): number => {
  const said = own.filter((next) => next.id === "QTY" && elementAt(next, 1) === qualifier)
  const [first, second] = said
  if (first === undefined) return refuse(lin, 0, "missing", "an item without its QTY")
  if (second !== undefined) return refuse(second, 1, "value", "a second quantity of the same kind")
  return demandQuantity(first, 2)
}

const readItem = (lin: X12Segment, rest: ReadonlyArray<X12Segment>, qualifier: string): StockedItem => {
  const items = qualifiedPairs(lin, 2)
  if (Object.keys(items).length === 0) refuse(lin, 3, "missing", "an item without a number")
  return { items, quantity: quantityOf(lin, rest, qualifier), ordinal: lin.ordinal }
}

export const readInventory = (
  set: X12Set,
  quantityQualifier = "33"
): Result.Result<InventoryAdvice, X12Refusal> =>
  refusable(() => {
    const segments = demandSet(set, "846")
    const bia = demandSegment(set, "BIA")
    const starts = segments.flatMap((next, at) => (next.id === "LIN" ? [at] : []))
    const items = starts.flatMap((at, index) => {
      const lin = segments[at]
      return lin === undefined
        ? []
        : [readItem(lin, segments.slice(at + 1, starts[index + 1]), quantityQualifier)]
    })
    return { reference: demandElement(bia, 3), at: momentOf(bia), items, ordinal: bia.ordinal }
  })
