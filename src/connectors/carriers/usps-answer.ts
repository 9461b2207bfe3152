import {
  bounded,
  longestDescription,
  mostEvents,
  type ParcelNews,
  placeOf,
  type TrackingEvent
} from "../../domain/model/parcel-news.ts"
import { stateOf } from "../../domain/model/tracking-status.ts"
import { type Json, recordsOf, textOf } from "./carrier-answer.ts"
import { isoMoment } from "./carrier-time.ts"

const eventOf = (scan: Json): TrackingEvent => {
  const words = textOf(scan.eventType) ?? textOf(scan.name) ?? ""
  const code = textOf(scan.eventCode)
  const state = stateOf("usps", [words, code, words.split(",")[0]])
  return {
    at: isoMoment(scan.GMTTimestamp) ?? isoMoment(scan.eventTimestamp, scan.GMTOffset),
    state,
    description: bounded(
      state === "unknown" && code !== undefined ? `${words} (${code})` : words,
      longestDescription
    ),
    place: placeOf(scan.eventCity, scan.eventState, scan.eventZIP, scan.eventCountry)
  }
}

/** The status says more than its category ("Alert", "Delivered"), so it is asked first. */
export const uspsNews = (number: string, json: Json): ParcelNews => {
  const status = textOf(json.status)
  const category = textOf(json.statusCategory)
  const events = recordsOf(json.trackingEvents).slice(0, mostEvents).map(eventOf)
  if (status === undefined && category === undefined && events.length === 0)
    return { _tag: "NotKnownYet", number }
  const said = stateOf("usps", [status, category, status?.split(",")[0]])
  const state = said === "unknown" && status === undefined ? (events[0]?.state ?? "unknown") : said
  const words = status ?? textOf(json.statusSummary) ?? category ?? events[0]?.description ?? ""
  const unknown = state === "unknown" && category !== undefined ? ` (${category})` : ""
  return {
    _tag: "Known",
    number,
    state,
    status: bounded(`${words}${unknown}`, longestDescription),
    events
  }
}

/** USPS says so with several statuses; its words are the same. */
export const saysNotYet = (complaint: string): boolean =>
  /not (yet )?(available|found)|no record/i.test(complaint)
