import * as Effect from "effect/Effect"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import { bounded } from "../../domain/model/parcel-news.ts"
import { now } from "../../domain/ports/clock.ts"
import { CarrierFailure } from "../../domain/ports/failure.ts"
import type { HttpFailure, RawAnswer } from "../http.ts"
import { judgeStatus, retryAfterMs } from "../http-status.ts"

export const asCarrierFailure = (failure: HttpFailure): CarrierFailure =>
  new CarrierFailure({ reason: failure.reason, message: failure.message })

export const jsonOf = (answer: RawAnswer): unknown => {
  try {
    return JSON.parse(answer.text)
  } catch {
    return null
  }
}

export type Json = Readonly<Record<string, unknown>>

/** An answer's parts may be missing, or be something else than the documents say: then they are empty. */
export const recordOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {}

const longestList = 1000

export const recordsOf = (value: unknown): ReadonlyArray<Json> =>
  Array.isArray(value) ? value.slice(0, longestList).map(recordOf) : []

/** A text or a number, as text; undefined when there is neither. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value)
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
}

/** The carrier's own words about what went wrong, from the places where the three put them. */
export const complaintOf = (json: unknown): string => {
  const body = recordOf(json)
  const [listed] = [...recordsOf(recordOf(body.response).errors), ...recordsOf(body.errors)]
  const single = recordOf(body.error)
  return bounded(textOf(listed?.message) ?? textOf(single.message) ?? "", 200)
}

/** 429, and a 503 that says how long: everybody waits. */
export const demandPatience = Effect.fn("demandPatience")(function* (
  account: CarrierAccount,
  answer: RawAnswer
) {
  const wait = retryAfterMs(answer.header("retry-after"), yield* now)
  if (answer.status === 429 || (answer.status === 503 && wait !== null))
    return yield* new CarrierFailure({
      reason: "Throttled",
      message: `The carrier asks ${account.name} to wait (HTTP ${answer.status}).`,
      ...(wait === null ? {} : { retryAfterMs: wait })
    })
})

/** What a status says about the account, not about one number. 200, 400 and 404 are the caller's to read. */
export const demandAnswer = Effect.fn("demandAnswer")(function* (account: CarrierAccount, answer: RawAnswer) {
  yield* demandPatience(account, answer)
  const { status } = answer
  if (status === 200 || status === 400 || status === 404) return answer
  const verdict = judgeStatus(status, null, answer.header("location"), `The carrier of ${account.name}`)
  const said = complaintOf(jsonOf(answer))
  return yield* new CarrierFailure({
    reason: verdict?.reason ?? "Malformed",
    message: `${verdict?.message ?? `HTTP ${status}.`}${said === "" ? "" : ` It says: ${said}`}`
  })
})

/** A 200 that is no JSON comes from somebody in between. */
export const demandJson = (
  account: CarrierAccount,
  answer: RawAnswer
): Effect.Effect<Json, CarrierFailure> => {
  const json = jsonOf(answer)
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return Effect.succeed(json as Json)
  return new CarrierFailure({
    reason: "Malformed",
    message: `The carrier answered ${account.name} with something that is not its API's JSON.`
  })
}
