import * as Effect from "effect/Effect"
import { now } from "../domain/ports/clock.ts"
import { AlertFailure } from "../domain/ports/failure.ts"
import { HttpFailure, type RawAnswer } from "./http.ts"
import { judgeStatus, retryAfterMs } from "./http-status.ts"

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "the address")

const asAlertFailure = ({ reason, message, retryAfterMs: wait }: HttpFailure): AlertFailure =>
  new AlertFailure({ reason, message, ...(wait === undefined ? {} : { retryAfterMs: wait }) })

/** Any 2xx is a yes; what the answer says else is not read. Paths are not named: some hold a secret. */
export const demandTaken = Effect.fn("demandTaken")(function* (
  url: string,
  call: Effect.Effect<RawAnswer, HttpFailure>
) {
  const answer = yield* Effect.mapError(call, asAlertFailure)
  const wait = retryAfterMs(answer.header("retry-after"), yield* now)
  const verdict = judgeStatus(answer.status, wait, null, originOf(url))
  if (verdict === null) return
  return yield* asAlertFailure(
    new HttpFailure({
      ...verdict,
      ...(verdict.reason === "Throttled" && wait !== null ? { retryAfterMs: wait } : {})
    })
  )
})
