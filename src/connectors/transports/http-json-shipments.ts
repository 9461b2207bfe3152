import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { type IncomingFile, incomingFile, type UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { type Found, type JsonPath, plainValue, walk } from "../files/json-path.ts"
import type { Http, RawAnswer } from "../http.ts"
import { answerJson, ask } from "./http-json-answer.ts"
import type { HttpJsonAuth } from "./http-json-auth.ts"
import { addressFor, type HttpJsonProfile, httpJsonProfile } from "./http-json-profile.ts"
import { type Cells, faultOf, rowOf } from "./shipment-csv.ts"

const fileName = "shipments.json"
const mostRows = 50_000
const mostRaw = 20_000
/** A list that never ends is read again by the next run. */
const mostPages = 100

type ShipmentsProfile = NonNullable<HttpJsonProfile["shipments"]>

/** A field stands in the row, or in what the row lies in: the nearest wins. */
const cellsOf =
  (profile: ShipmentsProfile, row: Found): Cells =>
  (column) => {
    const path = profile.fields.get(column)
    if (path === undefined) return ""
    for (const place of [row.value, ...row.within]) {
      const value = plainValue(walk(place, path).found[0]?.value)
      if (value !== "") return value
    }
    return ""
  }

/** The list moves on, so a row is named by what it says. */
const placeOf = (raw: string): string =>
  `${fileName}#${createHash("sha256").update(raw).digest("hex").slice(0, 12)}`

const rawOf = (row: Found): string => JSON.stringify([row.value, row.within[0]] satisfies Array<unknown>)

const sheetOf = (profile: ShipmentsProfile, found: ReadonlyArray<Found>): IncomingFile => {
  const rows: Array<IncomingShipmentRow> = []
  const broken: Array<UnreadablePiece> = []
  for (const item of found) {
    const cell = cellsOf(profile, item)
    const raw =
      profile.rows.steps.filter((step) => step.list).length > 1 ? rawOf(item) : JSON.stringify(item.value)
    const fault = faultOf(cell)
    const place = placeOf(raw)
    if (fault === null) rows.push(rowOf(place, raw, cell))
    else
      broken.push({
        source: "shipments",
        place,
        reason: fault,
        raw: raw.slice(0, mostRaw).replaceAll("\u0000", "\ufffd")
      })
  }
  return incomingFile(fileName, { rows, broken })
}

const readable = (
  profile: ShipmentsProfile,
  answer: RawAnswer
): Effect.Effect<ReadonlyArray<Found>, TransportFailure> => {
  const malformed = (message: string) => new TransportFailure({ reason: "Malformed", message })
  if (answer.status !== 200)
    return malformed(`The list of shipments was answered with HTTP ${answer.status}.`)
  const { found, emptyList } = walk(answerJson(answer), profile.rows)
  if (found.length === 0 && !emptyList)
    return malformed("The list of shipments is not where shipmentsRows says.")
  if (found.length > mostRows) return malformed(`The list of shipments has more than ${mostRows} rows.`)
  return Effect.succeed(found)
}

/** The page with the next number; null: this was the last one. */
const nextNumbered = (
  shipments: ShipmentsProfile,
  pages: JsonPath,
  answer: RawAnswer,
  asked: string
): Effect.Effect<string | null, TransportFailure> => {
  const malformed = (message: string) => new TransportFailure({ reason: "Malformed", message })
  const said = plainValue(walk(answerJson(answer), pages).found[0]?.value)
  if (!/^\d{1,9}$/.test(said))
    return malformed("The number of pages of shipments is not where shipmentsPages says.")
  if (Number(said) > mostPages)
    return malformed(
      `The list of shipments has ${said} pages, and ${mostPages} are read at most. Narrow shipmentsPath.`
    )
  const url = new URL(asked)
  const page = Number(url.searchParams.get(shipments.pageParameter) ?? "1")
  if (page >= Number(said)) return Effect.succeed(null)
  url.searchParams.set(shipments.pageParameter, String(page + 1))
  return Effect.succeed(url.href)
}

/** The next page as an address of the same API: a path, or an address below `url`. Anything else is not followed. */
const nextUrl = (
  profile: HttpJsonProfile,
  shipments: ShipmentsProfile,
  answer: RawAnswer,
  asked: string
): Effect.Effect<string | null, TransportFailure> => {
  if (shipments.pages !== null) return nextNumbered(shipments, shipments.pages, answer, asked)
  if (shipments.next === null) return Effect.succeed(null)
  const named = plainValue(walk(answerJson(answer), shipments.next).found[0]?.value)
  if (named === "") return Effect.succeed(null)
  const url = URL.canParse(named, `${profile.url}/`) ? new URL(named, `${profile.url}/`) : null
  const home = new URL(profile.url)
  if (url === null || url.origin !== home.origin || url.username !== "" || url.password !== "")
    return new TransportFailure({
      reason: "Malformed",
      message: `The next page of shipments is not at ${home.origin}; it was not followed.`
    })
  return Effect.succeed(url.href)
}

/** All that the supplier lists now, page by page. What was read before is recognized, so nothing is moved out of the way. */
export const receiveShipments = Effect.fn("httpJson.shipments")(function* (
  http: Http,
  auth: HttpJsonAuth,
  supplier: Supplier
) {
  if (supplier.trackingSource === "none" || supplier.trackingSource === "carrier") return []
  const profile = yield* httpJsonProfile(supplier)
  const { shipments } = profile
  if (shipments === null)
    return yield* new TransportFailure({
      reason: "Misconfigured",
      message: `${supplier.name} has no shipmentsPath. Set it, or turn tracking off.`
    })
  const sheets: Array<IncomingFile> = []
  const seen = new Set<string>()
  let url: string | null = addressFor(profile, shipments.path, "")
  while (url !== null && !seen.has(url) && seen.size < mostPages) {
    seen.add(url)
    const answer: RawAnswer = yield* ask(http, auth, supplier, profile, url)
    const found = yield* readable(shipments, answer)
    if (found.length > 0) sheets.push(sheetOf(shipments, found))
    url = yield* nextUrl(profile, shipments, answer, url)
  }
  return sheets
})
