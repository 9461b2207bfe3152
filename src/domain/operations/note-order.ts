import * as Effect from "effect/Effect"
import { type Deed, layBeside } from "../lay-beside.ts"
import type { HistoryEntry } from "../model/history.ts"
import type { OrderId } from "../model/order.ts"
import { longestNote, type NoteKind, noteText, type OrderNoteId } from "../model/order-note.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { type NoteWithOrder, OrderNotes } from "../ports/order-notes.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** The words stay in the note alone: what is append-only only names it. */
const deed = (note: NoteWithOrder, act: string, event: HistoryEntry["event"]): Deed => ({
  order: note,
  act,
  note: `${note.kind} ${note.id}`,
  entry: { event, subject: note.kind, before: null, after: null, detail: { note: note.id } }
})

const told = Effect.fn("told")(function* <E, R>(
  change: Effect.Effect<NoteWithOrder | null, E, R>,
  act: string,
  event: HistoryEntry["event"],
  refusal: string
) {
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const note = yield* change
      if (note === null) return yield* new Refusal({ message: refusal })
      yield* layBeside([deed(note, act, event)])
      return note
    })
  )
})

/** Writes beside an order. A hand-over stands open, for whoever comes next, until somebody takes it. */
export const noteOrder = Effect.fn("noteOrder")(function* (id: OrderId, given: string, kind: NoteKind) {
  const text = noteText(given)
  if (text === null)
    return yield* new Refusal({
      message:
        given.trim() === ""
          ? "The note says nothing."
          : `A note has at most ${longestNote} characters; this one has ${given.trim().length}.`
    })
  const store = yield* OrderNotes
  const add = store.add(id, kind, text, yield* Actor, yield* now)
  const event = kind === "handover" ? "handed over" : "noted"
  return yield* told(add, event, event, "There is no such order any more.")
})

const noSuchNote = (id: OrderNoteId): string => `There is no note ${id}, or it was taken back before.`

/** The note is not shown any more. A hand-over that somebody took stays: it was acted upon. */
export const takeBackNote = Effect.fn("takeBackNote")(function* (id: OrderNoteId) {
  const store = yield* OrderNotes
  const standing = yield* store.note(id)
  const taken = standing?.takenBy ?? null
  const refusal =
    taken === null ? noSuchNote(id) : `Hand-over ${id} was taken by ${taken}, so it is not taken back.`
  const change = store.takeBack(id, yield* Actor, yield* now)
  return yield* told(change, "note taken back", "note taken back", refusal)
})

/** Whoever comes next says that they have it. */
export const takeHandover = Effect.fn("takeHandover")(function* (id: OrderNoteId) {
  const store = yield* OrderNotes
  const change = store.takeHandover(id, yield* Actor, yield* now)
  return yield* told(change, "hand-over taken", "hand-over taken", `No hand-over ${id} is open.`)
})

/** It stands open again: the undo of taking it, for the one who took it. */
export const giveBackHandover = Effect.fn("giveBackHandover")(function* (id: OrderNoteId) {
  const store = yield* OrderNotes
  const change = store.giveBackHandover(id, yield* Actor)
  return yield* told(
    change,
    "hand-over given back",
    "hand-over given back",
    `Hand-over ${id} is not taken by you.`
  )
})

const mostHandovers = 200

/** What was written for whoever comes next and nobody has taken, oldest first. */
export const openHandovers = Effect.fn("openHandovers")(function* () {
  return yield* (yield* OrderNotes).openHandovers(mostHandovers)
})
