import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { apiVersion } from "./shopify-settings.ts"

export type Fields = Readonly<Record<string, unknown>>

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const GraphqlError = Schema.Struct({
  message: Schema.String,
  extensions: Schema.optionalKey(Schema.NullOr(Schema.Struct({ code: Text, requiredAccess: Text })))
})
type GraphqlError = typeof GraphqlError.Type

const Cost = Schema.Struct({
  requestedQueryCost: Schema.Number,
  actualQueryCost: Schema.optionalKey(Schema.NullOr(Schema.Number)),
  throttleStatus: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        maximumAvailable: Schema.Number,
        currentlyAvailable: Schema.Number,
        restoreRate: Schema.Number
      })
    )
  )
})
export type Cost = typeof Cost.Type

const Envelope = Schema.Struct({
  data: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  // A gateway in front of the API writes a text here, not a list.
  errors: Schema.optionalKey(Schema.NullOr(Schema.Union([Schema.Array(GraphqlError), Schema.String]))),
  extensions: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ cost: Schema.optionalKey(Schema.NullOr(Cost)) }))
  )
})
type Envelope = typeof Envelope.Type

const decodeEnvelope = Schema.decodeUnknownEffect(Envelope)

/** What a GraphQL answer says, before it is judged. */
export interface Said {
  readonly data: Fields
  readonly cost: Cost | null
  readonly failure: ChannelFailure | null
  /** Shopify did nothing, because the bucket of this app and shop is empty. */
  readonly isThrottled: boolean
  /** Shopify did nothing, because one request may not cost that much. */
  readonly isTooCostly: boolean
}

type Words = { readonly reason: ChannelFailure["reason"]; readonly hint: string }

const misfit: Words = {
  reason: "Misconfigured",
  hint: `Shopify does not understand what was asked of its version ${apiVersion}.`
}
const refused: Words = { reason: "Rejected", hint: "Shopify refused what was asked." }

const ourWords = new Map<string, Words>([
  ["THROTTLED", { reason: "Throttled", hint: "Shopify asks to wait." }],
  ["MAX_COST_EXCEEDED", { reason: "Rejected", hint: "One request asked for too much." }],
  [
    "ACCESS_DENIED",
    {
      reason: "Unauthorized",
      hint: "The app may not do this: a scope is missing. Add it to the app, install it again, and enter the new token."
    }
  ],
  ["SHOP_INACTIVE", { reason: "Rejected", hint: "The shop is closed or its trial is over." }],
  ["BAD_REQUEST", refused],
  ["INVALID_VARIABLE", refused],
  ["RESOURCE_NOT_FOUND", { reason: "Rejected", hint: "Shopify does not know it." }],
  ["undefinedField", misfit],
  ["undefinedDirective", misfit],
  ["undefinedType", misfit],
  ["argumentNotAccepted", misfit],
  ["argumentLiteralsIncompatible", misfit],
  ["missingRequiredArguments", misfit],
  ["missingRequiredInputObjectAttribute", misfit],
  ["variableMismatch", misfit],
  ["selectionMismatch", misfit],
  ["PARSE_ERROR", misfit]
])

const failureOf = (
  error: GraphqlError | string,
  secrets: ReadonlyArray<Redacted.Redacted>
): ChannelFailure => {
  if (typeof error === "string")
    return new ChannelFailure({
      reason: "Rejected",
      message: `Shopify refused the request. It said: ${foreignText(error, secrets)}`
    })
  const words = ourWords.get(error.extensions?.code ?? "")
  // Trouble inside Shopify (INTERNAL_SERVER_ERROR, or no code at all): what was done is not known.
  return new ChannelFailure({
    reason: words?.reason ?? "NoAnswer",
    message: `${words?.hint ?? "Shopify failed."} It said: ${foreignText(error.message, secrets)}`
  })
}

const firstError = (envelope: Envelope): GraphqlError | string | null => {
  const { errors } = envelope
  if (errors === undefined || errors === null) return null
  return typeof errors === "string" ? errors : (errors[0] ?? null)
}

export const malformed = (what: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Malformed",
    message: `Shopify's answer about ${what} is not what its API promises.`
  })

/** Reads a GraphQL answer. HTTP 200 says nothing in GraphQL: one error makes all of it a failure, whatever data came along. */
export const readAnswer = Effect.fn("shopify.readAnswer")(function* (
  json: unknown,
  secrets: ReadonlyArray<Redacted.Redacted>
) {
  const envelope = yield* decodeEnvelope(json).pipe(
    Effect.mapError(
      () =>
        new ChannelFailure({
          reason: "Malformed",
          message: "The answer is not one of Shopify's Admin API. Check the setting shop."
        })
    )
  )
  const error = firstError(envelope)
  const code = error === null || typeof error === "string" ? "" : (error.extensions?.code ?? "")
  return {
    data: envelope.data ?? {},
    cost: envelope.extensions?.cost ?? null,
    failure: error === null ? null : failureOf(error, secrets),
    isThrottled: code === "THROTTLED",
    isTooCostly: code === "MAX_COST_EXCEEDED"
  } satisfies Said
})

/** Decodes one field of an answer. A missing or odd field is the shop's fault, and never read through. */
export const decodeField = <S extends Schema.Decoder<unknown>>(schema: S, field: string, what: string) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (data: Fields) => decode(data[field]).pipe(Effect.mapError(() => malformed(what)))
}

const refusedStatus: Readonly<Record<number, Words>> = {
  400: refused,
  401: {
    reason: "Unauthorized",
    hint: "Shopify refuses the access token: the app was uninstalled, or its token was changed. Enter the current one."
  },
  402: {
    reason: "Rejected",
    hint: "Shopify has frozen the shop because its bill is open. The owner settles it in Shopify, under Settings, Billing."
  },
  403: {
    reason: "Unauthorized",
    hint: "Shopify forbids it: a scope is missing, or the shop does not let this app in. Check the app's scopes and install it again."
  },
  404: {
    reason: "Misconfigured",
    hint: `There is no shop of this name, or Shopify no longer serves version ${apiVersion}. Check the setting shop.`
  },
  406: refused,
  422: refused,
  423: {
    reason: "Rejected",
    hint: "Shopify has locked the shop. Its owner asks Shopify's support."
  }
}

export const understoodStatuses: ReadonlyArray<number> = Object.keys(refusedStatus).map(Number)

const quoted = (json: unknown, secrets: ReadonlyArray<Redacted.Redacted>): string => {
  const error = typeof json === "object" && json !== null && "errors" in json ? json.errors : null
  return typeof error === "string" ? ` It said: ${foreignText(error, secrets)}` : ""
}

/** What a status other than 200 means, in the user's words; null when the body is to be read. */
export const statusFailure = (
  status: number,
  json: unknown,
  secrets: ReadonlyArray<Redacted.Redacted>
): ChannelFailure | null => {
  const words = refusedStatus[status]
  if (words === undefined) return null
  return new ChannelFailure({
    reason: words.reason,
    message: `${words.hint}${quoted(json, secrets)} (HTTP ${status})`
  })
}

/** An item of Shopify's `userErrors`: a refusal inside an answer that calls itself a success. */
export const UserError = Schema.Struct({
  field: Schema.NullOr(Schema.Array(Schema.String)),
  message: Schema.String
})

export const userErrorText = (errors: ReadonlyArray<{ readonly message: string }>): string =>
  errors
    .slice(0, 5)
    .map((error) => foreignText(error.message))
    .join("; ")
