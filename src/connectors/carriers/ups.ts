import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import type { ParcelNews } from "../../domain/model/parcel-news.ts"
import type { CarrierKind } from "../../domain/ports/carriers.ts"
import { now } from "../../domain/ports/clock.ts"
import { settingField } from "../setting-field.ts"
import { complaintOf, demandAnswer, demandJson, jsonOf } from "./carrier-answer.ts"
import { baseUrlField, baseUrlOf, type CarrierConnector, loginFields } from "./carrier-connector.ts"
import type { CarrierSession, SignIn } from "./carrier-session.ts"
import { upsFound, upsNews } from "./ups-answer.ts"

export const upsKind: CarrierKind = {
  carrier: "ups",
  label: "UPS Track API",
  // Its OpenAPI documents, with a server made of them. No recorded answer of the real API was to be had.
  testedBy: "documents only",
  fields: [
    ...loginFields("the app's page at developer.ups.com"),
    settingField(
      "merchantId",
      "Account number",
      "the six characters of the UPS account, if the app asks for it"
    ),
    baseUrlField
  ],
  numbersPerCall: 1,
  callsPerHour: null,
  callsAtOnce: 4,
  byReference: true
}

const base = (account: CarrierAccount): string =>
  baseUrlOf(account, "https://onlinetools.ups.com", "https://wwwcie.ups.com")

const signIn: SignIn = (account, secret) => {
  const login = `${account.settings.clientId ?? ""}:${Redacted.value(secret)}`
  const merchant = account.settings.merchantId ?? ""
  return {
    method: "POST",
    url: `${base(account)}/security/v1/oauth/token`,
    headers: {
      authorization: Redacted.make(`Basic ${Buffer.from(login).toString("base64")}`),
      "content-type": "application/x-www-form-urlencoded",
      ...(merchant === "" ? {} : { "x-merchant-id": merchant })
    },
    body: Buffer.from("grant_type=client_credentials")
  }
}

/** What UPS takes as an inquiry number. */
const askable = (number: string): boolean => /^[A-Z0-9]{7,34}$/.test(number)

const compactDay = (at: Date): string => at.toISOString().slice(0, 10).replaceAll("-", "")

export const makeUps = (session: CarrierSession): CarrierConnector => {
  const get = (account: CarrierAccount, path: string) =>
    session.ask(account, signIn, (authorization) => ({
      method: "GET",
      url: `${base(account)}/api/track/v1/${path}`,
      headers: { authorization, transId: randomUUID().replaceAll("-", ""), transactionSrc: "switchyard" },
      body: null
    }))

  const track = Effect.fn("ups.track")(function* (account: CarrierAccount, number: string) {
    if (!askable(number))
      return {
        _tag: "Refused",
        number,
        reason: "UPS takes numbers of 7 to 34 letters and digits"
      } satisfies ParcelNews
    const answer = yield* demandAnswer(account, yield* get(account, `details/${number}?locale=en_US`))
    if (answer.status === 404) return { _tag: "NotKnownYet", number } satisfies ParcelNews
    if (answer.status === 400)
      return {
        _tag: "Refused",
        number,
        reason: complaintOf(jsonOf(answer)) || "UPS does not take this number"
      } satisfies ParcelNews
    return upsNews(number, yield* demandJson(account, answer))
  })

  return {
    kind: upsKind,
    signIn,
    track: (account, numbers) => Effect.forEach(numbers, (number) => track(account, number)),
    findByReference: Effect.fn("ups.findByReference")(function* (account, reference, from) {
      const asked = new URLSearchParams({
        locale: "en_US",
        fromPickUpDate: compactDay(from),
        toPickUpDate: compactDay(yield* now),
        refNumType: "SmallPackage"
      })
      const path = `reference/details/${encodeURIComponent(reference)}?${asked}`
      const answer = yield* demandAnswer(account, yield* get(account, path))
      return answer.status === 200 ? upsFound(yield* demandJson(account, answer)) : []
    })
  }
}
