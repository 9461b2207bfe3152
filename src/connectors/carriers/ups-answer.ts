import type { FoundParcel } from "../../domain/model/found-parcel.ts"
import {
  bounded,
  longestDescription,
  mostEvents,
  type ParcelNews,
  placeOf,
  type TrackingEvent
} from "../../domain/model/parcel-news.ts"
import type { TrackingState } from "../../domain/model/shipment.ts"
import { plainNumber } from "../../domain/model/tracking-number.ts"
import { stateOf } from "../../domain/model/tracking-status.ts"
import { type Json, recordOf, recordsOf, textOf } from "./carrier-answer.ts"
import { compactMoment } from "./carrier-time.ts"

/** A package's `code` is a status of three digits, an activity's `code` is a scan of two letters: only the first is ours. */
const threeDigits = (code: string | undefined): string | undefined =>
  code !== undefined && /^\d{3}$/.test(code) ? code : undefined

const stateOfStatus = (status: Json): TrackingState =>
  stateOf("ups", [
    threeDigits(textOf(status.statusCode)),
    threeDigits(textOf(status.code)),
    textOf(status.type)
  ])

const wordsOf = (status: Json, state: TrackingState): string => {
  const words = textOf(status.description) ?? textOf(status.simplifiedTextDescription) ?? ""
  const codes = [status.statusCode, status.code, status.type].flatMap((code) => textOf(code) ?? [])
  // A code that we do not know is kept, so that the table can be completed.
  return bounded(state === "unknown" ? `${words} (${codes.join("/")})` : words, longestDescription)
}

const eventOf = (activity: Json): TrackingEvent => {
  const status = recordOf(activity.status)
  const address = recordOf(recordOf(activity.location).address)
  const state = stateOfStatus(status)
  return {
    at:
      compactMoment(activity.gmtDate, activity.gmtTime, null) ??
      compactMoment(activity.date, activity.time, activity.gmtOffset),
    state,
    description: wordsOf(status, state),
    place: placeOf(address.city, address.stateProvince, address.countryCode ?? address.country)
  }
}

const newsOf = (number: string, parcel: Json): ParcelNews => {
  const activities = recordsOf(parcel.activity).slice(0, mostEvents)
  const current = recordOf(parcel.currentStatus)
  const latest = recordOf(activities[0]?.status)
  const status = Object.keys(current).length > 0 ? current : latest
  const own = stateOfStatus(status)
  const state = own === "unknown" ? stateOfStatus(latest) : own
  if (Object.keys(status).length === 0) return { _tag: "NotKnownYet", number }
  return { _tag: "Known", number, state, status: wordsOf(status, state), events: activities.map(eventOf) }
}

const packagesOf = (json: Json): ReadonlyArray<Json> =>
  recordsOf(recordOf(json.trackResponse).shipment).flatMap((shipment) => recordsOf(shipment.package))

/** A number that UPS does not have yet is a 404, or a 200 with a warning and no package. */
export const upsNews = (number: string, json: Json): ParcelNews => {
  const parcels = packagesOf(json)
  const parcel = parcels.find((p) => plainNumber(textOf(p.trackingNumber) ?? "") === number) ?? parcels[0]
  return parcel === undefined ? { _tag: "NotKnownYet", number } : newsOf(number, parcel)
}

export const upsFound = (json: Json): ReadonlyArray<FoundParcel> =>
  packagesOf(json).flatMap((parcel) => {
    const number = plainNumber(textOf(parcel.trackingNumber) ?? "")
    if (number === "") return []
    const count = Number(parcel.packageCount)
    return [
      {
        trackingNumber: number,
        service: bounded(textOf(recordOf(parcel.service).description) ?? "", 100),
        references: recordsOf(parcel.referenceNumber).flatMap((r) => textOf(r.number) ?? []),
        parcelCount: Number.isInteger(count) && count > 0 ? count : 1,
        news: newsOf(number, parcel)
      }
    ]
  })
