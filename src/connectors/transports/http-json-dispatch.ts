import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { ClaimedIntent, Evidence, EvidenceKind } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SendAnswer } from "../../domain/ports/supplier-transports.ts"
import { plainValue, walk } from "../files/json-path.ts"
import { foreignText } from "../foreign-text.ts"
import type { Http, RawAnswer } from "../http.ts"
import { outside } from "../oauth-token.ts"
import { answerJson, deniedBy, supplierWords } from "./http-json-answer.ts"
import type { AuthHeaders, HttpJsonAuth } from "./http-json-auth.ts"
import { addressFor, type HttpJsonProfile, httpJsonProfile } from "./http-json-profile.ts"

export const evidence = (
  kind: EvidenceKind,
  intent: ClaimedIntent,
  detail: Evidence["detail"]
): Evidence => ({
  kind,
  detail: {
    poNumber: intent.identifiers.poNumber ?? "",
    idempotencyKey: intent.identifiers.idempotencyKey ?? "",
    bytes: intent.content.length,
    sha256: intent.contentHash,
    ...detail
  }
})

const unknown = (intent: ClaimedIntent, reason: string, detail: Evidence["detail"] = {}): SendAnswer => ({
  _tag: "Unknown",
  reason,
  evidence: evidence("attempt", intent, { trouble: reason, ...detail })
})

const accepted = (profile: HttpJsonProfile, intent: ClaimedIntent, answer: RawAnswer): SendAnswer => {
  const { status } = answer
  // An order is taken when it has the supplier's number; what follows it has none of its own.
  if (intent.kind !== "order")
    return { _tag: "Sent", receipt: evidence("transport_receipt", intent, { status }) }
  const ids = walk(answerJson(answer), profile.orderId).found.map(({ value }) => plainValue(value))
  const supplierOrderId = foreignText(ids[0] ?? "")
  if (supplierOrderId === "")
    return unknown(intent, `the supplier answered HTTP ${status} without an order id`, { status })
  return { _tag: "Sent", receipt: evidence("transport_receipt", intent, { status, supplierOrderId }) }
}

/** What an answer says about the order. Only words that cannot mean "taken" are a refusal. */
const judged = Effect.fn("httpJson.judged")(function* (
  profile: HttpJsonProfile,
  intent: ClaimedIntent,
  url: string,
  answer: RawAnswer,
  secrets: ReadonlyArray<Redacted.Redacted>
) {
  const { status } = answer
  if (status >= 200 && status < 300) return accepted(profile, intent, answer)
  const denied = yield* deniedBy(url, answer)
  if (denied !== null) return yield* denied
  const words = supplierWords(answer, secrets)
  // 409: it may have this very order already. 408: it may have read all of it. The look-up tells.
  const refuses = status >= 400 && status < 500 && status !== 408 && status !== 409
  if (!refuses) return unknown(intent, `the supplier answered ${words}`, { status })
  const what = intent.kind === "order" ? "this purchase order" : `to ${intent.kind} this purchase order`
  const reason = `The supplier refuses ${what}: ${words}`
  return {
    _tag: "Refused",
    reason,
    evidence: evidence("refusal", intent, { status, reason })
  } satisfies SendAnswer
})

/** Where and how the intent's bytes go. */
const callOf = (
  profile: HttpJsonProfile,
  intent: ClaimedIntent
): { readonly url: string; readonly method: string } | null => {
  const call =
    intent.kind === "order"
      ? { path: profile.orderPath, method: profile.orderMethod }
      : profile.messages[intent.kind]
  if (call === undefined) return null
  const { poNumber = "", supplierOrder = "" } = intent.identifiers
  return { url: addressFor(profile, call.path, poNumber, supplierOrder), method: call.method }
}

const holdsJson = (content: Uint8Array): boolean => {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content))
    return true
  } catch {
    return false
  }
}

export const sendOrder = Effect.fn("httpJson.send")(function* <E>(
  http: Http,
  auth: HttpJsonAuth,
  supplier: Supplier,
  intent: ClaimedIntent,
  beforeIrrevocable: Effect.Effect<void, E>
) {
  const profile = yield* httpJsonProfile(supplier)
  const number = intent.identifiers.poNumber ?? ""
  const key = intent.identifiers.idempotencyKey ?? ""
  if (number === "" || key === "" || !holdsJson(intent.content))
    return yield* new TransportFailure({
      reason: "Misconfigured",
      message: "This purchase order was not written for http-json. Cancel it and process the order again."
    })
  const call = callOf(profile, intent)
  if (call === null)
    return yield* new TransportFailure({
      reason: "Misconfigured",
      message: `${supplier.name} has no ${intent.kind}Path any more. Set it, or tell the supplier yourself and record that.`
    })
  const { url, method } = call
  const post = (signedIn: AuthHeaders) =>
    http.exchange({
      method,
      url,
      headers: {
        "content-type": "application/json",
        ...profile.headers,
        ...signedIn,
        ...(profile.idempotencyHeader === "" ? {} : { [profile.idempotencyHeader]: key })
      },
      body: intent.content
    })
  const signedIn = yield* auth.headers(supplier, profile)
  const exchange = Effect.gen(function* () {
    const first = yield* post(signedIn)
    if (first.status !== 401 || !auth.forget(supplier, profile)) return { answer: first, signedIn }
    // The token had ended: nothing was taken, and the same bytes go out once more under a new one.
    const anew = yield* Effect.mapError(
      auth.headers(supplier, profile),
      (failure) =>
        new TransportFailure({ reason: "Unauthorized", message: failure.message, nothingTaken: true })
    )
    return { answer: yield* post(anew), signedIn: anew }
  })
  // From the mark to the answer nobody may interrupt: what is known here is not found out later.
  return yield* Effect.uninterruptible(
    Effect.gen(function* () {
      yield* beforeIrrevocable
      const outcome = yield* Effect.result(exchange)
      if (outcome._tag === "Success") {
        const { answer, signedIn: used } = outcome.success
        return yield* judged(profile, intent, url, answer, Object.values(used).filter(Redacted.isRedacted))
      }
      const failure = outcome.failure
      if (failure._tag === "TransportFailure") return yield* failure
      if (failure.neverLeft === true) return yield* outside(failure)
      return unknown(intent, `the answer was lost: ${failure.message}`)
    })
  )
})
