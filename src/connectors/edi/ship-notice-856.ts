import type * as Result from "effect/Result"
import { type Level, readLevels, upward } from "./hierarchy.ts"
import { demandSegment, demandSet, type X12Set } from "./x12-interchange.ts"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import {
  demandElement,
  demandQuantity,
  elementAt,
  optionalDay,
  qualifiedPairs,
  shortElement,
  type X12Segment
} from "./x12-segment.ts"

/** Where a partner puts the tracking number: `REF CN 2`, `MAN CP 2`; no qualifier: any such segment. */
export interface TrackingPlace {
  readonly segmentId: "REF" | "MAN" | "TD5" | "BSN"
  /** What element 1 of REF and MAN must say; empty for TD5 and BSN. */
  readonly qualifier: string
  readonly element: number
}

export const usualTrackingPlaces: ReadonlyArray<TrackingPlace> = [
  { segmentId: "REF", qualifier: "CN", element: 2 },
  { segmentId: "REF", qualifier: "2I", element: 2 },
  { segmentId: "MAN", qualifier: "CP", element: 2 }
]

export interface FoundText {
  readonly value: string
  readonly ordinal: number
}

export interface ShippedItem {
  /** LIN01 of the partner: our line id, if it echoes it. */
  readonly lineId: string
  readonly items: Readonly<Record<string, string>>
  readonly quantity: number
  readonly purchaseOrderNumber: string
  /** Of the item's own pack, else of its order or shipment; null when the notice says none. */
  readonly tracking: FoundText | null
  readonly ordinal: number
}

export interface ShipNotice {
  /** BSN02: unique per shipment; a repeat is a duplicate. */
  readonly shipmentId: string
  /** BSN01: 00 original, 01 cancel, 04 and 05 a change, 06 confirmation, 14 advance. */
  readonly purpose: string
  readonly date: string | null
  readonly shippedOn: string | null
  /** TD503. */
  readonly carrier: FoundText | null
  /** TD505 or TD512: what the partner calls the way it went. */
  readonly service: FoundText | null
  readonly items: ReadonlyArray<ShippedItem>
  readonly ordinal: number
}

const found = (at: X12Segment | undefined, element: number): FoundText | null => {
  if (at === undefined) return null
  const value = shortElement(at, element)
  return value === "" ? null : { value, ordinal: at.ordinal }
}

const findTracking = (
  segments: ReadonlyArray<X12Segment>,
  places: ReadonlyArray<TrackingPlace>
): FoundText | null => {
  for (const place of places)
    for (const next of segments) {
      const isPlace =
        next.id === place.segmentId && (place.qualifier === "" || elementAt(next, 1) === place.qualifier)
      const text = isPlace ? found(next, place.element) : null
      if (text !== null) return text
    }
  return null
}

type FindIn = (segments: ReadonlyArray<X12Segment>) => FoundText | null

/** Each list of segments is looked through once, however many items lie under one shipment. */
const finder = (places: ReadonlyArray<TrackingPlace>): FindIn => {
  const known = new Map<ReadonlyArray<X12Segment>, FoundText | null>()
  return (segments) => {
    const before = known.get(segments)
    if (before !== undefined) return before
    const text = findTracking(segments, places)
    known.set(segments, text)
    return text
  }
}

/** The nearest level that says one wins: a parcel's number before that of the whole shipment. */
const trackingOf = (item: Level, opening: ReadonlyArray<X12Segment>, find: FindIn): FoundText | null => {
  for (let level: Level | null = item; level !== null; level = level.parent) {
    const text = find(level.segments)
    if (text !== null) return text
  }
  return find(opening)
}

const demandIn = (level: Level, id: string): X12Segment =>
  level.segments.find((next) => next.id === id) ?? refuse(level.head, 0, "missing", `the level has no ${id}`)

const readItem = (level: Level, opening: ReadonlyArray<X12Segment>, find: FindIn): ShippedItem => {
  const order = upward(level, ["O"]) ?? refuse(level.head, 2, "missing", "an item under no order")
  const lin = demandIn(level, "LIN")
  return {
    lineId: shortElement(lin, 1),
    items: qualifiedPairs(lin, 2),
    quantity: demandQuantity(demandIn(level, "SN1"), 2),
    purchaseOrderNumber: demandElement(demandIn(order, "PRF"), 1),
    tracking: trackingOf(level, opening, find),
    ordinal: lin.ordinal
  }
}

/** S-O-I, S-O-P-I and S-O-I-P: in the last a pack stands under its item, so that its number is looked for downward. */
const packTracking = (
  item: Level,
  children: ReadonlyMap<Level | null, ReadonlyArray<Level>>,
  find: FindIn
): FoundText | null => {
  const packs = children.get(item) ?? []
  const numbers = packs.flatMap((pack) => find(pack.segments) ?? [])
  const other = numbers.find((number) => number.value !== numbers[0]?.value)
  if (other !== undefined)
    refuse(
      item.head,
      0,
      "value",
      "one item in packs of several tracking numbers, without a quantity for each"
    )
  return numbers[0] ?? null
}

const shipDate = (segments: ReadonlyArray<X12Segment>): string | null => {
  const shipped = segments.find((next) => next.id === "DTM" && elementAt(next, 1) === "011")
  return shipped === undefined ? null : optionalDay(shipped, 2)
}

export const readShipNotice = (
  set: X12Set,
  places: ReadonlyArray<TrackingPlace> = usualTrackingPlaces
): Result.Result<ShipNotice, X12Refusal> =>
  refusable(() => {
    const segments = demandSet(set, "856")
    const bsn = demandSegment(set, "BSN")
    const levels = readLevels(segments)
    const items = levels.filter((level) => level.kind === "I")
    if (items.length === 0) return refuse(set.header, 0, "missing", "the notice has no item level")
    const find = finder(places)
    const opening = [bsn]
    const children = Map.groupBy(levels, (level) => level.parent)
    const td5 = segments.find((next) => next.id === "TD5")
    return {
      shipmentId: demandElement(bsn, 2),
      purpose: demandElement(bsn, 1),
      date: optionalDay(bsn, 3),
      shippedOn: shipDate(segments),
      carrier: found(td5, 3),
      service: found(td5, 5) ?? found(td5, 12),
      items: items.map((level) => {
        const item = readItem(level, opening, find)
        return { ...item, tracking: packTracking(level, children, find) ?? item.tracking }
      }),
      ordinal: bsn.ordinal
    }
  })
