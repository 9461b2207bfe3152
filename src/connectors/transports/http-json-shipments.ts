import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { type IncomingFile, incomingFile, type UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { Found } from "../files/json-path.ts"
import type { Http } from "../http.ts"
import { ask } from "./http-json-answer.ts"
import type { HttpJsonAuth } from "./http-json-auth.ts"
import { cellsOf, rawOf, readPages } from "./http-json-pages.ts"
import { httpJsonProfile, type ListProfile } from "./http-json-profile.ts"
import { type Cells, faultOf, rowOf } from "./shipment-csv.ts"

const fileName = "shipments.json"
const mostRaw = 20_000
/** A list that never ends is read again by the next run. */
const mostPages = 100

/** The list moves on, so a row is named by what it says. */
const placeOf = (raw: string): string =>
  `${fileName}#${createHash("sha256").update(raw).digest("hex").slice(0, 12)}`

const sheetOf = (profile: ListProfile, found: ReadonlyArray<Found>): IncomingFile => {
  const rows: Array<IncomingShipmentRow> = []
  const broken: Array<UnreadablePiece> = []
  for (const item of found) {
    const cell: Cells = cellsOf(profile, item)
    const raw = rawOf(profile, item)
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
  yield* readPages(
    (url) => ask(http, auth, supplier, profile, url),
    profile,
    shipments,
    mostPages,
    (found) => Effect.sync(() => void sheets.push(sheetOf(shipments, found)))
  )
  return sheets
})
