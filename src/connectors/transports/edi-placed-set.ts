import type { IncomingFile, UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { segmentRaw, setRaw, type X12Set } from "../edi/x12-interchange.ts"
import type { X12Separators } from "../edi/x12-separators.ts"
import type { EdiReading } from "./edi-profile.ts"

export type Answers = Partial<Omit<IncomingFile, "name" | "interchanges">>

/** One set of a partner, where it stands. */
export interface PlacedSet {
  readonly set: X12Set
  readonly separators: X12Separators
  readonly file: string
  /** `ZZ/PARTNER 000000005/0001`: the partner's own identity of this set. */
  readonly reference: string
  readonly reading: EdiReading
}

export const place = (at: PlacedSet, ordinal: number): string => `${at.file}, segment ${ordinal}`

export const rawOf = (at: PlacedSet): string => setRaw(at.set, at.separators)

const headSegments = 2
const nearSegments = 12

/** What a piece says, and of what document: a long one is not repeated for each of its pieces. */
export const rawNear = ({ set, separators }: PlacedSet, ordinal: number): string => {
  const all = [set.header, ...set.segments]
  const from = Math.max(headSegments, ordinal - set.header.ordinal)
  return [...all.slice(0, headSegments), ...all.slice(from, from + nearSegments)]
    .map((segment) => segmentRaw(segment, separators))
    .join("\n")
}

/** A piece that X12 allows and that a person has to look at. */
export const unclear = (at: PlacedSet, ordinal: number, reason: string): UnreadablePiece => ({
  source: "edi",
  place: place(at, ordinal),
  reason,
  raw: rawNear(at, ordinal)
})

/** A partner's code, fit for a message of ours. */
export const shownCode = (code: string): string => code.replace(/[^A-Za-z0-9]/g, "?").slice(0, 3)

/** The partner's number of an item: the first qualifier that stands there. */
export const skuOf = (items: Readonly<Record<string, string>>, qualifiers: ReadonlyArray<string>): string => {
  const qualifier = qualifiers.find((each) => items[each] !== undefined)
  return qualifier === undefined ? "" : (items[qualifier] ?? "")
}
