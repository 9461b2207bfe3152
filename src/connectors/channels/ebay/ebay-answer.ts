import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"

const Problem = Schema.Struct({
  errorId: Schema.Int,
  message: Schema.optionalKey(Schema.NullOr(Schema.String)),
  longMessage: Schema.optionalKey(Schema.NullOr(Schema.String))
})
export type Problem = typeof Problem.Type
export const Problems = Schema.optionalKey(Schema.NullOr(Schema.Array(Problem)))

const isRefusal = Schema.is(Schema.Struct({ errors: Schema.Array(Problem) }))

/** eBay's own numbers of what is wrong. */
export const problemsOf = (json: unknown): ReadonlyArray<Problem> => (isRefusal(json) ? json.errors : [])

const mostProblems = 3

export const problemWords = (problems: ReadonlyArray<Problem>): string =>
  foreignText(
    problems
      .slice(0, mostProblems)
      .map((p) => `${p.longMessage || p.message || "no words"} [${p.errorId}]`)
      .join("; ")
  )

/** What eBay says about a refusal, on one short line. */
export const refusalWords = (json: unknown): string => problemWords(problemsOf(json))

export const malformed = (what: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Malformed",
    message: `eBay's answer about ${what} is not what its API promises.`
  })

export const oneOf = <S extends Schema.Decoder<unknown>>(schema: S, what: string) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (json: unknown): Effect.Effect<S["Type"], ChannelFailure> =>
    decode(json).pipe(Effect.mapError(() => malformed(what)))
}
