import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { demandSetting } from "../channel-http.ts"
import { baseOrLoopback } from "../loopback-base.ts"

type Region = "na" | "eu" | "fe"

interface Marketplace {
  readonly country: string
  readonly id: string
  readonly region: Region
  readonly currency: string
}

const row = (region: Region, country: string, id: string, currency: string): Marketplace => ({
  country,
  id,
  region,
  currency
})

/** Amazon's marketplaces, by the country as people say it. A marketplace belongs to one region, and each has its endpoint. */
const marketplaces: ReadonlyArray<Marketplace> = [
  row("na", "US", "ATVPDKIKX0DER", "USD"),
  row("na", "CA", "A2EUQ1WTGCTBG2", "CAD"),
  row("na", "MX", "A1AM78C64UM0Y8", "MXN"),
  row("na", "BR", "A2Q3Y263D00KWC", "BRL"),
  row("eu", "GB", "A1F83G8C2ARO7P", "GBP"),
  row("eu", "DE", "A1PA6795UKMFR9", "EUR"),
  row("eu", "FR", "A13V1IB3VIYZZH", "EUR"),
  row("eu", "IT", "APJ6JRA9NG5V4", "EUR"),
  row("eu", "ES", "A1RKKUPIHCS9HS", "EUR"),
  row("eu", "NL", "A1805IZSGTT6HS", "EUR"),
  row("eu", "BE", "AMEN7PMS3EDWL", "EUR"),
  row("eu", "IE", "A28R8C7NBKEWEA", "EUR"),
  row("eu", "SE", "A2NODRKZP88ZB9", "SEK"),
  row("eu", "PL", "A1C3SOZRARQ6R3", "PLN"),
  row("eu", "TR", "A33AVAJ2PDY3EV", "TRY"),
  row("eu", "AE", "A2VIGQ35RCS4UG", "AED"),
  row("eu", "SA", "A17E79C6D8DWNP", "SAR"),
  row("eu", "EG", "ARBP9OOSHTCHU", "EGP"),
  row("eu", "ZA", "AE08WJ6YKNBMC", "ZAR"),
  row("eu", "IN", "A21TJRUUN4KGV", "INR"),
  row("fe", "JP", "A1VC38T7YXB528", "JPY"),
  row("fe", "AU", "A39IBJ37TRP1C6", "AUD"),
  row("fe", "SG", "A19VAU5U5O7RUS", "SGD")
]

const loginUrl = "https://api.amazon.com"

const endpointOf = (region: Region, environment: SalesChannel["environment"]): string =>
  `https://${environment === "live" ? "" : "sandbox."}sellingpartnerapi-${region}.amazon.com`

/** Where a channel's requests go, and for which account. */
export interface AmazonPlace {
  readonly endpoint: string
  readonly login: string
  readonly marketplaceId: string
  /** What an amount is in where Amazon does not say; null for a marketplace that the table does not know. */
  readonly currency: string | null
}

const misconfigured = (message: string): ChannelFailure =>
  new ChannelFailure({ reason: "Misconfigured", message })

const regionNamed = (text: string): Region | null =>
  text === "na" || text === "eu" || text === "fe" ? text : null

const regionOf = (
  known: Marketplace | undefined,
  marketplace: string,
  wish: string
): Effect.Effect<Region, ChannelFailure> => {
  const named = regionNamed(wish.toLowerCase())
  if (wish !== "" && named === null)
    return misconfigured(
      `The setting region is "${foreignText(wish)}". Write na, eu or fe, or leave it empty.`
    )
  if (known !== undefined && named !== null && named !== known.region)
    return misconfigured(
      `The marketplace ${foreignText(marketplace)} is in Amazon's region ${known.region}, the setting region says ${named}. Leave it empty.`
    )
  const region = known?.region ?? named
  return region === null
    ? misconfigured(
        `The marketplace ${foreignText(marketplace)} is not known here. Check its id, and write its region (na, eu or fe) into the setting region.`
      )
    : Effect.succeed(region)
}

/** The endpoint comes from the table, never from a setting; a sandbox channel may talk to this machine instead. */
export const placeOf = Effect.fn("amazon.placeOf")(function* (channel: SalesChannel) {
  const given = yield* demandSetting(channel, "marketplace", "a country like US or DE, or a marketplace id.")
  const upper = given.toUpperCase()
  const country = upper === "UK" ? "GB" : upper
  const known = marketplaces.find((m) => m.country === country || m.id === upper)
  if (known === undefined && !/^[A-Z0-9]{10,20}$/.test(upper))
    return yield* misconfigured(
      `"${foreignText(given)}" is no marketplace of Amazon. Write a country like US or DE, or a marketplace id.`
    )
  const region = yield* regionOf(known, given, (channel.settings.region ?? "").trim())
  return {
    endpoint: yield* baseOrLoopback(channel, "endpoint", endpointOf(region, channel.environment)),
    login: yield* baseOrLoopback(channel, "loginUrl", loginUrl),
    marketplaceId: known?.id ?? upper,
    currency: known?.currency ?? null
  } satisfies AmazonPlace
})

export const sellerIdOf = (channel: SalesChannel) =>
  demandSetting(channel, "sellerId", "the merchant token of the account, like A2XXXXXXXXXXXX.")
