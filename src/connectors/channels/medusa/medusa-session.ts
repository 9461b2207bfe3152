import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import { foreignText } from "../../foreign-text.ts"
import { type ChannelAnswer, type ChannelHttp, demandSetting, jsonRequest } from "../channel-http.ts"

/** A shop of its own has no limit of its own; its host may have one, and then says 429. */
export const allowance: RequestAllowance = { requests: 10, perMs: 1000, burst: 10 }

export type Query = ReadonlyArray<readonly [name: string, value: string]>

export interface MedusaRequest {
  readonly method: "GET" | "POST"
  /** From /admin on, foreign parts encoded. */
  readonly path: string
  readonly query?: Query
  readonly body?: unknown
}

export type MedusaAnswer =
  /** `at` is the shop's own clock, where it tells the time. */
  | { readonly _tag: "Done"; readonly json: unknown; readonly at: Date | null }
  /** It understood and does not want to, in its own words; they are safe to show. */
  | { readonly _tag: "Refused"; readonly status: number; readonly said: string }

export type Send = (
  channel: SalesChannel,
  request: MedusaRequest
) => Effect.Effect<MedusaAnswer, ChannelError>

interface Login {
  readonly authorization: Redacted.Redacted
  /** A session ends by itself; a key does not. */
  readonly ends: boolean
}

const Token = Schema.Struct({ token: Schema.NonEmptyString })
const decodeToken = Schema.decodeUnknownOption(Token)
const Refusal = Schema.Struct({ message: Schema.String })
const decodeRefusal = Schema.decodeUnknownOption(Refusal)

const refusals = [400, 404, 409, 422]

/** People copy the address of the dashboard, or of the API: what is meant is the server. */
const serverOf = (channel: SalesChannel) =>
  Effect.map(demandSetting(channel, "url", "the address of the Medusa server, https://..."), (url) =>
    url.replace(/\/+$/, "").replace(/\/(?:app|admin)$/, "")
  )

const refused = (message: string) => new ChannelFailure({ reason: "Unauthorized", message })

const dateOf = (header: string | null): Date | null => {
  const at = new Date(header ?? "")
  return Number.isNaN(at.getTime()) ? null : at
}

const said = (answer: ChannelAnswer, secrets: ReadonlyArray<Redacted.Redacted>): string => {
  const refusal = decodeRefusal(answer.json)
  return refusal._tag === "Some" ? foreignText(refusal.value.message, secrets) : `HTTP ${answer.status}`
}

/** A secret API key goes with every request; with an e-mail address and password, a session is opened and renewed. */
export const makeSend = (asking: ChannelHttp, vault: Vault["Service"]): Send => {
  const logins = new Map<string, Login>()

  const signIn = Effect.fn("medusa.signIn")(function* (channel: SalesChannel, server: string) {
    const password = yield* vault.get(`channel:${channel.id}`, "password")
    const email = yield* demandSetting(channel, "email", "the e-mail address that belongs to the password.")
    const credentials = { email, password: Redacted.value(password) }
    const answer = yield* asking.ask(channel, allowance, {
      ...jsonRequest("POST", `${server}/auth/user/emailpass`, {}, credentials),
      understands: [400, 401, 422]
    })
    if (answer.status >= 400) return yield* refused("The shop refuses the e-mail address or the password.")
    const token = decodeToken(answer.json)
    if (token._tag === "None")
      return yield* refused(
        "The shop wants more than an e-mail address and a password to sign in. Use a secret API key instead."
      )
    return { authorization: Redacted.make(`Bearer ${token.value.token}`), ends: true } satisfies Login
  })

  const logIn = Effect.fn("medusa.logIn")(function* (channel: SalesChannel, server: string) {
    const owner = `channel:${channel.id}`
    const stored = yield* vault.fields(owner)
    if (stored.includes("apiKey")) {
      const key = yield* vault.get(owner, "apiKey")
      return { authorization: Redacted.make(`Basic ${Redacted.value(key)}`), ends: false } satisfies Login
    }
    if (stored.includes("password")) return yield* signIn(channel, server)
    return yield* new ChannelFailure({
      reason: "Misconfigured",
      message: "Nothing to sign in with is stored: give the secret apiKey, or email and the secret password."
    })
  })

  const attempt = Effect.fn("medusa.attempt")(function* (
    channel: SalesChannel,
    server: string,
    login: Login,
    request: MedusaRequest
  ) {
    const query = new URLSearchParams(
      (request.query ?? []).map(([name, value]): [string, string] => [name, value])
    ).toString()
    const url = `${server}${request.path}${query === "" ? "" : `?${query}`}`
    const headers = { authorization: login.authorization }
    const answer = yield* asking.ask(channel, allowance, {
      ...jsonRequest(request.method, url, headers, request.body),
      understands: refusals
    })
    return answer.status < 400
      ? ({ _tag: "Done", json: answer.json, at: dateOf(answer.header("date")) } as const)
      : ({
          _tag: "Refused",
          status: answer.status,
          said: said(answer, [login.authorization, ...keyOf(login)])
        } as const)
  })

  return Effect.fn("medusa.send")(function* (channel, request) {
    const server = yield* serverOf(channel)
    const key = `${channel.id}/${channel.version}/${server}`
    const renew = Effect.tap(logIn(channel, server), (login) => Effect.sync(() => logins.set(key, login)))
    const kept = logins.get(key)
    const login = kept ?? (yield* renew)
    return yield* attempt(channel, server, login, request).pipe(
      Effect.catchIf(
        (failure) => failure.reason === "Unauthorized",
        (failure) => {
          logins.delete(key)
          if (kept?.ends) return Effect.flatMap(renew, (again) => attempt(channel, server, again, request))
          return refused(
            `${failure.message} Check that the key was not revoked and that its user may do this.`
          )
        }
      )
    )
  })
}

/** The key alone: a shop that quotes what it was sent may leave the scheme away. */
const keyOf = (login: Login): ReadonlyArray<Redacted.Redacted> => {
  const [, key] = Redacted.value(login.authorization).split(" ")
  return key === undefined ? [] : [Redacted.make(key)]
}
