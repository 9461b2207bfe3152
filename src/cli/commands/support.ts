import * as Effect from "effect/Effect"
import { buildSupportBundle } from "../../domain/operations/build-support-bundle.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, has, text } from "../input.ts"

export const support: Run = (input) =>
  Effect.gen(function* () {
    const orderId = yield* findOrder(argument(input, "order"))
    const withPersonalData = has(input, "with-personal-data")
    const { path, bytes } = yield* buildSupportBundle({
      orderId,
      withPersonalData,
      path: text(input, "out") ?? null
    })
    return answer({ orderId, path, bytes, withPersonalData }, [
      `Written: ${path} (${bytes.toLocaleString("en-US")} bytes, readable by you alone)`,
      withPersonalData
        ? "It holds the buyer's data; that you asked for it is in the order's history."
        : "No secret is in it, and the buyer's data are masked. Read it before you give it away."
    ])
  })
