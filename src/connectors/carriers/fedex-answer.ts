import {
  bounded,
  longestDescription,
  mostEvents,
  type ParcelNews,
  placeOf,
  type TrackingEvent
} from "../../domain/model/parcel-news.ts"
import { plainNumber } from "../../domain/model/tracking-number.ts"
import { stateOf } from "../../domain/model/tracking-status.ts"
import { type Json, recordOf, recordsOf, textOf } from "./carrier-answer.ts"
import { isoMoment } from "./carrier-time.ts"

const eventOf = (scan: Json): TrackingEvent => {
  const place = recordOf(scan.scanLocation)
  const codes = [textOf(scan.eventType), textOf(scan.derivedStatusCode)]
  const state = stateOf("fedex", codes)
  const words = textOf(scan.exceptionDescription) ?? textOf(scan.eventDescription) ?? ""
  const unknown = state === "unknown" ? ` (${codes.filter((c) => c !== undefined).join("/")})` : ""
  return {
    at: isoMoment(scan.date),
    state,
    description: bounded(`${words}${unknown}`, longestDescription),
    place: placeOf(place.city, place.stateOrProvinceCode, place.countryCode)
  }
}

const newestMs = (result: Json): number =>
  Math.max(0, ...recordsOf(result.scanEvents).map((scan) => isoMoment(scan.date)?.getTime() ?? 0))

const newsOf = (number: string, result: Json): ParcelNews => {
  const latest = recordOf(result.latestStatusDetail)
  const codes = [textOf(latest.derivedCode), textOf(latest.code)]
  const state = stateOf("fedex", codes)
  const words = textOf(latest.description) ?? textOf(latest.statusByLocale) ?? ""
  const [detail] = recordsOf(latest.ancillaryDetails)
  const reason = textOf(detail?.reasonDescription)
  const unknown = state === "unknown" ? ` (${codes.filter((c) => c !== undefined).join("/")})` : ""
  return {
    _tag: "Known",
    number,
    state,
    status: bounded(`${words}${reason === undefined ? "" : `: ${reason}`}${unknown}`, longestDescription),
    events: recordsOf(result.scanEvents).slice(0, mostEvents).map(eventOf)
  }
}

/** A number can fail inside a 200; "not found" is said of labels that were not scanned yet. */
const failureOf = (number: string, error: Json): ParcelNews => {
  const code = textOf(error.code) ?? ""
  if (code === "" || code.endsWith("NOTFOUND")) return { _tag: "NotKnownYet", number }
  return { _tag: "Refused", number, reason: bounded(textOf(error.message) ?? code, 200) }
}

/** Numbers are used again after some time: of several parcels it is the one that was scanned last. */
const answerFor = (number: string, results: ReadonlyArray<Json>): ParcelNews => {
  const known = results.filter(
    (r) =>
      Object.keys(recordOf(r.error)).length === 0 && Object.keys(recordOf(r.latestStatusDetail)).length > 0
  )
  const [newest] = known.toSorted((a, b) => newestMs(b) - newestMs(a))
  return newest === undefined ? failureOf(number, recordOf(results[0]?.error)) : newsOf(number, newest)
}

export const fedexNews = (numbers: ReadonlyArray<string>, json: Json): ReadonlyArray<ParcelNews> => {
  const complete = recordsOf(recordOf(json.output).completeTrackResults)
  return numbers.map((number) =>
    answerFor(
      number,
      complete
        .filter((c) => plainNumber(textOf(c.trackingNumber) ?? "") === number)
        .flatMap((c) => recordsOf(c.trackResults))
    )
  )
}
