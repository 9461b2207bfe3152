import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { Query, Send } from "./medusa-session.ts"

/** A refused question: the shop is older than what is asked of it, or is something else. */
const notUnderstood = (status: number, said: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Misconfigured",
    message:
      status === 404
        ? `The shop has no such page of the Admin API. Is the address that of a Medusa 2 server? It said: ${said}`
        : `The shop does not understand what was asked; Medusa 2 is needed. It said: ${said}`
  })

/** Decodes an answer. A missing or odd field is the shop's fault, and never read through. */
export const decodeAnswer = <S extends Schema.Decoder<unknown>>(schema: S, what: string) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (json: unknown) =>
    decode(json).pipe(
      Effect.mapError(
        () =>
          new ChannelFailure({
            reason: "Malformed",
            message: `The shop's answer about ${what} is not what Medusa's Admin API promises.`
          })
      )
    )
}

/** Asks for something that must be there; with it comes the time by the shop's clock, where it tells it. */
export const read = <S extends Schema.Decoder<unknown>>(send: Send, schema: S, what: string) => {
  const decode = decodeAnswer(schema, what)
  return Effect.fn("medusa.read")(function* (channel: SalesChannel, path: string, query: Query) {
    const answer = yield* send(channel, { method: "GET", path, query })
    if (answer._tag === "Refused") return yield* notUnderstood(answer.status, answer.said)
    return { body: yield* decode(answer.json), at: answer.at }
  })
}

/** More than this in one `name[]` is read as something else than a list by the shop's parser of queries. */
export const mostInList = 20

/** A lone value is given twice: a list of one is split by the shop where it holds a comma. */
export const listOf = (name: string, values: ReadonlyArray<string>): Query => {
  const [first, ...rest] = values
  const apart = first !== undefined && rest.length === 0 ? [first, first] : values
  return apart.map((value) => [`${name}[]`, value] as const)
}
