import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import { foreignText } from "../../foreign-text.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { malformed, statusFailure, understoodStatuses } from "./shopify-answer.ts"
import { settingOf } from "./shopify-settings.ts"

/** The right to ask, and until when; null: until somebody takes it back. */
export interface Token {
  readonly value: Redacted.Redacted
  readonly until: Date | null
}

export type Login = (channel: SalesChannel, origin: string) => Effect.Effect<Token, ChannelError>

/** A token is renewed so long before it ends, so that none ends on its way. */
const marginMs = 5 * 60_000

const Granted = Schema.fromJsonString(
  Schema.Struct({ access_token: Schema.NonEmptyString, expires_in: Schema.Number })
)
const decodeGranted = Schema.decodeUnknownEffect(Granted)

const Refused = Schema.Struct({
  error: Schema.optionalKey(Schema.String),
  error_description: Schema.optionalKey(Schema.String)
})
const decodeRefused = Schema.decodeUnknownOption(Refused)

const hints: Readonly<Record<string, string>> = {
  app_not_installed: "The app is not installed in this shop. Install it from the Dev Dashboard.",
  shop_not_permitted:
    "The app and the shop belong to different organizations at Shopify; then this login is not allowed.",
  invalid_client: "Shopify does not know this client id, or the client secret is wrong.",
  application_cannot_be_found: "Shopify does not know this client id."
}

const refusal = (json: unknown, secrets: ReadonlyArray<Redacted.Redacted>): ChannelFailure => {
  const said = decodeRefused(json)
  const error = said._tag === "Some" ? (said.value.error ?? "") : ""
  const detail = said._tag === "Some" ? (said.value.error_description ?? error) : ""
  const hint = hints[error] ?? "Shopify refuses the client id or the client secret."
  return new ChannelFailure({
    reason: "Unauthorized",
    message: detail === "" ? hint : `${hint} It said: ${foreignText(detail, secrets)}`
  })
}

const form = (fields: Readonly<Record<string, string>>): Uint8Array =>
  Buffer.from(new URLSearchParams(fields).toString())

/**
 * Two ways to sign in. A custom app made in the shop's admin has an access token for good (none can be made since January
 * 2026, old ones go on). An app of the Dev Dashboard has a client id and a secret, and fetches a token for a day.
 */
export const makeLogin = (
  asking: ChannelHttp,
  vault: Vault["Service"],
  allowanceOf: (channel: SalesChannel) => RequestAllowance
): Login => {
  const fetchToken = Effect.fn("shopify.fetchToken")(function* (
    channel: SalesChannel,
    origin: string,
    clientId: string
  ) {
    const secret = yield* vault.get(`channel:${channel.id}`, "clientSecret")
    const answer = yield* asking.ask(channel, allowanceOf(channel), {
      method: "POST",
      url: `${origin}/admin/oauth/access_token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: Redacted.value(secret)
      }),
      understands: understoodStatuses
    })
    if (answer.status === 400 || answer.status === 401 || answer.status === 403)
      return yield* refusal(answer.json, [secret])
    const failure = statusFailure(answer.status, answer.json, [secret])
    if (failure !== null) return yield* failure
    const granted = yield* decodeGranted(answer.text).pipe(
      Effect.mapError(() => malformed("signing in with the client id"))
    )
    const lifeMs = Math.max(0, granted.expires_in * 1000 - marginMs)
    const at = yield* now
    return {
      value: Redacted.make(granted.access_token),
      until: new Date(at.getTime() + lifeMs)
    } satisfies Token
  })

  return Effect.fn("shopify.login")(function* (channel: SalesChannel, origin: string) {
    const clientId = settingOf(channel, "clientId")
    if (clientId !== "") return yield* fetchToken(channel, origin, clientId)
    const value = yield* vault.get(`channel:${channel.id}`, "accessToken")
    return { value, until: null } satisfies Token
  })
}
