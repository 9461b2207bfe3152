import { join } from "node:path"
import { BuyerApi } from "./buyer-api.ts"
import type { Faults } from "./faults.ts"
import type { HttpAnswer, HttpRoute } from "./http-front.ts"
import { Ledger } from "./ledger.ts"
import type { ShopProfile } from "./plan.ts"
import { ShopApi, type ShopCredentials } from "./shop-api.ts"
import { ShopBook } from "./shop-book.ts"

/** A shop that answers Vendure's Admin API (and enough of its Shop API to buy something) over HTTP, with a ledger of its own. */
export interface Shop {
  readonly profile: ShopProfile
  readonly book: ShopBook
  readonly api: ShopApi
  readonly credentials: ShopCredentials
  readonly faults: Faults
  readonly route: HttpRoute
  readonly close: () => void
}

export function openShop(
  dir: string,
  profile: ShopProfile,
  credentials: ShopCredentials,
  faults: Faults
): Shop {
  const ledger = new Ledger(join(dir, "ledgers", `${profile.name}.jsonl`))
  const book = new ShopBook(ledger, profile.currencyCode)
  const api = new ShopApi(book, profile.name, profile.currencyCode, credentials)
  const apis = new Map<string, ShopApi | BuyerApi>([
    [`/${profile.name}/admin-api`, api],
    [`/${profile.name}/shop-api`, new BuyerApi(book, profile.currencyCode)]
  ])
  const route: HttpRoute = {
    path: `/${profile.name}`,
    faults,
    answer: async (request, body) => {
      const path = new URL(request.url ?? "/", "http://shop").pathname
      if (path === `/${profile.name}/health`) return { status: 200, body: { status: "ok" } }
      const asked = apis.get(path)
      if (asked === undefined || request.method !== "POST") return notThere(request.method, path)
      const sent = readJson(body)
      if (sent === null)
        return { status: 400, body: { errors: [{ message: "the body is not a JSON object" }] } }
      return asked.answer({
        query: sent.query,
        variables: sent.variables,
        operationName: sent.operationName,
        authorization: request.headers.authorization
      })
    }
  }
  return { profile, book, api, credentials, faults, route, close: () => ledger.close() }
}

const notThere = (method: string | undefined, path: string): HttpAnswer => ({
  status: 404,
  body: { statusCode: 404, message: `Cannot ${method} ${path}`, error: "Not Found" }
})

/** The object that was sent; null for anything else. */
export function readJson(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    // Not JSON at all: the caller answers 400, which is all that the sender can be told.
    return null
  }
}
