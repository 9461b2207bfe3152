import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { chance } from "../../src/sandbox/chance.ts"
import { password, username } from "../connectors/channels/vendure-shop.ts"

/** One number that the shop took, in the order in which it took them. Nothing is ever taken out. */
export interface Taken {
  readonly sku: string
  readonly quantity: number
  /** By hand in the shop, and not by us. */
  readonly byHand: boolean
}

type Vars = Readonly<Record<string, unknown>>
type Answer = { readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }

export const shopToken = "shpat_stock_0123456789"
const sessionToken = "session-of-the-stock-shop"
const mainLocation = {
  id: "gid://shopify/Location/1",
  name: "Main",
  isActive: true,
  isFulfillmentService: false
}

interface SetLevel {
  readonly inventoryItemId: string
  readonly quantity: number
  readonly changeFromQuantity: number | null
}

/** The network between us and a shop. A request that is stuck in it arrives late, whoever sent it and whether they still live. */
export interface Weather {
  readonly seed: number
  /** The share of uploads that are stuck, and for how long at most. */
  readonly stuck: number
  readonly stuckMs: number
  /** The share of uploads whose answer is lost, half of them before the request arrives; of questions a twentieth of it. */
  readonly lost: number
}

/**
 * A shop that keeps stock and does nothing else, as Shopify (it compares before it sets, and knows a key again) or as Vendure (what
 * it is told last is what it shows), with a ledger of its own and a bad network in front.
 */
export class StockShop implements AsyncDisposable {
  readonly ledger: Array<Taken> = []
  readonly shows = new Map<string, number>()
  uploads = 0
  stuck = 0
  lost = 0
  replays = 0
  stale = 0
  readonly #kind: "shopify" | "vendure"
  readonly #weather: Weather
  readonly #done = new Map<string, unknown>()
  readonly #server: Server
  #drawn = 0

  private constructor(kind: "shopify" | "vendure", weather: Weather) {
    this.#kind = kind
    this.#weather = weather
    this.#server = createServer((request, response) => {
      void this.#receive(request, response)
    })
  }

  static async open(
    kind: "shopify" | "vendure",
    skus: ReadonlyArray<string>,
    weather: Weather
  ): Promise<StockShop> {
    const shop = new StockShop(kind, weather)
    for (const sku of skus) shop.shows.set(sku, 0)
    await new Promise<void>((resolve) => shop.#server.listen(0, "127.0.0.1", resolve))
    return shop
  }

  get settings(): Readonly<Record<string, string>> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this.#kind === "shopify" ? { shop: url } : { url: `${url}/admin-api` }
  }

  get secrets(): Readonly<Record<string, string>> {
    return this.#kind === "shopify" ? { accessToken: shopToken } : { username, password }
  }

  /** Somebody in the shop sets a number by hand. */
  byHand(sku: string, quantity: number): void {
    this.shows.set(sku, quantity)
    this.ledger.push({ sku, quantity, byHand: true })
  }

  #draw(what: string): number {
    this.#drawn += 1
    return chance(this.#weather.seed, this.#kind, what, this.#drawn)
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    // Whoever died in the middle of a question has asked nothing.
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const call = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { query: string; variables: Vars }
    const { stuck, stuckMs, lost } = this.#weather
    const isUpload = call.query.includes("SetStock")
    const isStuck = isUpload && this.#draw("stuck") < stuck
    const isLost = this.#draw("lost") < (isUpload ? lost : lost / 20)
    if (isLost) this.lost += 1
    if (isStuck) this.stuck += 1
    // The sender gives up, and the request is still on its way.
    if (isLost && this.#draw("early") < 0.5) request.socket.destroy()
    await sleep(isStuck ? this.#draw("wait") * stuckMs : this.#draw("wait") * 20)
    const { json, headers } = this.#kind === "shopify" ? this.#asShopify(call) : this.#asVendure(call)
    if (isLost) request.socket.destroy()
    if (request.socket.destroyed) return
    response.writeHead(200, { "content-type": "application/json", ...headers })
    response.end(JSON.stringify(json))
  }

  #take(sku: string, quantity: number): void {
    this.shows.set(sku, quantity)
    this.ledger.push({ sku, quantity, byHand: false })
  }

  #asVendure({ query, variables }: { readonly query: string; readonly variables: Vars }): Answer {
    if (query.includes("login("))
      return {
        json: { data: { login: { __typename: "CurrentUser" } } },
        headers: { "vendure-auth-token": sessionToken }
      }
    if (query.includes("SetStock")) {
      this.uploads += 1
      const input = variables.input as ReadonlyArray<{
        readonly id: string
        readonly stockLevels: ReadonlyArray<{ readonly stockOnHand: number }>
      }>
      for (const { id, stockLevels } of input) this.#take(id, stockLevels[0]?.stockOnHand ?? -1)
      return { json: { data: { updateProductVariants: input.map(({ id }) => ({ id })) } } }
    }
    const { filter } = variables.options as {
      readonly filter: { readonly sku: { readonly in: ReadonlyArray<string> } }
    }
    const items = filter.sku.in.flatMap((sku) => {
      const stockOnHand = this.shows.get(sku)
      if (stockOnHand === undefined) return []
      return [{ id: sku, sku, trackInventory: "TRUE", stockLevels: [{ stockLocationId: "1", stockOnHand }] }]
    })
    const productVariants = { totalItems: items.length, items }
    return { json: { data: { globalSettings: { trackInventory: true }, productVariants } } }
  }

  #asShopify({ query, variables }: { readonly query: string; readonly variables: Vars }): Answer {
    const throttleStatus = { maximumAvailable: 1e6, currentlyAvailable: 1e6, restoreRate: 1e5 }
    const extensions = { cost: { requestedQueryCost: 1, actualQueryCost: 1, throttleStatus } }
    const data = query.includes("SetStock")
      ? this.#setStock(variables)
      : query.includes("Locations")
        ? { locations: { nodes: [mainLocation], pageInfo: { hasNextPage: false, endCursor: null } } }
        : { inventoryItems: this.#items(String(variables.query)) }
    return { json: { data, extensions } }
  }

  #items(query: string): unknown {
    const nodes = [...query.matchAll(/sku:'([^']*)'/g)].flatMap(([, sku = ""]) => {
      const quantity = this.shows.get(sku)
      if (quantity === undefined) return []
      const inventoryLevel = { quantities: [{ name: "available", quantity }] }
      return [{ id: `gid://${sku}`, sku, tracked: true, inventoryLevel }]
    })
    return { nodes, pageInfo: { hasNextPage: false, endCursor: null } }
  }

  /** All of a list or nothing; the same key again is the same answer again. */
  #setStock({ input, key }: Vars): unknown {
    this.uploads += 1
    const before = this.#done.get(String(key))
    if (before !== undefined) {
      this.replays += 1
      return before
    }
    const { quantities } = input as { readonly quantities: ReadonlyArray<SetLevel> }
    const skuOf = (level: SetLevel) => level.inventoryItemId.replace("gid://", "")
    const userErrors = quantities.flatMap((level, at) =>
      level.changeFromQuantity === null || level.changeFromQuantity === this.shows.get(skuOf(level))
        ? []
        : [
            {
              code: "CHANGE_FROM_QUANTITY_STALE",
              field: ["input", "quantities", String(at), "changeFromQuantity"],
              message: "no longer matches"
            }
          ]
    )
    this.stale += userErrors.length
    if (userErrors.length === 0) for (const level of quantities) this.#take(skuOf(level), level.quantity)
    const inventoryAdjustmentGroup = userErrors.length === 0 ? { reason: "correction" } : null
    const answer = { inventorySetQuantities: { inventoryAdjustmentGroup, userErrors } }
    this.#done.set(String(key), answer)
    return answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
