import type * as Brand from "effect/Brand"
import type { OrderId } from "./order.ts"

export type OrderNoteId = number & Brand.Brand<"OrderNoteId">

/** A hand-over stands open until somebody takes it: it is written for whoever comes next. */
export const noteKinds = ["note", "handover"] as const
export type NoteKind = (typeof noteKinds)[number]

export const longestNote = 4000

/** What a person wrote beside an order. Untrusted text, like everything that was typed. */
export interface OrderNote {
  readonly id: OrderNoteId
  readonly kind: NoteKind
  readonly text: string
  readonly by: string
  readonly at: Date
  readonly takenBy: string | null
  readonly takenAt: Date | null
}

export interface OrderTag {
  readonly tag: string
  readonly by: string
  readonly at: Date
}

export interface OrderAssignee {
  readonly assignee: string
  readonly by: string
  readonly at: Date
}

/** What lies beside an order: none of it is a fact of the order, so status, holds and sends do not look at it. */
export interface BesideOrder {
  /** Newest first, without those that were taken back. */
  readonly notes: ReadonlyArray<OrderNote>
  readonly tags: ReadonlyArray<OrderTag>
  readonly assignee: OrderAssignee | null
}

/** What people wrote there, by what `clean` leaves of it; who wrote it stays. */
export const besideWithoutBuyer = (beside: BesideOrder, clean: (text: string) => string): BesideOrder => ({
  notes: beside.notes.map((note) => ({ ...note, text: clean(note.text) })),
  tags: beside.tags.map((one) => ({ ...one, tag: clean(one.tag) })),
  assignee:
    beside.assignee === null ? null : { ...beside.assignee, assignee: clean(beside.assignee.assignee) }
})

/** A hand-over that nobody has taken yet, with the order that it is about. */
export interface OpenHandover extends OrderNote {
  readonly orderId: OrderId
  readonly channelOrderNumber: string
}

/** Line ends are kept; other controls and the space around are not. null: nothing to say, or too much. */
export const noteText = (given: string): string | null => {
  const text = given
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .trim()
  return text === "" || text.length > longestNote ? null : text
}

const longestTag = 40
const mostTags = 20

/** One word of letters, digits, `.`, `_` and `-`, in lower case, so that `tag:` finds it however it was typed. */
export const tagOf = (given: string): string | null => {
  const tag = given.trim().replace(/^#/, "").normalize("NFC").toLowerCase()
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(tag) && [...tag].length <= longestTag ? tag : null
}

export const tagRule = `A tag is one word of at most ${longestTag} letters, digits, “.”, “_” and “-”.`

export interface TagChange {
  readonly on: ReadonlyArray<string>
  readonly off: ReadonlyArray<string>
}

/** `urgent -later`: a tag to lay on, one to take off. The words that are no tag come back as they were typed. */
export const readTags = (typed: string): TagChange & { readonly wrong: ReadonlyArray<string> } => {
  const words = typed.split(/[\s,]+/).filter((word) => word !== "")
  const read = words.slice(0, mostTags).map((word) => {
    const isOff = word.startsWith("-")
    return { word, isOff, tag: tagOf(isOff ? word.slice(1) : word) }
  })
  const of = (isOff: boolean) => [
    ...new Set(read.flatMap((one) => (one.tag !== null && one.isOff === isOff ? one.tag : [])))
  ]
  return {
    on: of(false),
    off: of(true),
    wrong: [...read.flatMap((one) => (one.tag === null ? one.word : [])), ...words.slice(mostTags)]
  }
}

export const longestAssignee = 100

/** null: nobody has such a name. */
export const assigneeOf = (given: string): string | null => {
  const name = given.trim()
  return name === "" || name.length > longestAssignee || /\p{Cc}/u.test(name) ? null : name
}
