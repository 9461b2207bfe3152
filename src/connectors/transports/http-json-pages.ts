import * as Effect from "effect/Effect"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { type Found, type JsonPath, plainValue, walk } from "../files/json-path.ts"
import type { RawAnswer } from "../http.ts"
import { answerJson } from "./http-json-answer.ts"
import { addressFor, type HttpJsonProfile, type ListProfile } from "./http-json-profile.ts"

const mostRows = 50_000

/** A field stands in the row, or in what the row lies in: the nearest wins. */
export const cellsOf =
  (list: ListProfile, row: Found) =>
  (column: string): string => {
    const path = list.fields.get(column)
    if (path === undefined) return ""
    for (const place of [row.value, ...row.within]) {
      const value = plainValue(walk(place, path).found[0]?.value)
      if (value !== "") return value
    }
    return ""
  }

/** What a person can find a row by again: itself, with what it lies in where that tells it from others. */
export const rawOf = (list: ListProfile, row: Found): string =>
  list.rows.steps.filter((step) => step.list).length > 1
    ? JSON.stringify([row.value, row.within[0]] satisfies Array<unknown>)
    : JSON.stringify(row.value)

const readable = (
  list: ListProfile,
  answer: RawAnswer
): Effect.Effect<ReadonlyArray<Found>, TransportFailure> => {
  const malformed = (message: string) => new TransportFailure({ reason: "Malformed", message })
  if (answer.status !== 200)
    return malformed(`The list of ${list.list} was answered with HTTP ${answer.status}.`)
  const { found, emptyList } = walk(answerJson(answer), list.rows)
  if (found.length === 0 && !emptyList)
    return malformed(`The list of ${list.list} is not where ${list.list}Rows says.`)
  if (found.length > mostRows) return malformed(`A page of ${list.list} has more than ${mostRows} rows.`)
  return Effect.succeed(found)
}

/** The page with the next number; null: this was the last one. */
const nextNumbered = (
  list: ListProfile,
  pages: JsonPath,
  answer: RawAnswer,
  asked: string,
  mostPages: number
): Effect.Effect<string | null, TransportFailure> => {
  const malformed = (message: string) => new TransportFailure({ reason: "Malformed", message })
  const said = plainValue(walk(answerJson(answer), pages).found[0]?.value)
  if (!/^\d{1,9}$/.test(said))
    return malformed(`The number of pages of ${list.list} is not where ${list.list}Pages says.`)
  if (Number(said) > mostPages)
    return malformed(
      `The list of ${list.list} has ${said} pages, and ${mostPages} are read at most. Narrow ${list.list}Path.`
    )
  const url = new URL(asked)
  const page = Number(url.searchParams.get(list.pageParameter) ?? "1")
  if (page >= Number(said)) return Effect.succeed(null)
  url.searchParams.set(list.pageParameter, String(page + 1))
  return Effect.succeed(url.href)
}

/** The next page as an address of the same API: a path, or an address below `url`. Anything else is not followed. */
const nextUrl = (
  profile: HttpJsonProfile,
  list: ListProfile,
  answer: RawAnswer,
  asked: string,
  mostPages: number
): Effect.Effect<string | null, TransportFailure> => {
  if (list.pages !== null) return nextNumbered(list, list.pages, answer, asked, mostPages)
  if (list.next === null) return Effect.succeed(null)
  const named = plainValue(walk(answerJson(answer), list.next).found[0]?.value)
  if (named === "") return Effect.succeed(null)
  const url = URL.canParse(named, `${profile.url}/`) ? new URL(named, `${profile.url}/`) : null
  const home = new URL(profile.url)
  if (url === null || url.origin !== home.origin || url.username !== "" || url.password !== "")
    return new TransportFailure({
      reason: "Malformed",
      message: `The next page of ${list.list} is not at ${home.origin}; it was not followed.`
    })
  return Effect.succeed(url.href)
}

/**
 * A list of the API, page by page, each taken before the next is asked for. False: it has more pages than are read, or comes
 * back to one that was read.
 */
export const readPages = Effect.fn("httpJson.readPages")(function* <E1, E2>(
  asked: (url: string) => Effect.Effect<RawAnswer, E1>,
  profile: HttpJsonProfile,
  list: ListProfile,
  mostPages: number,
  take: (found: ReadonlyArray<Found>) => Effect.Effect<void, E2>
) {
  const seen = new Set<string>()
  let url: string | null = addressFor(profile, list.path, "")
  while (url !== null && !seen.has(url) && seen.size < mostPages) {
    seen.add(url)
    const answer: RawAnswer = yield* asked(url)
    const found = yield* readable(list, answer)
    if (found.length > 0) yield* take(found)
    url = yield* nextUrl(profile, list, answer, url, mostPages)
  }
  return url === null
})
