import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"

const V2Errors = Schema.Array(Schema.Struct({ message: Schema.String }))
const V3Error = Schema.Struct({
  title: Schema.String,
  errors: Schema.optionalKey(Schema.Unknown)
})

const isV2 = Schema.is(V2Errors)
const isV3 = Schema.is(V3Error)

/** V3 names the fields that it refuses: `{"items.3.quantity": "..."}`. */
export const errorFields = (json: unknown): ReadonlyArray<readonly [string, string]> => {
  if (!isV3(json) || typeof json.errors !== "object" || json.errors === null) return []
  return Object.entries(json.errors).map(([field, what]) => [field, String(what)])
}

/** What the store says about a refusal, on one short line; V2 answers with a list, V3 with a problem. */
export const refusalWords = (json: unknown, secrets: ReadonlyArray<Redacted.Redacted> = []): string => {
  if (isV2(json)) return foreignText(json.map((e) => e.message).join("; "), secrets)
  if (!isV3(json)) return ""
  const fields = errorFields(json).map(([field, what]) => `${field}: ${what}`)
  return foreignText([json.title, ...fields].join("; "), secrets)
}

export const malformed = (what: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Malformed",
    message: `BigCommerce's answer about ${what} is not what its API promises.`
  })

/** A list as BigCommerce gives it: an empty one comes as 204, without a body. */
export const listOf = <S extends Schema.Decoder<unknown>>(item: S, what: string) => {
  const decode = Schema.decodeUnknownEffect(Schema.Array(item))
  return (json: unknown): Effect.Effect<ReadonlyArray<S["Type"]>, ChannelFailure> =>
    json === undefined ? Effect.succeed([]) : decode(json).pipe(Effect.mapError(() => malformed(what)))
}

export const oneOf = <S extends Schema.Decoder<unknown>>(schema: S, what: string) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (json: unknown): Effect.Effect<S["Type"], ChannelFailure> =>
    decode(json).pipe(Effect.mapError(() => malformed(what)))
}
