import * as Effect from "effect/Effect"
import { mapSku } from "../../domain/operations/map-sku.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument } from "../input.ts"
import { countOf } from "../wording.ts"

export const map: Run = (input) =>
  Effect.gen(function* () {
    const [channel, sku, product] = [
      argument(input, "channel"),
      argument(input, "sku"),
      argument(input, "product")
    ]
    const checked = yield* mapSku(channel, sku, product)
    return answer({ done: true, channel, sku, product, checked }, [
      `Saved. ${sku} on ${channel} is ${product}.`,
      `Checked anew: ${countOf(checked, "waiting order")}.`
    ])
  })
