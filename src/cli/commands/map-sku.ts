import * as Effect from "effect/Effect"
import { mapSku } from "../../domain/operations/map-sku.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { argument, has } from "../input.ts"
import { whatIf } from "../mapping-what-if.ts"
import { countOf } from "../wording.ts"

export const map: Run = (input) =>
  Effect.gen(function* () {
    const [channel, sku, product] = [
      argument(input, "channel"),
      argument(input, "sku"),
      argument(input, "product")
    ]
    if (has(input, "what-if")) {
      const { id } = yield* findChannel(channel)
      return yield* whatIf(
        { about: "sku", channelId: id, sku, to: product },
        `${sku} on ${channel} is ${product}.`
      )
    }
    const checked = yield* mapSku(channel, sku, product)
    return answer({ done: true, channel, sku, product, checked }, [
      `Saved. ${sku} on ${channel} is ${product}.`,
      `Checked anew: ${countOf(checked, "waiting order")}.`
    ])
  })
