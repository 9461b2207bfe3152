import type { IncomingMessage } from "node:http"
import { chance } from "./chance.ts"
import type { Login } from "./deed.ts"
import type { Faults } from "./faults.ts"
import type { HttpAnswer, HttpRoute } from "./http-front.ts"
import { Ledger } from "./ledger.ts"
import type { SupplierOffice } from "./supplier-office.ts"

/** A scan of a parcel, by UPS's status code. */
interface Scan {
  readonly code: string
  readonly type: string
  readonly words: string
  readonly at: number
}

export interface CarrierOptions {
  readonly login: Login
  readonly seed: number
  readonly ledgerFile: string
  /** Whose parcels it carries, of those that go by UPS. */
  readonly offices: ReadonlyArray<SupplierOffice>
  /** From one scan to the next. */
  readonly scanEveryMs: number
  readonly faults: Faults
}

/** By tracking number: the code of the last scan. */
export type CarrierBooks = Readonly<Record<string, string>>

const carried = "UPS"
export const carrierPath = "/ups"
export const deliveredCode = "011"

const way = [
  { code: "038", type: "P", words: "Pickup Scan" },
  { code: "005", type: "I", words: "Departed from Facility" },
  { code: "021", type: "I", words: "Out For Delivery Today" }
] as const
const missed = { code: "022", type: "X", words: "The receiver was not available" } as const
const delivered = { code: deliveredCode, type: "D", words: "DELIVERED" } as const
const shareMissed = 0.1

const ok = (body: unknown): HttpAnswer => ({ status: 200, body })
const refusal = (status: number, code: string, message: string): HttpAnswer => ({
  status,
  body: { response: { errors: [{ code, message }] } }
})

/**
 * The carrier of all parcels that leave by UPS: it gives tokens, and tells by number what was scanned. A parcel is scanned by
 * the clock, whoever asks; a scan is in the book before anybody hears of it.
 */
export class Carrier {
  readonly route: HttpRoute
  readonly #options: CarrierOptions
  readonly #ledger: Ledger
  readonly #scans = new Map<string, Array<Scan>>()
  readonly #moving = new Map<string, ReadonlyArray<Scan>>()

  constructor(options: CarrierOptions) {
    this.#options = options
    this.#ledger = new Ledger(options.ledgerFile)
    for (const { key, detail } of this.#ledger.ofKind("scan")) this.#remember(numberIn(key), detail as Scan)
    this.route = {
      path: carrierPath,
      faults: options.faults,
      answer: async (request) => this.#answer(request)
    }
  }

  /** One round: takes over what suppliers have handed in, and scans what is due. */
  work(now: number): void {
    for (const office of this.#options.offices)
      for (const { parcel, at } of office.shippedParcels())
        if (parcel.carrier === carried) this.#takeOver(parcel.tracking, at)
    for (const [number, scans] of this.#moving) {
      const known = this.#scans.get(number)?.length ?? 0
      for (const scan of scans.slice(known).filter((one) => one.at <= now)) {
        this.#ledger.append("scan", `${number}/${scan.code}`, scan)
        this.#remember(number, scan)
      }
      if (this.#scans.get(number)?.at(-1)?.code === deliveredCode) this.#moving.delete(number)
    }
  }

  books(): CarrierBooks {
    return Object.fromEntries([...this.#scans].map(([number, scans]) => [number, scans.at(-1)?.code ?? ""]))
  }

  close(): void {
    this.#ledger.close()
  }

  #takeOver(number: string, handedIn: string): void {
    if (this.#moving.has(number) || this.#scans.get(number)?.at(-1)?.code === deliveredCode) return
    const { seed, scanEveryMs } = this.#options
    const from = Date.parse(handedIn)
    const steps = [...way, ...(chance(seed, "missed", number) < shareMissed ? [missed] : []), delivered]
    this.#moving.set(
      number,
      steps.map((step, nth) => ({ ...step, at: from + nth * scanEveryMs }))
    )
  }

  #remember(number: string, scan: Scan): void {
    const known = this.#scans.get(number)
    if (known === undefined) this.#scans.set(number, [scan])
    else known.push(scan)
  }

  #answer(request: IncomingMessage): HttpAnswer {
    const url = new URL(request.url ?? "/", "http://carrier")
    const place = `${request.method} ${url.pathname.slice(carrierPath.length)}`
    const { username, password } = this.#options.login
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`
    const token = `token-of-${password}`
    if (place === "POST /security/v1/oauth/token")
      return request.headers.authorization === basic
        ? ok({ token_type: "Bearer", access_token: token, expires_in: "14399" })
        : refusal(401, "10401", "ClientId is Invalid")
    if (request.headers.authorization !== `Bearer ${token}`)
      return refusal(401, "250002", "Invalid Authentication Information.")
    const number = /^GET \/api\/track\/v1\/details\/([A-Z0-9]{7,34})$/.exec(place)?.[1]
    if (number === undefined) return refusal(404, "TW0002", `Cannot ${place}`)
    const scans = this.#scans.get(number)
    return scans === undefined
      ? refusal(404, "TW0001", "Tracking Information Not Found")
      : ok(trackResponse(number, scans))
  }
}

const numberIn = (key: string): string => key.slice(0, key.lastIndexOf("/"))

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
