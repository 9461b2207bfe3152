import { createHash } from "node:crypto"
import * as Result from "effect/Result"
import {
  type IncomingInterchange,
  incomingFile,
  type UnreadablePiece
} from "../../domain/model/supplier-answer.ts"
import { acknowledgeGroup } from "../edi/functional-acknowledgement-997.ts"
import { segmentRaw, type X12Group, type X12Interchange, type X12Set } from "../edi/x12-interchange.ts"
import { readInterchanges, type X12Limits } from "../edi/x12-reader.ts"
import { X12Refusal } from "../edi/x12-refusal.ts"
import { type GroupAnswer, groupAnswers } from "./edi-answer.ts"
import { readSet } from "./edi-documents.ts"
import type { Answers, PlacedSet } from "./edi-placed-set.ts"
import { rawOf, unclear } from "./edi-placed-set.ts"
import type { EdiProfile } from "./edi-profile.ts"
import { reportsOf } from "./edi-reports.ts"

/** A file of one supplier: far above a day of answers, far below what hurts. */
const limits: X12Limits = {
  bytes: 16 * 1024 * 1024,
  segments: 200_000,
  interchanges: 200,
  elements: 100,
  elementLength: 1_000
}

/** What one interchange says, or why it is not taken. */
export interface ReadInterchange {
  readonly interchange: IncomingInterchange
  readonly answers: Answers
}

export interface ReadFile {
  readonly interchanges: ReadonlyArray<ReadInterchange>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

const source = "edi"

const textOf = (content: Uint8Array): string => new TextDecoder("latin1").decode(content)

/** What it says, whatever line ends it came with. */
const hashOf = (interchange: X12Interchange): string => {
  const hash = createHash("sha256")
  const { separators, header, reports, groups } = interchange
  const segments = groups.flatMap((group) => [
    group.header,
    ...group.sets.flatMap((set) => [set.header, ...set.segments])
  ])
  for (const each of [header, ...reports, ...segments]) hash.update(segmentRaw(each, separators))
  return hash.digest("hex")
}

/** It must come from the partner, be for us, and be what we agreed: production data or tests. */
const strangeness = (interchange: X12Interchange, { partner }: EdiProfile): X12Refusal | null => {
  const at = (element: number, detail: string) =>
    new X12Refusal({
      ordinal: interchange.header.ordinal,
      segmentId: "ISA",
      element,
      reason: "value",
      detail
    })
  const { sender, receiver } = interchange
  if (sender.id !== partner.receiver.id.trim() || sender.qualifier !== partner.receiver.qualifier)
    return at(6, "it comes from another party than receiverId names")
  if (receiver.id !== partner.sender.id.trim() || receiver.qualifier !== partner.sender.qualifier)
    return at(8, "it is for another party than senderId names")
  if (interchange.usage !== partner.usage)
    return at(15, `usage is ${partner.usage} here; tests and production are not mixed`)
  return null
}

const refused = (at: PlacedSet, refusal: X12Refusal): UnreadablePiece => ({
  source,
  place: `${at.file}, segment ${refusal.ordinal} ${refusal.segmentId}`,
  reason: `${at.set.code}: ${refusal.message}`,
  raw: rawOf(at)
})

const merged = (answers: ReadonlyArray<Answers>): Answers => ({
  rows: answers.flatMap((a) => a.rows ?? []),
  acknowledgements: answers.flatMap((a) => a.acknowledgements ?? []),
  receipts: answers.flatMap((a) => a.receipts ?? []),
  requestAnswers: answers.flatMap((a) => a.requestAnswers ?? []),
  documents: answers.flatMap((a) => a.documents ?? []),
  broken: answers.flatMap((a) => a.broken ?? [])
})

const mostBroken = 100

/** A document that is wrong in every line is one trouble, and not thousands. */
const fewBroken = (at: PlacedSet, answers: Answers): Answers => {
  const broken = answers.broken ?? []
  if (broken.length <= mostBroken) return answers
  const more = `${broken.length - mostBroken} more pieces of this ${at.set.code} could not be read either`
  return {
    ...answers,
    broken: [...broken.slice(0, mostBroken), unclear(at, at.set.header.ordinal, more)]
  }
}

interface ReadGroup {
  readonly answers: Answers
  /** What we answer; null to a group of answers. */
  readonly answer: GroupAnswer | null
}

const readGroup = (group: X12Group, placed: (set: X12Set) => PlacedSet): ReadGroup => {
  const refusals = new Map<X12Set, ReadonlyArray<X12Refusal>>()
  const answers = group.sets.map((set): Answers => {
    const at = placed(set)
    const read = readSet(at)
    if (Result.isSuccess(read)) return fewBroken(at, read.success)
    refusals.set(set, [read.failure])
    return { broken: [refused(at, read.failure)] }
  })
  return {
    answers: merged(answers),
    answer: group.functionalId === "FA" ? null : acknowledgeGroup(group, refusals)
  }
}

const senderOf = ({ sender }: X12Interchange): string => `${sender.qualifier}/${sender.id}`

const readOne = (file: string, interchange: X12Interchange, profile: EdiProfile): ReadInterchange => {
  const key = `${senderOf(interchange)} ${interchange.controlNumber}`
  const groups = interchange.groups.map((group) =>
    readGroup(group, (set) => ({
      set,
      separators: interchange.separators,
      file,
      reference: `${key}/${group.controlNumber}/${set.controlNumber}`,
      reading: profile.reading
    }))
  )
  const owed = groupAnswers(
    groups.flatMap(({ answer }) => (answer === null ? [] : [answer])),
    profile
  )
  const place = `${file}, segment ${interchange.header.ordinal} ISA`
  const mute: ReadonlyArray<UnreadablePiece> =
    owed.trouble === null
      ? []
      : [{ source, place, reason: `It cannot be answered by a 997: ${owed.trouble}`, raw: key }]
  return {
    interchange: {
      sender: senderOf(interchange),
      controlNumber: interchange.controlNumber.trim(),
      contentHash: hashOf(interchange),
      isRepeat: false,
      answer: owed.answer,
      place
    },
    answers: merged([reportsOf(file, interchange), ...groups.map((group) => group.answers), { broken: mute }])
  }
}

/** All that a file says. What breaks its envelopes refuses the file; what breaks one set is refused alone. */
export const readEdiFile = (file: string, content: Uint8Array, profile: EdiProfile): ReadFile => {
  const read = readInterchanges(content, limits)
  if (Result.isFailure(read)) {
    const { ordinal, segmentId, message } = read.failure
    const place = `${file}, segment ${ordinal} ${segmentId}`
    return { interchanges: [], broken: [{ source, place, reason: message, raw: textOf(content) }] }
  }
  const broken: Array<UnreadablePiece> = []
  const raw = textOf(content)
  const interchanges: Array<ReadInterchange> = []
  for (const interchange of read.success) {
    const strange = strangeness(interchange, profile)
    if (strange === null) interchanges.push(readOne(file, interchange, profile))
    else
      broken.push({
        source,
        place: `${file}, segment ${strange.ordinal} ISA`,
        reason: strange.message,
        raw
      })
  }
  return { interchanges, broken }
}

const keyOf = ({ sender, controlNumber }: IncomingInterchange): string => `${sender} ${controlNumber}`

const otherContent = ({ interchange }: ReadInterchange): UnreadablePiece => ({
  source,
  place: interchange.place,
  reason: `ISA13: control number ${interchange.controlNumber.replace(/[^0-9]/g, "?")} was used before with other content. Nothing of it was taken; ask the supplier which one counts.`,
  raw: keyOf(interchange)
})

/**
 * A file without what was taken before: a repeat says nothing a second time, and is answered again. `taken` holds the
 * content hashes by sender and control number, and learns from each file.
 */
export const freshFile = (name: string, file: ReadFile, taken: Map<string, string>) => {
  const kept = new Map<string, IncomingInterchange>()
  const answers: Array<Answers> = [{ broken: file.broken }]
  for (const read of file.interchanges) {
    const key = keyOf(read.interchange)
    const before = taken.get(key)
    if (before !== undefined && before !== read.interchange.contentHash) {
      answers.push({ broken: [otherContent(read)] })
      continue
    }
    if (before === undefined) answers.push(read.answers)
    taken.set(key, read.interchange.contentHash)
    if (!kept.has(key)) kept.set(key, { ...read.interchange, isRepeat: before !== undefined })
  }
  return incomingFile(name, { ...merged(answers), interchanges: [...kept.values()] })
}
