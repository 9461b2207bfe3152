import type { CarrierDialect, Scan } from "./carrier-dialect.ts"

const compact = (at: number) => {
  const [date, time] = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "").split("T")
  return { gmtDate: date, gmtTime: time }
}

/** The parts of UPS's answer that say where a parcel is; the latest scan comes first. */
const trackResponse = (number: string, scans: ReadonlyArray<Scan>) => ({
  trackResponse: {
    shipment: [
      {
        inquiryNumber: number,
        package: [
          {
            trackingNumber: number,
            currentStatus: { code: scans.at(-1)?.code, description: scans.at(-1)?.words },
            activity: scans.toReversed().map((scan) => ({
              location: { address: { city: "Louisville", stateProvince: "KY", countryCode: "US" } },
              status: { type: scan.type, description: scan.words, statusCode: scan.code },
              ...compact(scan.at)
            }))
          }
        ]
      }
    ]
  }
})

const refusal: CarrierDialect["refusal"] = (status, message) => ({
  status,
  body: { response: { errors: [{ code: status === 401 ? "250002" : "TW0001", message }] } }
})

/** UPS's Track API: one number in the path. */
export const upsDialect: CarrierDialect = {
  key: "ups",
  brand: "UPS",
  way: [
    { code: "038", type: "P", words: "Pickup Scan" },
    { code: "005", type: "I", words: "Departed from Facility" },
    { code: "021", type: "I", words: "Out For Delivery Today" }
  ],
  missed: { code: "022", type: "X", words: "The receiver was not available" },
  delivered: { code: "011", type: "D", words: "DELIVERED" },
  callsPerHour: null,
  signsIn: ({ place, authorization }, { username, password }) =>
    place === "POST /security/v1/oauth/token"
      ? authorization === `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`
      : null,
  token: (value) => ({ token_type: "Bearer", access_token: value, expires_in: "14399" }),
  refusal,
  numbersOf: ({ place }) => {
    const number = /^GET \/api\/track\/v1\/details\/([A-Z0-9]{7,34})$/.exec(place)?.[1]
    return number === undefined ? null : [number]
  },
  tell: ([number = ""], scansOf) => {
    const scans = scansOf(number)
    return scans.length === 0
      ? refusal(404, "Tracking Information Not Found")
      : { status: 200, body: trackResponse(number, scans) }
  }
}
