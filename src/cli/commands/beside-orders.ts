import * as Effect from "effect/Effect"
import { type OrderId, orderName } from "../../domain/model/order.ts"
import type { BesideOrder, OrderNote, OrderNoteId } from "../../domain/model/order-note.ts"
import { besideWithoutBuyer, readTags } from "../../domain/model/order-note.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { assignOrders } from "../../domain/operations/assign-orders.ts"
import {
  giveBackHandover,
  noteOrder,
  openHandovers,
  takeBackNote,
  takeHandover
} from "../../domain/operations/note-order.ts"
import { orderMask, orderMasks } from "../../domain/operations/reveal-order.ts"
import { tagOrders } from "../../domain/operations/tag-orders.ts"
import { Actor } from "../../domain/ports/actor.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { type NoteWithOrder, OrderNotes } from "../../domain/ports/order-notes.ts"
import { type Answer, answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findOrder, findOrders } from "../find-order.ts"
import { argument, has, number, text, texts } from "../input.ts"
import { moment } from "../moment.ts"
import { countOf } from "../wording.ts"

const standing = (note: OrderNote): string => {
  if (note.kind === "note") return ""
  return note.takenBy === null ? "open" : `taken by ${note.takenBy}`
}

const noteRow = (note: OrderNote): ReadonlyArray<string> => [
  String(note.id),
  moment(note.at),
  note.by,
  note.kind === "note" ? "note" : "hand-over",
  standing(note),
  note.text.replaceAll("\n", " / ")
]

const noteColumns = [">note", "at", "by", "what", "", "text"]

const shown = (number: string, beside: BesideOrder): Answer =>
  answer(beside, [
    `Assigned to  ${beside.assignee === null ? "nobody" : `${beside.assignee.assignee}, by ${beside.assignee.by} ${moment(beside.assignee.at)}`}`,
    `Tags         ${beside.tags.map(({ tag }) => tag).join(", ") || "none"}`,
    ...listOr(
      `No notes. Write one: ${commandLine("orders", "note", number, "...")}`,
      table(noteColumns, beside.notes.map(noteRow))
    )
  ])

/** A slip of one digit must not change the note of another order. */
const demandOf = Effect.fn("demandOf")(function* (orderId: number, id: OrderNoteId) {
  const note = yield* (yield* OrderNotes).note(id)
  if (note !== null && note.orderId !== orderId)
    return yield* new Refusal({
      message: `Note ${id} is about ${orderName(note.channelOrderNumber)}, not about this order.`
    })
  return id
})

/** What is known of an order's buyer is taken out of what colleagues wrote about it. */
const withoutBuyers = Effect.fn("withoutBuyers")(function* <N extends OrderNote>(
  notes: ReadonlyArray<N>,
  orderOf: (note: N) => OrderId
) {
  const maskOf = yield* orderMasks(notes.map(orderOf))
  return notes.map((one): N => ({ ...one, text: maskOf(orderOf(one)).text(one.text) }))
})

const done = (note: NoteWithOrder, says: string): Answer => answer(note, [says])

const actOn = Effect.fn("actOn")(function* (orderId: number, input: Input) {
  const given = number(input, "undo") ?? number(input, "take") ?? number(input, "give-back") ?? 0
  const id = yield* demandOf(orderId, given as OrderNoteId)
  if (has(input, "undo")) return done(yield* takeBackNote(id), `Note ${id} is taken back.`)
  return has(input, "take")
    ? done(yield* takeHandover(id), `Hand-over ${id} is yours.`)
    : done(yield* giveBackHandover(id), `Hand-over ${id} is open again.`)
})

export const note: Run = (input) =>
  Effect.gen(function* () {
    const reference = argument(input, "order")
    const id = yield* findOrder(reference)
    const words = input.arguments.text
    if (words === undefined && ["undo", "take", "give-back"].some((flag) => has(input, flag)))
      return yield* actOn(id, input)
    if (words === undefined) {
      const beside = yield* (yield* OrderNotes).of(id)
      return shown(reference, besideWithoutBuyer(beside, (yield* orderMask(id, false)).text))
    }
    const written = yield* noteOrder(id, words, has(input, "handover") ? "handover" : "note")
    const undo = commandLine("orders", "note", reference, "--undo", String(written.id))
    return done(written, `Note ${written.id} is written. Take it back: ${undo}`)
  })

export const handovers: Run = () =>
  Effect.gen(function* () {
    const open = yield* withoutBuyers(yield* openHandovers(), ({ orderId }) => orderId)
    const rows = open.map((one) => [orderName(one.channelOrderNumber), ...noteRow(one)])
    return answer(
      open,
      listOr(
        'Nothing is handed over. The next shift is told by: switchyard orders note <order> "..." --handover',
        table(["order", ...noteColumns], rows)
      )
    )
  })

const named = (changed: ReadonlyArray<{ readonly channelOrderNumber: string }>): string =>
  [...new Set(changed.map((one) => orderName(one.channelOrderNumber)))].join(", ")

const unchanged = (orders: number): string =>
  `Nothing was changed: ${countOf(orders, "order")} had it so already.`

export const tag: Run = (input) =>
  Effect.gen(function* () {
    const ids = yield* findOrders(input.rest)
    const { on } = readTags(texts(input, "add").join(" "))
    const off = readTags(texts(input, "remove").join(" ")).on
    const changed = yield* tagOrders(ids, { on, off })
    const lines = [
      ...on.map((one) => ({ one, of: changed.on.filter((c) => c.tag === one), says: "is on" })),
      ...off.map((one) => ({ one, of: changed.off.filter((c) => c.tag === one), says: "is off" }))
    ]
    const told = lines
      .filter(({ of }) => of.length > 0)
      .map(({ one, of, says }) => `${one} ${says} ${named(of)}.`)
    return answer(changed, told.length === 0 ? [unchanged(ids.length)] : told)
  })

export const assign: Run = (input) =>
  Effect.gen(function* () {
    const ids = yield* findOrders(input.rest)
    const to = has(input, "nobody") ? null : has(input, "to-me") ? yield* Actor : (text(input, "to") ?? "")
    const changed = yield* assignOrders(ids, to)
    const whose = to === null ? "nobody in particular" : to.trim()
    return answer({ assignee: to, changed }, [
      changed.length === 0 ? unchanged(ids.length) : `Now for ${whose}: ${named(changed)}.`
    ])
  })
