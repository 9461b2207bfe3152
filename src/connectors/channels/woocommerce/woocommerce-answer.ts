import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ChannelFailure, type OutsideReason } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"

/** How WordPress refuses: the same shape for every route, and inside the 200 of a batch. */
export const RestError = Schema.Struct({
  code: Schema.Union([Schema.String, Schema.Int]),
  message: Schema.String,
  data: Schema.optionalKey(Schema.Unknown)
})
export type RestError = typeof RestError.Type

const decodeError = Schema.decodeUnknownExit(RestError)
const decodeParams = Schema.decodeUnknownExit(
  Schema.Struct({ params: Schema.Record(Schema.String, Schema.String) })
)

export const restErrorOf = (json: unknown): RestError | null => {
  const exit = decodeError(json)
  return Exit.isSuccess(exit) ? exit.value : null
}

interface Words {
  readonly reason: OutsideReason
  readonly hint: string
}

const keysPage = "WooCommerce > Settings > Advanced > REST API"

const unknownKey: Words = {
  reason: "Unauthorized",
  hint: `The shop does not know the consumer key, the user of the key may not do this, or the web server drops the Authorization header. Check the key in ${keysPage}; its user must be a shop manager.`
}

const closed: Words = {
  reason: "Unauthorized",
  hint: "Something in the shop, mostly a security plug-in, closes its REST API. Allow /wp-json/wc/v3 there."
}

const ourWords = new Map<string, Words>([
  ["woocommerce_rest_cannot_view", unknownKey],
  ["woocommerce_rest_cannot_edit", unknownKey],
  ["woocommerce_rest_cannot_create", unknownKey],
  ["woocommerce_rest_cannot_batch", unknownKey],
  [
    "woocommerce_rest_authentication_error",
    { reason: "Unauthorized", hint: `The shop refuses the key pair. Make a new one in ${keysPage}.` }
  ],
  ["rest_forbidden", closed],
  ["rest_not_logged_in", closed],
  ["rest_cannot_access", closed],
  ["rest_disabled", closed],
  [
    "rest_no_route",
    {
      reason: "Misconfigured",
      hint: "The shop has no such API. WooCommerce 3.5 or newer must be active; the address is the shop's own, like https://shop.example.com."
    }
  ],
  [
    "rest_invalid_param",
    { reason: "Misconfigured", hint: "The shop does not understand a part of what was asked." }
  ],
  ["woocommerce_rest_shop_order_invalid_id", { reason: "Rejected", hint: "The shop has no such order." }],
  ["woocommerce_rest_order_invalid_id", { reason: "Rejected", hint: "The shop has no such order." }]
])

const refusedWords: Words = { reason: "Rejected", hint: "The shop refused it." }

const readOnlyKey: Words = {
  reason: "Unauthorized",
  hint: `The key may only read. Give it Read/Write in ${keysPage}.`
}

const wordsOf = (method: string, status: number, error: RestError): Words => {
  // Asked wrongly, it is our settings; told something, it is what was told.
  if (error.code === "rest_invalid_param" && method !== "GET") return refusedWords
  if (/does not have write permissions/i.test(error.message)) return readOnlyKey
  const known = ourWords.get(String(error.code))
  if (known !== undefined) return known
  if (status === 401 || status === 403) return unknownKey
  return refusedWords
}

/** Which parameter is wrong, and why: the shop's message alone names only the parameter. */
const detailOf = (error: RestError): string => {
  const exit = decodeParams(error.data)
  const params = Exit.isSuccess(exit) ? Object.values(exit.value.params) : []
  return params.length === 0 ? error.message : params.join("; ")
}

type Secrets = ReadonlyArray<Redacted.Redacted>

/** What the shop said, as one line of ours. */
export const refusalText = (error: RestError, secrets: Secrets = []): string =>
  `${foreignText(detailOf(error), secrets)} [${foreignText(String(error.code), secrets)}]`

export const refusal = (
  method: string,
  status: number,
  error: RestError,
  secrets: Secrets
): ChannelFailure => {
  const { reason, hint } = wordsOf(method, status, error)
  return new ChannelFailure({ reason, message: `${hint} It said: ${refusalText(error, secrets)}` })
}

const malformed = (what: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Malformed",
    message: `The shop's answer about ${what} is not what its API promises.`
  })

/** Decodes an answer. A missing or odd field is the shop's fault, and never read through. */
export const decoder = <S extends Schema.Decoder<unknown>>(schema: S, what: string) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (json: unknown) => decode(json).pipe(Effect.mapError(() => malformed(what)))
}

const isArray = Schema.decodeUnknownEffect(Schema.Array(Schema.Unknown))

export const arrayOf = (json: unknown, what: string) =>
  isArray(json).pipe(Effect.mapError(() => malformed(what)))
