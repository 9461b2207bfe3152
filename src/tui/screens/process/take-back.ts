import * as Effect from "effect/Effect"
import { requestCancel } from "../../../domain/operations/request-cancel.ts"
import { undoProcess } from "../../../domain/operations/undo-process.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"

export const orders = (count: number): string => `${count} ${count === 1 ? "order" : "orders"}`

interface Undone {
  readonly row: OrderRow
  /** null: it was taken back. */
  readonly refusal: string | null
}

/** One after another, so that one that began to leave does not keep the others. */
export const undoAll = (rows: ReadonlyArray<OrderRow>) =>
  Effect.forEach(rows, (row) =>
    undoProcess(row.id).pipe(
      Effect.map((): Undone => ({ row, refusal: null })),
      Effect.catchTag("Refusal", ({ message }) => Effect.succeed<Undone>({ row, refusal: message }))
    )
  )

export const namesOf = (rows: ReadonlyArray<OrderRow>): string =>
  rows.length === 1 ? `#${rows[0]?.channelOrderNumber}` : orders(rows.length)

export const reason = "processed by mistake"

/** When it is too late, the suppliers may still take it back: that is asked for, and nothing more is promised. */
export const askToCancel = (rows: ReadonlyArray<OrderRow>) =>
  Effect.gen(function* () {
    const done = yield* Effect.forEach(rows, ({ id }) =>
      requestCancel({ orderId: id, lines: null, code: "other", reason })
    )
    const asked = new Set(done.flatMap((one) => one.asked.map(({ supplier }) => supplier)))
    const who =
      asked.size === 0 ? "No supplier had anything of it." : `Asked to cancel: ${[...asked].join(", ")}.`
    const skipped = done.flatMap((one) => one.skipped)
    const rest = skipped.length === 0 ? "" : ` Not asked, being sent or in doubt: ${skipped.join(", ")}.`
    return `${who}${rest}`
  })
