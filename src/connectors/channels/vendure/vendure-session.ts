import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import type { Http, JsonAnswer, JsonRequest } from "../../http.ts"
import { type ChannelHttp, channelFailure } from "../channel-http.ts"
import { dataOf, decodeField, malformed } from "./vendure-answer.ts"

export type Fields = Readonly<Record<string, unknown>>
export type Ask = (
  channel: SalesChannel,
  query: string,
  variables: Fields
) => Effect.Effect<Fields, ChannelError>

/** Where a host does not say how long. */
const usualBlockMs = 10_000

const login = `mutation Login($username: String!, $password: String!) {
  login(username: $username, password: $password) {
    __typename
    ... on ErrorResult { errorCode message }
  }
}`

const LoginAnswer = Schema.Struct({
  __typename: Schema.String,
  errorCode: Schema.optionalKey(Schema.String)
})

const settingOf = (channel: SalesChannel, name: string) => (channel.settings[name] ?? "").trim()

const urlOf = (channel: SalesChannel): Effect.Effect<string, ChannelFailure> => {
  const url = settingOf(channel, "url")
  if (url !== "") return Effect.succeed(url)
  return new ChannelFailure({
    reason: "Misconfigured",
    message: "The setting url is missing: the shop's Admin API, https://.../admin-api."
  })
}

const sessionToken = (answer: JsonAnswer): Redacted.Redacted | null => {
  const token = answer.header("vendure-auth-token")
  return token === null || token === "" ? null : Redacted.make(token)
}

/** Signs in once per channel and keeps the session in memory; a session that the shop forgot is renewed once per request. */
export const makeAsk = (
  http: Http,
  vault: Vault["Service"],
  asking: Pick<ChannelHttp, "leave" | "blocked">,
  allowance: RequestAllowance
): Ask => {
  const sessions = new Map<string, Redacted.Redacted>()

  /** Inside the allowance; a host that asks to wait is heard by all jobs and workers of the channel. */
  const post = Effect.fn("vendure.post")(function* (channel: SalesChannel, request: JsonRequest) {
    yield* asking.leave(channel, allowance, 1)
    return yield* http.postJson(request).pipe(
      Effect.mapError(channelFailure),
      Effect.tapError((failure) =>
        failure.reason === "Throttled"
          ? asking.blocked(channel, failure.retryAfterMs ?? usualBlockMs)
          : Effect.void
      )
    )
  })

  const channelHeader = (channel: SalesChannel): Readonly<Record<string, string>> => {
    const token = settingOf(channel, "channelToken")
    return token === "" ? {} : { "vendure-token": token }
  }

  const signIn = Effect.fn("vendure.signIn")(function* (channel: SalesChannel, url: string) {
    const username = yield* vault.get(`channel:${channel.id}`, "username")
    const password = yield* vault.get(`channel:${channel.id}`, "password")
    const variables = { username: Redacted.value(username), password: Redacted.value(password) }
    const answer = yield* post(channel, {
      url,
      headers: channelHeader(channel),
      body: { query: login, variables }
    })
    const data = yield* dataOf(answer.json, [username, password])
    const said = yield* decodeField(LoginAnswer, "login", "signing in")(data)
    if (said.__typename !== "CurrentUser")
      return yield* new ChannelFailure({
        reason: "Unauthorized",
        message: "The shop refuses the user name or password. Check the secrets username and password."
      })
    const token = sessionToken(answer)
    if (token === null) return yield* malformed("signing in (no session came with it)")
    return token
  })

  const attempt = Effect.fn("vendure.attempt")(function* (
    channel: SalesChannel,
    url: string,
    token: Redacted.Redacted,
    body: Fields
  ) {
    const authorization = Redacted.make(`Bearer ${Redacted.value(token)}`)
    const headers = { ...channelHeader(channel), authorization }
    const answer = yield* post(channel, { url, headers, body })
    return yield* dataOf(answer.json, [token])
  })

  return Effect.fn("vendure.ask")(function* (channel, query, variables) {
    const url = yield* urlOf(channel)
    const key = `${channel.id}/${channel.version}/${url}`
    const renew = Effect.tap(signIn(channel, url), (token) => Effect.sync(() => sessions.set(key, token)))
    const kept = sessions.get(key)
    const body = { query, variables }
    if (kept === undefined) return yield* attempt(channel, url, yield* renew, body)
    return yield* attempt(channel, url, kept, body).pipe(
      Effect.catchIf(
        (failure) => failure.reason === "Unauthorized",
        () => {
          sessions.delete(key)
          return Effect.flatMap(renew, (token) => attempt(channel, url, token, body))
        }
      )
    )
  })
}
