import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Supplier } from "../../domain/model/supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import type { Http } from "../http.ts"
import { requestToken } from "../oauth-token.ts"
import type { HttpJsonProfile } from "./http-json-profile.ts"

export type AuthHeaders = Readonly<Record<string, Redacted.Redacted>>

export interface HttpJsonAuth {
  readonly headers: (
    supplier: Supplier,
    profile: HttpJsonProfile
  ) => Effect.Effect<AuthHeaders, TransportError>
  /** After a 401: whether signing in anew can help. */
  readonly forget: (supplier: Supplier, profile: HttpJsonProfile) => boolean
}

interface Token {
  readonly askedWith: string
  readonly value: Redacted.Redacted
  readonly until: number
}

const basic = (user: string, password: Redacted.Redacted): Redacted.Redacted =>
  Redacted.make(`Basic ${Buffer.from(`${user}:${Redacted.value(password)}`).toString("base64")}`)

export const makeHttpJsonAuth = (vault: Vault["Service"], http: Http): HttpJsonAuth => {
  const tokens = new Map<number, Token>()
  const freshToken = Effect.fn("httpJson.token")(function* (
    supplier: Supplier,
    auth: HttpJsonProfile["auth"] & { readonly _tag: "OAuth" },
    askedWith: string
  ) {
    const granted = yield* requestToken(http, {
      ...auth,
      clientSecret: yield* vault.get(`supplier:${supplier.id}`, "clientSecret"),
      refreshToken: null,
      check: "clientId, clientSecret and scope"
    })
    const value = Redacted.make(`Bearer ${Redacted.value(granted.value)}`)
    tokens.set(supplier.id, { askedWith, value, until: granted.until })
    return value
  })
  const headers = Effect.fn("httpJson.signIn")(function* (supplier: Supplier, profile: HttpJsonProfile) {
    const { auth } = profile
    const owner = `supplier:${supplier.id}`
    if (auth._tag === "None") return {} as AuthHeaders
    if (auth._tag === "ApiKey")
      return { [auth.header]: yield* vault.get(owner, "apiKey") } satisfies AuthHeaders
    if (auth._tag === "Basic")
      return {
        authorization: basic(auth.user, yield* vault.get(owner, "password"))
      } satisfies AuthHeaders
    const askedWith = JSON.stringify(auth)
    const kept = tokens.get(supplier.id)
    const good = kept !== undefined && kept.askedWith === askedWith && kept.until > (yield* now).getTime()
    return {
      authorization: good ? kept.value : yield* freshToken(supplier, auth, askedWith)
    } satisfies AuthHeaders
  })
  return {
    headers,
    forget: (supplier, profile) => {
      tokens.delete(supplier.id)
      return profile.auth._tag === "OAuth"
    }
  }
}
