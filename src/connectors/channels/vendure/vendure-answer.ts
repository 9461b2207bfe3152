import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"

const GraphqlError = Schema.Struct({
  message: Schema.String,
  extensions: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ code: Schema.optionalKey(Schema.NullOr(Schema.String)) }))
  )
})

const Envelope = Schema.Struct({
  data: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  errors: Schema.optionalKey(Schema.NullOr(Schema.Array(GraphqlError)))
})

const decodeEnvelope = Schema.decodeUnknownEffect(Envelope)

const ourWords = new Map<string, { readonly reason: ChannelFailure["reason"]; readonly hint: string }>([
  [
    "FORBIDDEN",
    {
      reason: "Unauthorized",
      hint: "The shop refuses the user name or password, or the user may not do this."
    }
  ],
  [
    "GRAPHQL_VALIDATION_FAILED",
    { reason: "Misconfigured", hint: "The shop's version does not know what was asked. Vendure 3 is needed." }
  ],
  [
    "GRAPHQL_PARSE_FAILED",
    { reason: "Misconfigured", hint: "The shop does not understand the request. Is this the Admin API?" }
  ],
  ["BAD_USER_INPUT", { reason: "Rejected", hint: "The shop refused what was asked." }],
  ["USER_INPUT_ERROR", { reason: "Rejected", hint: "The shop refused what was asked." }],
  ["ENTITY_NOT_FOUND", { reason: "Rejected", hint: "The shop does not know it." }]
])

/** The fields of a GraphQL answer, or the failure that its errors say. HTTP 200 says nothing in GraphQL. */
export const dataOf = Effect.fn("dataOf")(function* (
  json: unknown,
  secrets: ReadonlyArray<Redacted.Redacted>
) {
  const envelope = yield* decodeEnvelope(json).pipe(
    Effect.mapError(
      () =>
        new ChannelFailure({
          reason: "Malformed",
          message: "The shop's answer is not a GraphQL answer. Check the address: it ends in /admin-api."
        })
    )
  )
  const [error] = envelope.errors ?? []
  if (error !== undefined) {
    const words = ourWords.get(error.extensions?.code ?? "")
    // Trouble inside the shop comes without a code of its own: what was done is not known.
    return yield* new ChannelFailure({
      reason: words?.reason ?? "NoAnswer",
      message: `${words?.hint ?? "The shop failed."} It said: ${foreignText(error.message, secrets)}`
    })
  }
  return envelope.data ?? {}
})

export const malformed = (what: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Malformed",
    message: `The shop's answer about ${what} is not what its API promises.`
  })

/** Decodes one field of an answer. A missing or odd field is the shop's fault, and never read through. */
export const decodeField = <S extends Schema.Decoder<unknown>>(schema: S, field: string, what: string) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (data: Readonly<Record<string, unknown>>) =>
    decode(data[field]).pipe(Effect.mapError(() => malformed(what)))
}
