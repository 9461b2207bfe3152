import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import type { ParcelNews } from "../../domain/model/parcel-news.ts"
import type { CarrierKind } from "../../domain/ports/carriers.ts"
import { complaintOf, demandAnswer, demandJson, jsonOf } from "./carrier-answer.ts"
import { baseUrlField, baseUrlOf, type CarrierConnector, loginFields } from "./carrier-connector.ts"
import type { CarrierSession, SignIn } from "./carrier-session.ts"
import { saysNotYet, uspsNews } from "./usps-answer.ts"

export const uspsKind: CarrierKind = {
  carrier: "usps",
  label: "USPS Tracking API 3",
  testedBy: "documents only",
  fields: [
    ...loginFields("an app with Tracking at developers.usps.com (USPS grants Tracking by agreement)"),
    baseUrlField
  ],
  numbersPerCall: 1,
  callsPerHour: 60,
  callsAtOnce: 1,
  byReference: false
}

const base = (account: CarrierAccount): string =>
  baseUrlOf(account, "https://apis.usps.com", "https://apis-tem.usps.com")

const signIn: SignIn = (account, secret) => ({
  method: "POST",
  url: `${base(account)}/oauth2/v3/token`,
  headers: { "content-type": "application/json" },
  body: Buffer.from(
    JSON.stringify({
      grant_type: "client_credentials",
      client_id: account.settings.clientId ?? "",
      client_secret: Redacted.value(secret)
    })
  )
})

export const makeUsps = (session: CarrierSession): CarrierConnector => {
  const track = Effect.fn("usps.track")(function* (account: CarrierAccount, number: string) {
    const raw = yield* session.ask(account, signIn, (authorization) => ({
      method: "GET",
      url: `${base(account)}/tracking/v3/tracking/${encodeURIComponent(number)}?expand=DETAIL`,
      headers: { authorization },
      body: null
    }))
    const answer = yield* demandAnswer(account, raw)
    if (answer.status === 404) return { _tag: "NotKnownYet", number } satisfies ParcelNews
    if (answer.status === 400) {
      const said = complaintOf(jsonOf(answer))
      if (saysNotYet(said)) return { _tag: "NotKnownYet", number } satisfies ParcelNews
      return {
        _tag: "Refused",
        number,
        reason: said || "USPS does not take this number"
      } satisfies ParcelNews
    }
    return uspsNews(number, yield* demandJson(account, answer))
  })
  return {
    kind: uspsKind,
    signIn,
    track: (account, numbers) => Effect.forEach(numbers, (number) => track(account, number))
  }
}
