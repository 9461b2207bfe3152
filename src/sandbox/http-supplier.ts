import type { IncomingMessage } from "node:http"
import type { Login } from "./deed.ts"
import type { Faults } from "./faults.ts"
import type { HttpSupplierProfile } from "./http-catalog.ts"
import type { HttpAnswer, HttpRoute } from "./http-front.ts"
import type { ReceivedLine, ReceivedOrder } from "./purchase-order-file.ts"
import { readJson } from "./shop.ts"
import type { SupplierOffice } from "./supplier-office.ts"

export const idempotencyHeader = "Idempotency-Key"

type Json = Readonly<Record<string, unknown>>

const ok = (body: unknown): HttpAnswer => ({ status: 200, body })
const refusal = (status: number, message: string): HttpAnswer => ({ status, body: { message } })

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "")

function lineOf(line: unknown): ReceivedLine | null {
  if (!isRecord(line)) return null
  const { quantity } = line
  const sku = textOf(line.sku)
  if (sku === "" || typeof quantity !== "number" || !Number.isInteger(quantity) || quantity < 1) return null
  return { lineId: textOf(line.line_id), sku, quantity }
}

/** The order in the body of a request, or why it cannot be taken. */
function orderOf(body: string): ReceivedOrder | string {
  const sent = readJson(body)
  if (sent === null) return "the body is not a JSON object"
  const number = textOf(sent.po_number)
  if (number === "") return "po_number is missing"
  const lines = (Array.isArray(sent.lines) ? sent.lines : []).map(lineOf)
  const read = lines.filter((line) => line !== null)
  if (read.length === 0 || read.length < lines.length)
    return "lines must be a list of line_id, sku and a quantity above 0"
  return { number, shipCode: textOf(sent.ship_method), lines: read }
}

/**
 * A supplier with an API of its own: orders are posted, looked up by the sender's number where it offers that, and parcels
 * are listed. One that is not idempotent books whatever comes, as often as it comes.
 */
export class HttpSupplier {
  readonly office: SupplierOffice
  readonly route: HttpRoute
  readonly #profile: HttpSupplierProfile
  readonly #login: Login
  readonly #keys = new Set<string>()
  #requests = 0

  constructor(office: SupplierOffice, profile: HttpSupplierProfile, login: Login, faults: Faults) {
    this.office = office
    this.#profile = profile
    this.#login = login
    for (const source of office.sources) this.#keys.add(keyIn(source))
    this.#requests = this.#keys.size
    this.route = {
      path: `/${profile.key}`,
      faults,
      answer: async (request, body) => this.#answer(request, body)
    }
  }

  #answer(request: IncomingMessage, body: string): HttpAnswer {
    if (request.headers["x-api-key"] !== this.#login.password) return refusal(401, "unknown API key")
    const url = new URL(request.url ?? "/", "http://supplier")
    const place = `${request.method} ${url.pathname.slice(this.route.path.length)}`
    if (place === "POST /orders") return this.#take(request, body)
    if (place === "GET /orders" && this.#profile.manners.lookUp)
      return this.#find(url.searchParams.get("po") ?? "")
    if (place === "GET /shipments") return ok({ shipments: this.#shipments() })
    return refusal(404, `Cannot ${place}`)
  }

  #take(request: IncomingMessage, body: string): HttpAnswer {
    const order = orderOf(body)
    if (typeof order === "string") return refusal(422, order)
    const key = String(request.headers[idempotencyHeader.toLowerCase()] ?? "")
    const answer = ok({ order: { id: `${this.#profile.key}-${order.number}`, po: order.number } })
    if (this.#profile.manners.idempotent && key !== "" && this.#keys.has(key)) return answer
    this.#requests += 1
    this.office.takeOrder(order, `${key}#${Date.now()}.${this.#requests}`, body)
    this.#keys.add(key)
    return answer
  }

  #find(number: string): HttpAnswer {
    const there = (this.office.purchaseOrderBooks()[number] ?? 0) > 0
    return ok({ orders: there ? [{ id: `${this.#profile.key}-${number}`, po: number }] : [] })
  }

  #shipments(): ReadonlyArray<unknown> {
    return this.office.shippedParcels().map(({ parcel, at }) => ({
      po: parcel.orderNumber,
      number: parcel.tracking,
      carrier: parcel.carrier,
      service: parcel.service,
      shipped: at.slice(0, 10),
      items: parcel.lines.map((line) => ({ line: line.lineId, sku: line.sku, quantity: line.quantity }))
    }))
  }
}

const keyIn = (source: string): string => source.slice(0, source.lastIndexOf("#"))
