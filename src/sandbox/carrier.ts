import type { IncomingMessage } from "node:http"
import {
  type Asked,
  type CarrierDialect,
  type CarrierKey,
  carrierKeys,
  type Scan
} from "./carrier-dialect.ts"
import { fedexDialect } from "./carrier-fedex.ts"
import { upsDialect } from "./carrier-ups.ts"
import { uspsDialect } from "./carrier-usps.ts"
import { chance } from "./chance.ts"
import type { Login } from "./deed.ts"
import type { Faults } from "./faults.ts"
import type { HttpAnswer, HttpRoute } from "./http-front.ts"
import { Ledger } from "./ledger.ts"
import type { SupplierOffice } from "./supplier-office.ts"

export interface CarrierOptions {
  readonly key: CarrierKey
  readonly login: Login
  readonly seed: number
  readonly ledgerFile: string
  /** Whose parcels it carries, of those that go by it. */
  readonly offices: ReadonlyArray<Pick<SupplierOffice, "shippedParcels">>
  /** From one scan to the next. */
  readonly scanEveryMs: number
  readonly faults: Faults
}

/** By tracking number: the code of the last scan. */
export type CarrierBooks = Readonly<Record<string, string>>

const dialects: Readonly<Record<CarrierKey, CarrierDialect>> = {
  ups: upsDialect,
  fedex: fedexDialect,
  usps: uspsDialect
}

export const carrierPath = (key: CarrierKey): string => `/${key}`
/** What the carriers call a parcel that its receiver has: no code of one means something else at another. */
export const deliveredCodes: ReadonlySet<string> = new Set(
  carrierKeys.map((key) => dialects[key].delivered.code)
)
/** How often each carrier lets itself be asked within an hour; null: as often as one likes. */
export const callsPerHourOf = (key: CarrierKey): number | null => dialects[key].callsPerHour

const shareMissed = 0.1
const hourMs = 3_600_000

/**
 * The carrier of all parcels that leave by it: it gives tokens, and tells by number what was scanned. A parcel is scanned by
 * the clock, whoever asks; a scan is in the book before anybody hears of it. One that limits its calls has those in its book,
 * too, before it answers.
 */
export class Carrier {
  readonly key: CarrierKey
  readonly route: HttpRoute
  readonly #options: CarrierOptions
  readonly #dialect: CarrierDialect
  readonly #ledger: Ledger
  readonly #scans = new Map<string, Array<Scan>>()
  readonly #moving = new Map<string, ReadonlyArray<Scan>>()

  constructor(options: CarrierOptions) {
    this.key = options.key
    this.#options = options
    this.#dialect = dialects[options.key]
    this.#ledger = new Ledger(options.ledgerFile)
    for (const { key, detail } of this.#ledger.ofKind("scan")) this.#remember(numberIn(key), detail as Scan)
    const path = carrierPath(options.key)
    this.route = {
      path,
      faults: options.faults,
      answer: async (request, body) => this.#answer(askedOf(request, body, path))
    }
  }

  /** One round: takes over what suppliers have handed in, and scans what is due. */
  work(now: number): void {
    for (const office of this.#options.offices)
      for (const { parcel, at } of office.shippedParcels())
        if (parcel.carrier === this.#dialect.brand) this.#takeOver(parcel.tracking, at)
    for (const [number, scans] of this.#moving) {
      const known = this.#scans.get(number)?.length ?? 0
      for (const scan of scans.slice(known).filter((one) => one.at <= now)) {
        this.#ledger.append("scan", `${number}/${scan.code}`, scan)
        this.#remember(number, scan)
      }
      if (this.#isDelivered(number)) this.#moving.delete(number)
    }
  }

  books(): CarrierBooks {
    return Object.fromEntries([...this.#scans].map(([number, scans]) => [number, scans.at(-1)?.code ?? ""]))
  }

  /** Of those that it counts: the most calls that came within any hour. */
  mostCallsAnHour(): number {
    const times = this.#ledger.ofKind("call").map(({ at }) => Date.parse(at))
    let first = 0
    return times.reduce((most, at, nth) => {
      while (at - (times[first] ?? at) >= hourMs) first += 1
      return Math.max(most, nth - first + 1)
    }, 0)
  }

  close(): void {
    this.#ledger.close()
  }

  #isDelivered(number: string): boolean {
    return this.#scans.get(number)?.at(-1)?.code === this.#dialect.delivered.code
  }

  #takeOver(number: string, handedIn: string): void {
    if (this.#moving.has(number) || this.#isDelivered(number)) return
    const { seed, scanEveryMs } = this.#options
    const { way, missed, delivered } = this.#dialect
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

  #answer(asked: Asked): HttpAnswer {
    const { login } = this.#options
    const { signsIn, token, refusal, numbersOf, tell, callsPerHour } = this.#dialect
    const bearer = `token-of-${login.password}`
    const signedIn = signsIn(asked, login)
    if (signedIn !== null)
      return signedIn ? { status: 200, body: token(bearer) } : refusal(401, "the login is not known")
    if (asked.authorization !== `Bearer ${bearer}`) return refusal(401, "Invalid Authentication Information.")
    const numbers = numbersOf(asked)
    if (numbers === null) return refusal(404, `Cannot ${asked.place}`)
    if (callsPerHour !== null) {
      this.#ledger.append("call", numbers.join(" "), {})
      if (this.#callsOfTheHour() > callsPerHour) return refusal(429, "Too many requests within the hour")
    }
    return tell(numbers, (number) => this.#scans.get(number) ?? [])
  }

  #callsOfTheHour(): number {
    const from = Date.now() - hourMs
    return this.#ledger.ofKind("call").filter(({ at }) => Date.parse(at) > from).length
  }
}

const numberIn = (key: string): string => key.slice(0, key.lastIndexOf("/"))

const askedOf = (request: IncomingMessage, body: string, path: string): Asked => {
  const { pathname } = new URL(request.url ?? "/", "http://carrier")
  return {
    place: `${request.method} ${pathname.slice(path.length)}`,
    authorization: request.headers.authorization,
    body
  }
}
