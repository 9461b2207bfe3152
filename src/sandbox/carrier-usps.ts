import { type CarrierDialect, iso, jsonIn, type Scan } from "./carrier-dialect.ts"

const detailOf = (trackingNumber: string, scans: ReadonlyArray<Scan>) => ({
  trackingNumber,
  mailClass: "USPS_GROUND_ADVANTAGE",
  statusCategory: scans.at(-1)?.type,
  status: scans.at(-1)?.words,
  trackingEvents: scans.toReversed().map((scan) => ({
    eventType: scan.words,
    eventTimestamp: iso(scan.at),
    GMTTimestamp: iso(scan.at),
    eventCity: "MILWAUKEE",
    eventState: "WI",
    eventCountry: null,
    eventCode: scan.code
  }))
})

const refusal: CarrierDialect["refusal"] = (status, message) => ({
  status,
  body: { error: { code: String(status), message } }
})

/** USPS's Tracking API 3: one number in the path, login in JSON, sixty calls an hour. */
export const uspsDialect: CarrierDialect = {
  key: "usps",
  brand: "USPS",
  way: [
    { code: "03", type: "Accepted", words: "Accepted at USPS Origin Facility" },
    { code: "NT", type: "In Transit", words: "In Transit to Next Facility" },
    { code: "OF", type: "Out for Delivery", words: "Out for Delivery" }
  ],
  missed: { code: "02", type: "Delivery Attempt", words: "Notice Left (No Authorized Recipient Available)" },
  delivered: { code: "01", type: "Delivered", words: "Delivered, In/At Mailbox" },
  callsPerHour: 60,
  signsIn: ({ place, body }, { username, password }) => {
    if (place !== "POST /oauth2/v3/token") return null
    const { client_id, client_secret } = jsonIn(body)
    return client_id === username && client_secret === password
  },
  token: (value) => ({ token_type: "Bearer", access_token: value, expires_in: 28_799 }),
  refusal,
  numbersOf: ({ place }) => {
    const number = /^GET \/tracking\/v3\/tracking\/([A-Z0-9]{7,34})$/.exec(place)?.[1]
    return number === undefined ? null : [number]
  },
  tell: ([number = ""], scansOf) => {
    const scans = scansOf(number)
    return scans.length === 0
      ? refusal(404, "A status update is not yet available on your package.")
      : { status: 200, body: detailOf(number, scans) }
  }
}
