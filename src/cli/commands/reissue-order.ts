import * as Effect from "effect/Effect"
import { previewReissue, type ReissuePreview, reissueOrder } from "../../domain/operations/reissue-order.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { findSupplier } from "../find-party.ts"
import { argument, has, text } from "../input.ts"

const blocks = (preview: ReissuePreview): ReadonlyArray<Block> => [
  ...(preview.withdrawn.length === 0
    ? []
    : [`Withdrawn for it: ${preview.withdrawn.join(", ")}. Their numbers are never used again.`]),
  table(
    ["supplier", "SKU", ">pieces"],
    preview.purchaseOrders.flatMap((p) => p.lines.map((l) => [p.supplier, l.supplierSku, String(l.quantity)]))
  )
]

export const reissue: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const named = text(input, "to")
    const to = named === undefined ? null : (yield* findSupplier(named)).id
    if (!has(input, "yes")) {
      const preview = yield* previewReissue(id, to)
      const next = "Nothing was changed. To send it, add --yes."
      return answer({ done: false, ...preview, next: "--yes" }, [...blocks(preview), next], true)
    }
    const done = yield* reissueOrder(id, to)
    return answer({ done: true, ...done }, [
      ...blocks(done),
      `Written: ${done.numbers.join(", ")}. A worker sends it.`
    ])
  })
