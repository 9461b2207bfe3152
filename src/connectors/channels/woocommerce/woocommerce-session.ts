import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import { isLoopback } from "../../loopback.ts"
import { type ChannelHttp, demandSetting, jsonRequest } from "../channel-http.ts"
import { refusal, restErrorOf } from "./woocommerce-answer.ts"

interface Question {
  readonly method: "GET" | "POST" | "PUT"
  /** Below /wp-json/: `wc/v3/orders`. */
  readonly route: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
}

interface Answer {
  readonly json: unknown
  readonly header: (name: string) => string | null
}

export type Said =
  | ({ readonly _tag: "Answered" } & Answer)
  /** The shop understood and refused, in the way of its API. */
  | {
      readonly _tag: "Refused"
      readonly status: number
      readonly code: string
      readonly failure: ChannelFailure
    }

export interface Session {
  /** The answer; a refusal fails, in the user's words. */
  readonly ask: (channel: SalesChannel, question: Question) => Effect.Effect<Answer, ChannelError>
  /** The same, and a refusal is a value: for those who have another way. */
  readonly said: (channel: SalesChannel, question: Question) => Effect.Effect<Said, ChannelError>
}

/** Refusals whose body says more than their number. Waits, redirects and breakdowns are judged by their number alone. */
const spoken = [400, 401, 403, 404, 405, 409, 410, 413, 422]

/** The shop's own address: whatever of the API's path people paste along is taken off again. */
export const shopAddress = (text: string): string =>
  text
    .trim()
    .replace(/[?#].*$/s, "")
    .replace(/\/+$/, "")
    .replace(/\/wp-json(\/wc(\/v\d)?)?$/i, "")

const addressOf = Effect.fn("woocommerce.addressOf")(function* (channel: SalesChannel) {
  const given = yield* demandSetting(channel, "url", "the shop's address, like https://shop.example.com.")
  const address = shopAddress(given)
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol === "http:" && !isLoopback(url.hostname))
    return yield* new ChannelFailure({
      reason: "Misconfigured",
      message: `${url.origin} is not encrypted, and WooCommerce takes a key pair over HTTPS only (over plain HTTP everybody on the way could read it). Write https://... in the address.`
    })
  return address
})

const urlOf = (address: string, { route, query }: Question): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) parameters.set(name, String(value))
  return `${address}/wp-json/${route}${parameters.size === 0 ? "" : `?${parameters}`}`
}

export const makeSession = (
  asking: ChannelHttp,
  vault: Vault["Service"],
  allowance: RequestAllowance
): Session => {
  const credentials = Effect.fn("woocommerce.credentials")(function* (channel: SalesChannel) {
    const key = yield* vault.get(`channel:${channel.id}`, "consumerKey")
    const secret = yield* vault.get(`channel:${channel.id}`, "consumerSecret")
    const pair = `${Redacted.value(key).trim()}:${Redacted.value(secret).trim()}`
    const authorization = Redacted.make(`Basic ${Buffer.from(pair).toString("base64")}`)
    return { authorization, secrets: [authorization, key, secret] }
  })

  const said = Effect.fn("woocommerce.said")(function* (channel: SalesChannel, question: Question) {
    const address = yield* addressOf(channel)
    const { authorization, secrets } = yield* credentials(channel)
    const answer = yield* asking.ask(channel, allowance, {
      ...jsonRequest(question.method, urlOf(address, question), { authorization }, question.body),
      understands: spoken
    })
    if (answer.status < 300)
      return { _tag: "Answered", json: answer.json, header: answer.header } satisfies Said
    const error = restErrorOf(answer.json) ?? { code: `HTTP ${answer.status}`, message: "nothing more" }
    return {
      _tag: "Refused",
      status: answer.status,
      code: String(error.code),
      failure: refusal(question.method, answer.status, error, secrets)
    } satisfies Said
  })

  return {
    said,
    ask: Effect.fn("woocommerce.ask")(function* (channel, question) {
      const answer = yield* said(channel, question)
      return answer._tag === "Answered" ? answer : yield* answer.failure
    })
  }
}
