import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { maskPage, revealedOrder } from "../domain/model/personal.ts"
import { OrderBoard } from "../domain/ports/order-board.ts"
import { Database } from "./database.ts"
import { readDetail } from "./order-detail.ts"
import { readMatching, readPage, readRows } from "./order-page.ts"
import { readPreview } from "./process-preview.ts"
import { readSends } from "./send-progress.ts"
import { readTriage } from "./triage.ts"

const make = Effect.gen(function* () {
  const database = yield* Database
  const here = Effect.provideService(Database, database)
  return OrderBoard.of({
    page: (filter, after, limit) => here(readPage(filter, after, limit)),
    matching: (filter, limit, within) => here(readMatching(filter, limit, within)),
    rows: (ids) => here(readRows(ids)),
    detail: (id) => here(Effect.map(readDetail(id), (found) => (found === null ? null : maskPage(found)))),
    unmasked: (id) =>
      here(
        Effect.map(readDetail(id), (found) =>
          found === null ? null : { ...found, order: revealedOrder(found.order) }
        )
      ),
    preview: (ids) => here(readPreview(ids)),
    sends: (ids) => here(readSends(ids)),
    triage: () => here(readTriage())
  })
})

export const orderBoardLayer: Layer.Layer<OrderBoard, never, Database> = Layer.effect(OrderBoard, make)
