import { placeTestOrder } from "./basket.ts"
import { buyerFor } from "./buyers.ts"
import { channelMethods, freeShipping, northwind, sellable } from "./catalog.ts"
import { garnet } from "./edi-catalog.ts"
import { type FaultDials, type Faults, refusalOfDials } from "./faults.ts"
import { fileSuppliers } from "./file-catalog.ts"
import { httpSuppliers } from "./http-catalog.ts"
import type { HttpAnswer, HttpRoute } from "./http-front.ts"
import { readJson, type Shop } from "./shop.ts"
import { cancelOrder } from "./shop-mutations.ts"

export const controlPath = "/sandbox"

export interface ControlOptions {
  readonly token: string
  readonly seed: number
  readonly shops: ReadonlyMap<string, Shop>
  readonly faults: ReadonlyMap<string, Faults>
  readonly books: () => unknown
  /** Places orders of the plan until there are so many; answers how many there are. */
  readonly release: (count: number) => number
}

type Body = Readonly<Record<string, unknown>>
type Act = (body: Body, options: ControlOptions) => HttpAnswer

const ok = (body: unknown): HttpAnswer => ({ status: 200, body })
const wrong = (error: string): HttpAnswer => ({ status: 400, body: { error } })

/**
 * What no real shop or supplier offers: placing orders, dialing trouble, and looking into everybody's books. It exists in the
 * sandbox only, needs its own token, and is no part of the protocols that the connectors speak.
 */
export function controlRoute(options: ControlOptions): HttpRoute {
  return {
    path: controlPath,
    answer: async (request, body) => {
      if (request.headers.authorization !== `Bearer ${options.token}`)
        return {
          status: 401,
          body: { error: "the sandbox's control API needs its token: Authorization: Bearer ..." }
        }
      const path = new URL(request.url ?? "/", "http://sandbox").pathname
      const act = acts[`${request.method} ${path.slice(controlPath.length)}`]
      if (act === undefined)
        return { status: 404, body: { error: `no such act; there are ${Object.keys(acts).join(", ")}` } }
      const sent = body === "" ? {} : readJson(body)
      return sent === null ? wrong("the body is not a JSON object") : act(sent, options)
    }
  }
}

const acts: Readonly<Record<string, Act>> = {
  "GET /books": (_body, options) => ok(options.books()),
  "GET /faults": (_body, options) =>
    ok(
      Object.fromEntries(
        [...options.faults].map(([party, f]) => [party, { dials: f.dials, happened: f.happened }])
      )
    ),
  "POST /faults": setFaults,
  "POST /orders": placeOrder,
  "POST /orders/cancel": cancelWhole,
  "POST /orders/release": releaseOrders,
  "POST /stock": setStock
}

/** `{party, dials}`: replaces that party's dials; without a party, everybody's. */
function setFaults(body: Body, options: ControlOptions): HttpAnswer {
  const { party, dials } = body
  if (typeof dials !== "object" || dials === null)
    return wrong("dials must be an object of probabilities by fault")
  const refusal = refusalOfDials(dials as Body)
  if (refusal !== null) return wrong(refusal)
  const chosen = [...options.faults].filter(([name]) => party === undefined || name === party)
  if (chosen.length === 0)
    return wrong(`no party ${String(party)}; there are ${[...options.faults.keys()].join(", ")}`)
  for (const [, faults] of chosen) faults.set(dials as FaultDials)
  return ok({ set: chosen.map(([name]) => name) })
}

/** `{shop, sku?, quantity?, methodName?}`: a buyer who orders one product, and pays. */
function placeOrder(body: Body, options: ControlOptions): HttpAnswer {
  const shop = options.shops.get(String(body.shop))
  if (shop === undefined) return wrong(`shop must be one of ${[...options.shops.keys()].join(", ")}`)
  const products = [
    ...sellable.northwind,
    ...sellable.baker,
    ...httpSuppliers.flatMap((supplier) => supplier.products),
    ...fileSuppliers.flatMap((supplier) => supplier.products),
    ...garnet.products
  ]
  const product = products.find((p) => p.sku === (body.sku ?? northwind.products[0].sku))
  if (product === undefined) return wrong(`sku must be one of ${products.map((p) => p.sku).join(", ")}`)
  const quantity = body.quantity ?? 1
  if (typeof quantity !== "number" || !Number.isInteger(quantity) || quantity < 1 || quantity > 1_000)
    return wrong("quantity must be a whole number from 1 to 1000")
  const methodName = body.methodName ?? freeShipping
  if (!channelMethods.some((m) => m.name === methodName))
    return wrong(`methodName must be one of ${channelMethods.map((m) => m.name).join(", ")}`)
  const order = placeTestOrder(shop.book, {
    buyer: buyerFor(options.seed, shop.book.orders.length, shop.profile.region, ["Test", "Order"]),
    methodName: String(methodName),
    lines: [{ sku: product.sku, title: product.title, price: product.price, quantity }]
  })
  return ok({ shop: shop.profile.name, orderId: order.placed.id, orderNumber: order.placed.code })
}

/** `{count}`: buyers place orders until so many of the plan are there. */
function releaseOrders(body: Body, options: ControlOptions): HttpAnswer {
  const { count } = body
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0)
    return wrong("count must be a whole number: how many orders of the plan there are to be")
  return ok({ placed: options.release(count) })
}

/** `{shop, orderNumber}`: the buyer takes the whole order back. */
function cancelWhole(body: Body, options: ControlOptions): HttpAnswer {
  const shop = options.shops.get(String(body.shop))
  const order = shop?.book.orderNumbered(String(body.orderNumber))
  if (shop === undefined || order === undefined)
    return wrong("shop and orderNumber must name an order that was placed")
  cancelOrder(shop.book, { orderId: order.placed.id })
  return ok({ orderNumber: order.placed.code, state: shop.book.order(order.placed.id)?.state })
}

/** `{shop, sku, onHand}`: what the shop believes to have; fulfillments beyond it are refused. */
function setStock(body: Body, options: ControlOptions): HttpAnswer {
  const shop = options.shops.get(String(body.shop))
  if (shop === undefined || typeof body.sku !== "string" || typeof body.onHand !== "number")
    return wrong("shop, sku and onHand (a number) are needed")
  shop.book.setStock({ [body.sku]: body.onHand })
  return ok({ sku: body.sku, onHand: body.onHand })
}
