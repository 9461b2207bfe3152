import * as Effect from "effect/Effect"
import { longestNote, type NoteKind, noteText, type OrderNote } from "../../../domain/model/order-note.ts"
import {
  giveBackHandover,
  noteOrder,
  takeBackNote,
  takeHandover
} from "../../../domain/operations/note-order.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import type { LineAsking } from "./line-asking.ts"
import type { OrderPage } from "./order-page.ts"

export type ShownPage = () => OrderPage | null

const notRead = "The order has not been read yet."
/** What fits under the page; more is written in the editor. */
const longestLine = 300

const words: Readonly<Record<NoteKind, string>> = { note: "Note", handover: "Hand-over" }

/** Writes it, says so, and lets `z` take it back. */
const write = (desk: Desk, { detail }: OrderPage, kind: NoteKind, text: string): void => {
  const { id, channelOrderNumber } = detail.order
  desk.bridge.run(noteOrder(id, text, kind), (outcome) => {
    if (!outcome.ok) desk.say("need", `Nothing was written: ${outcome.message}`)
    else {
      const note = outcome.value
      desk.say("done", `${words[kind]} written on #${channelOrderNumber}. z takes it back.`)
      desk.undoable({
        label: `the ${kind === "note" ? "note" : "hand-over"} on #${channelOrderNumber}`,
        run: Effect.as(takeBackNote(note.id), `The note on #${channelOrderNumber} is taken back.`)
      })
    }
    desk.live.refresh()
  })
}

const askToWrite = (desk: Desk, line: LineAsking, page: OrderPage, kind: NoteKind, text: string): void =>
  desk.ask({
    text: `WRITE this ${words[kind].toLowerCase()} on #${page.detail.order.channelOrderNumber}? Whoever opens the order reads it.`,
    onYes: () => write(desk, page, kind, text),
    onNo: () => ask(desk, line, page, kind, text)
  })

const ask = (desk: Desk, line: LineAsking, page: OrderPage, kind: NoteKind, text: string): void => {
  const other: NoteKind = kind === "note" ? "handover" : "note"
  line.ask(
    {
      prompt: `${words[kind]} on #${page.detail.order.channelOrderNumber}: enter goes on, tab makes it a ${words[other].toLowerCase()}, ctrl-e opens your editor`,
      longest: longestLine,
      refusal: (given) => (noteText(given) === null ? "It says nothing yet; esc leaves." : null),
      onDone: (given) => askToWrite(desk, line, page, kind, given),
      onTab: () => ask(desk, line, page, other, line.text),
      onEditor: (given) => edit(desk, line, page, kind, given)
    },
    text
  )
}

/** What comes back from the editor is shown no more: it was read there. Too much of it is not thrown away. */
const edit = (desk: Desk, line: LineAsking, page: OrderPage, kind: NoteKind, text: string): void => {
  const about = { name: `note-${page.detail.order.channelOrderNumber}`, longest: longestNote }
  desk.edit(text, about, (written) => {
    if (written === null || noteText(written) === null) ask(desk, line, page, kind, text)
    else askToWrite(desk, line, page, kind, written)
  })
}

export const noteAction = (desk: Desk, line: LineAsking, page: ShownPage): ScreenAction => ({
  run: () => {
    const read = page()
    if (read !== null) ask(desk, line, read, "note", "")
  },
  refusal: () => (page() === null ? notRead : null)
})

/** The oldest hand-over of this order that nobody has taken. */
const openHandover = (page: OrderPage | null) =>
  page?.beside.notes.findLast(({ kind, takenBy }) => kind === "handover" && takenBy === null)

const take = (desk: Desk, handover: OrderNote): void => {
  desk.bridge.run(takeHandover(handover.id), (outcome) => {
    if (!outcome.ok) desk.say("need", outcome.message)
    else {
      desk.say("done", `The hand-over of ${handover.by} is yours. z gives it back.`)
      desk.undoable({
        label: `taking the hand-over of ${handover.by}`,
        run: Effect.as(giveBackHandover(handover.id), "The hand-over is open again.")
      })
    }
    desk.live.refresh()
  })
}

/** Whoever comes next says that they have it. */
export const takeAction = (desk: Desk, page: ShownPage): ScreenAction => ({
  run: () => {
    const handover = openHandover(page())
    if (handover === undefined) return
    desk.ask({
      text: `TAKE the hand-over of ${handover.by}? It is yours then, and open for nobody else.`,
      onYes: () => take(desk, handover)
    })
  },
  refusal: () => (openHandover(page()) === undefined ? "No hand-over is open on this order." : null),
  isOffered: () => openHandover(page()) !== undefined
})
