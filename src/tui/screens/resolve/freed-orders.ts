import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { OrderBoard, type OrderRow } from "../../../domain/ports/order-board.ts"

/** A worker checks them within a second or two; longer than this nobody waits for the answer. */
const looks = 12
const pauseBetween = "300 millis"
const readAtMost = 500

const isStill = (row: OrderRow): boolean => row.action === "resolve"

/** The orders that a saved mapping freed, as soon as as many as were foretold wait no more, or as they are by then. */
export const readFreed = Effect.fn("readFreed")(function* (ids: ReadonlyArray<OrderId>, foretold: number) {
  const board = yield* OrderBoard
  const asked = ids.slice(0, readAtMost)
  let rows: ReadonlyArray<OrderRow> = []
  for (let look = 0; look < looks; look++) {
    yield* Effect.sleep(pauseBetween)
    rows = yield* board.rows(asked)
    if (rows.filter((row) => !isStill(row)).length >= Math.min(foretold, asked.length)) break
  }
  return rows
})

const parts = (rows: ReadonlyArray<OrderRow>): ReadonlyArray<string> => {
  const ready = rows.filter((row) => row.action === "process").length
  const still = rows.filter(isStill).length
  const gone = rows.length - ready - still
  return [
    ...(ready === 0 ? [] : [`${ready} can be processed`]),
    ...(gone === 0 ? [] : [`${gone} ${gone === 1 ? "was" : "were"} handed to the workers`]),
    ...(still === 0 ? [] : [`${still} still ${still === 1 ? "waits" : "wait"}`])
  ]
}

/** `5 more were checked: 3 can be processed, 2 still wait.` */
export const freedText = (rows: ReadonlyArray<OrderRow>): string => {
  const found = parts(rows)
  if (found.length === 0) return ""
  return ` ${rows.length} more ${rows.length === 1 ? "was" : "were"} checked: ${found.join(", ")}.`
}
