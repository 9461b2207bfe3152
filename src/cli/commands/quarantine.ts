import * as Effect from "effect/Effect"
import { dismissQuarantined, retryQuarantined } from "../../domain/operations/retry-quarantined.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument, text } from "../input.ts"

export const retry: Run = (input) =>
  Effect.gen(function* () {
    const id = Number(argument(input, "input"))
    const sku = text(input, "sku")?.trim() ?? null
    const purchaseOrder = text(input, "purchase-order")?.trim() ?? null
    const { parcels, corrected, known } = yield* retryQuarantined(id, { sku, purchaseOrder })
    return answer({ input: id, parcels, corrected, known }, [
      ...parcels.map((p) => {
        const pieces = p.lines.reduce((sum, line) => sum + line.quantity, 0)
        return `Recorded ${p.carrier} ${p.trackingNumber} with ${pieces} piece(s).`
      }),
      ...corrected.map((c) => `Corrected ${c.before} to ${c.after}.`),
      ...(known > 0 ? [`${known} row(s) of it were recorded already.`] : []),
      `Input ${id} is settled.`
    ])
  })

export const dismiss: Run = (input) =>
  Effect.gen(function* () {
    const id = Number(argument(input, "input"))
    yield* dismissQuarantined(id, text(input, "reason") ?? "")
    return answer({ input: id, dismissed: true }, [`Input ${id} is settled: nothing follows from it.`])
  })
