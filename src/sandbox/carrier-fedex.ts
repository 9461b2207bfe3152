import { type CarrierDialect, iso, jsonIn, type Scan } from "./carrier-dialect.ts"

const mostNumbers = 30

/** A number that FedEx does not have fails inside a 200. */
const notFound = {
  error: { code: "TRACKING.TRACKINGNUMBER.NOTFOUND", message: "Tracking number cannot be found." }
}

const resultOf = (scans: ReadonlyArray<Scan>) => {
  const latest = scans.at(-1)
  if (latest === undefined) return notFound
  return {
    latestStatusDetail: {
      code: latest.code,
      derivedCode: latest.code,
      statusByLocale: latest.words,
      description: latest.words
    },
    scanEvents: scans.toReversed().map((scan) => ({
      date: iso(scan.at),
      eventType: scan.code,
      eventDescription: scan.words,
      scanLocation: { city: "Memphis", stateOrProvinceCode: "TN", countryCode: "US" },
      derivedStatusCode: scan.code
    }))
  }
}

const numberIn = (info: unknown): ReadonlyArray<string> => {
  const found = (info as { trackingNumberInfo?: { trackingNumber?: unknown } } | null)?.trackingNumberInfo
  return typeof found?.trackingNumber === "string" ? [found.trackingNumber] : []
}

const refusal: CarrierDialect["refusal"] = (status, message) => ({
  status,
  body: { errors: [{ code: status === 401 ? "NOT.AUTHORIZED.ERROR" : "NOT.FOUND.ERROR", message }] }
})

/** FedEx's Track API: up to thirty numbers in a body, login in a form. */
export const fedexDialect: CarrierDialect = {
  key: "fedex",
  brand: "FedEx",
  way: [
    { code: "PU", type: "PU", words: "Picked up" },
    { code: "DP", type: "DP", words: "Departed FedEx location" },
    { code: "OD", type: "OD", words: "On FedEx vehicle for delivery" }
  ],
  missed: { code: "DE", type: "DE", words: "Customer not available or business closed" },
  delivered: { code: "DL", type: "DL", words: "Delivered" },
  callsPerHour: null,
  signsIn: ({ place, body }, { username, password }) => {
    if (place !== "POST /oauth/token") return null
    const form = new URLSearchParams(body)
    return form.get("client_id") === username && form.get("client_secret") === password
  },
  token: (value) => ({ token_type: "bearer", access_token: value, expires_in: 3599, scope: "CXS" }),
  refusal,
  numbersOf: ({ place, body }) => {
    if (place !== "POST /track/v1/trackingnumbers") return null
    const { trackingInfo } = jsonIn(body)
    return Array.isArray(trackingInfo) ? trackingInfo.slice(0, mostNumbers).flatMap(numberIn) : []
  },
  tell: (numbers, scansOf) => ({
    status: 200,
    body: {
      output: {
        completeTrackResults: numbers.map((trackingNumber) => ({
          trackingNumber,
          trackResults: [resultOf(scansOf(trackingNumber))]
        }))
      }
    }
  })
}
