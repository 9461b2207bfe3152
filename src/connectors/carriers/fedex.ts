import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import type { CarrierKind } from "../../domain/ports/carriers.ts"
import { CarrierFailure } from "../../domain/ports/failure.ts"
import { complaintOf, demandAnswer, demandJson, jsonOf } from "./carrier-answer.ts"
import { baseUrlField, baseUrlOf, type CarrierConnector, loginFields } from "./carrier-connector.ts"
import type { CarrierSession, SignIn } from "./carrier-session.ts"
import { fedexNews } from "./fedex-answer.ts"

export const fedexKind: CarrierKind = {
  carrier: "fedex",
  label: "FedEx Track API",
  testedBy: "documents only",
  fields: [
    ...loginFields("a project with the Track API at developer.fedex.com (Track often has a key of its own)"),
    baseUrlField
  ],
  numbersPerCall: 30,
  callsPerHour: null,
  callsAtOnce: 2,
  byReference: false
}

const base = (account: CarrierAccount): string =>
  baseUrlOf(account, "https://apis.fedex.com", "https://apis-sandbox.fedex.com")

const signIn: SignIn = (account, secret) => ({
  method: "POST",
  url: `${base(account)}/oauth/token`,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: Buffer.from(
    new URLSearchParams({
      grant_type: "client_credentials",
      client_id: account.settings.clientId ?? "",
      client_secret: Redacted.value(secret)
    }).toString()
  )
})

export const makeFedex = (session: CarrierSession): CarrierConnector => ({
  kind: fedexKind,
  signIn,
  track: Effect.fn("fedex.track")(function* (account, numbers) {
    const wanted = {
      includeDetailedScans: true,
      trackingInfo: numbers.map((trackingNumber) => ({ trackingNumberInfo: { trackingNumber } }))
    }
    const raw = yield* session.ask(account, signIn, (authorization) => ({
      method: "POST",
      url: `${base(account)}/track/v1/trackingnumbers`,
      headers: { authorization, "content-type": "application/json", "x-locale": "en_US" },
      body: Buffer.from(JSON.stringify(wanted))
    }))
    const answer = yield* demandAnswer(account, raw)
    // Not about one number: those fail inside a 200.
    if (answer.status !== 200)
      return yield* new CarrierFailure({
        reason: "Rejected",
        message: `FedEx refused the request of ${account.name} (HTTP ${answer.status}). ${complaintOf(jsonOf(answer))}`
      })
    return fedexNews(numbers, yield* demandJson(account, answer))
  })
})
