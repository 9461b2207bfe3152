import * as Effect from "effect/Effect"
import type { ClaimedIntent } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { LookUp, TransportError } from "../../domain/ports/supplier-transports.ts"
import { plainValue, walk } from "../files/json-path.ts"
import type { Http, RawAnswer } from "../http.ts"
import { answerJson, ask } from "./http-json-answer.ts"
import type { HttpJsonAuth } from "./http-json-auth.ts"
import { evidence } from "./http-json-dispatch.ts"
import { addressFor, type HttpJsonProfile, httpJsonProfile, type MessageCall } from "./http-json-profile.ts"

export type Standing = "there" | "absent" | "unclear"

type LookUpProfile = NonNullable<HttpJsonProfile["lookUp"]>
type MessageLookUp = NonNullable<MessageCall["lookUp"]>

/** A list of others' orders is a search that was ignored; a 404 that is no JSON may come from any web server. */
const standingOf = (profile: LookUpProfile, number: string, answer: RawAnswer): Standing => {
  const json = answerJson(answer)
  if (answer.status === 404) return json === undefined ? "unclear" : "absent"
  if (answer.status !== 200) return "unclear"
  const { found, emptyList } = walk(json, profile.found)
  if (found.some(({ value }) => plainValue(value) === number)) return "there"
  return emptyList ? "absent" : "unclear"
}

/** A cancel or an authorization shows in the order itself. An order that is not there tells nothing about it. */
const standingOfMessage = (lookUp: MessageLookUp, answer: RawAnswer): Standing => {
  if (answer.status !== 200) return "unclear"
  const { found } = walk(answerJson(answer), lookUp.field)
  if (found.length === 0) return "unclear"
  return found.some(({ value }) => lookUp.values.has(plainValue(value))) ? "there" : "absent"
}

/** How to ask about an intent, and what the answer to it says. */
interface Question {
  readonly url: string
  readonly standing: (answer: RawAnswer) => Standing
}

const questionOf = (profile: HttpJsonProfile, intent: ClaimedIntent): Question | null => {
  const { poNumber = "", supplierOrder = "" } = intent.identifiers
  if (intent.kind !== "order") {
    const lookUp = profile.messages[intent.kind]?.lookUp ?? null
    return lookUp === null
      ? null
      : {
          url: addressFor(profile, lookUp.path, poNumber, supplierOrder),
          standing: (answer) => standingOfMessage(lookUp, answer)
        }
  }
  const { lookUp } = profile
  if (lookUp === null) return null
  return {
    url: addressFor(profile, lookUp.path, poNumber),
    standing: (answer) => standingOf(lookUp, poNumber, answer)
  }
}

export interface HttpJsonLookUp {
  readonly standing: (
    supplier: Supplier,
    profile: HttpJsonProfile,
    lookUp: LookUpProfile,
    number: string
  ) => Effect.Effect<{ readonly standing: Standing; readonly status: number }, TransportError>
  readonly lookUp: (supplier: Supplier, intent: ClaimedIntent) => Effect.Effect<LookUp, TransportError>
}

const mostRemembered = 10_000
/** The doubt was written by another machine's clock, perhaps: so far apart two of them may be. */
const clocksApartMs = 5_000

export const makeHttpJsonLookUp = (http: Http, auth: HttpJsonAuth): HttpJsonLookUp => {
  /**
   * When an attempt was first seen absent. It was sent before that, so an absence that lasts as long as the supplier
   * needs from here on is proof. A restart forgets it; what is in doubt was sent before the doubt was written down, and
   * that no restart forgets: workers that live shorter than a supplier needs would never come to an end.
   */
  const absentSince = new Map<string, number>()
  const put = Effect.fn("httpJson.question")(function* (
    supplier: Supplier,
    profile: HttpJsonProfile,
    question: Question
  ) {
    const answer = yield* ask(http, auth, supplier, profile, question.url)
    if (answer.status >= 500)
      return yield* new TransportFailure({
        reason: "NoAnswer",
        message: `The look-up at ${profile.url} failed (HTTP ${answer.status}).`
      })
    return { standing: question.standing(answer), status: answer.status }
  })
  const standing = (supplier: Supplier, profile: HttpJsonProfile, lookUp: LookUpProfile, number: string) =>
    put(supplier, profile, {
      url: addressFor(profile, lookUp.path, number),
      standing: (answer) => standingOf(lookUp, number, answer)
    })
  const lookUp = Effect.fn("httpJson.lookUp")(function* (supplier: Supplier, intent: ClaimedIntent) {
    const profile = yield* httpJsonProfile(supplier)
    const say = (
      _tag: LookUp["_tag"],
      seen: string,
      detail: Readonly<Record<string, number>> = {}
    ): LookUp => ({
      _tag,
      evidence: evidence("look_up", intent, { seen, before: intent.before, ...detail })
    })
    if (intent.before === "planned" || intent.before === "claimed")
      return say("NotSent", "no request was let go")
    const question = questionOf(profile, intent)
    if (question === null) return say("CannotTell", "this supplier's profile has no look-up for this")
    const asked = yield* put(supplier, profile, question)
    const { status } = asked
    const key = `${intent.id}/${intent.attempt}`
    if (asked.standing !== "absent") absentSince.delete(key)
    if (asked.standing === "there")
      return say(
        "Found",
        intent.kind === "order" ? "the supplier has our number" : "the order there says so",
        { status }
      )
    if (asked.standing === "unclear")
      return say("CannotTell", "the answer neither holds our number nor is an empty list", { status })
    const completeAfterMs = profile.lookUp?.completeAfterMs ?? null
    if (completeAfterMs === null)
      return say("CannotTell", "not there, but the profile does not say when an order must show up", {
        status
      })
    const at = (yield* now).getTime()
    const doubted = intent.doubtedAt === undefined ? at : intent.doubtedAt.getTime() + clocksApartMs
    const since = Math.min(absentSince.get(key) ?? at, doubted)
    const absentMs = at - since
    if (absentMs < completeAfterMs) {
      if (absentSince.size >= mostRemembered) absentSince.clear()
      absentSince.set(key, since)
      return say("CannotTell", "not there yet; asked again until it must have shown up", { status, absentMs })
    }
    absentSince.delete(key)
    return say("NotSent", "the supplier has no order with our number", { status, absentMs })
  })
  return { standing, lookUp }
}
