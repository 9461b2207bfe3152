import type { ServerResponse } from "node:http"
import errors from "../../fixtures/vendure/errors.json" with { type: "json" }
import { type GraphqlCall, JsonServer, sendJson } from "../json-server.ts"

export interface FakeFulfillment {
  readonly id: string
  state: string
  readonly method: string
  readonly trackingCode: string
  readonly lines: ReadonlyArray<{ readonly orderLineId: string; readonly quantity: number }>
}

export interface FakeOrder {
  readonly id: string
  readonly code: string
  state: string
  readonly lines: ReadonlyArray<{ readonly id: string; readonly quantity: number }>
  readonly fulfillments: Array<FakeFulfillment>
}

export interface FakeVariant {
  readonly id: string
  readonly sku: string
  readonly trackInventory: "TRUE" | "FALSE" | "INHERIT"
  readonly stockLevels: Array<{ readonly stockLocationId: string; stockOnHand: number }>
}

export const username = "superadmin"
export const password = "canary-password-77"

/** Called before an answer; true: the test answered itself. */
export type Intrusion = (call: GraphqlCall, response: ServerResponse) => boolean

interface AddInput {
  readonly lines: FakeFulfillment["lines"]
  readonly handler: { readonly arguments: ReadonlyArray<{ readonly value: string }> }
}

/** The few habits of Vendure 3.7 that a push and a download meet, in the shapes that a real one answered. */
export class VendureShop implements AsyncDisposable {
  readonly orders = new Map<string, FakeOrder>()
  listed: ReadonlyArray<unknown> = []
  variants: Array<FakeVariant> = []
  /** What variants that say INHERIT inherit. */
  tracksInventory = true
  permissions = ["Authenticated", "ReadOrder", "UpdateOrder", "ReadCatalog", "UpdateCatalog"]
  locations = [{ id: "1", name: "Default Stock Location" }]
  intrude: Intrusion = () => false
  logins = 0
  added = 0
  closed = 0
  #tokens = new Set<string>()
  #server: JsonServer | undefined

  static async open(): Promise<VendureShop> {
    const shop = new VendureShop()
    shop.#server = await JsonServer.open((call, response) => {
      if (!shop.intrude(call, response)) shop.answer(call, response)
    })
    return shop
  }

  get server(): JsonServer {
    if (this.#server === undefined) throw new Error("the shop is not open")
    return this.#server
  }

  forgetSessions(): void {
    this.#tokens = new Set()
  }

  answer(call: GraphqlCall, response: ServerResponse): void {
    const token = call.authorization?.replace("Bearer ", "") ?? ""
    if (call.query.includes("login(")) this.#login(call, response)
    else sendJson(response, this.#tokens.has(token) ? { data: this.#data(call) } : errors.forbidden)
  }

  #login(call: GraphqlCall, response: ServerResponse): void {
    if (call.variables.username !== username || call.variables.password !== password) {
      sendJson(response, errors.invalidCredentials)
      return
    }
    this.logins += 1
    const token = `session-${this.logins}-${"0".repeat(20)}`
    this.#tokens.add(token)
    sendJson(response, errors.loggedIn, { "vendure-auth-token": token })
  }

  #data(call: GraphqlCall): unknown {
    if (call.query.includes("addFulfillmentToOrder")) return this.#add(call.variables.input as AddInput)
    if (call.query.includes("transitionFulfillmentToState")) return this.#ship(String(call.variables.id))
    if (call.query.includes("transitionOrderToState")) return this.#close(String(call.variables.id))
    if (call.query.includes("order(id")) return { order: this.orders.get(String(call.variables.id)) ?? null }
    if (call.query.includes("updateProductVariants")) return this.#setStock(call)
    if (call.query.includes("stockLocations(")) return { stockLocations: { items: this.locations } }
    if (call.query.includes("productVariants(")) return this.#shownVariants(call)
    const options = call.variables.options as { readonly take: number; readonly skip?: number }
    const from = options.skip ?? 0
    return {
      activeChannel: { code: "__default_channel__", token: "tok-default", defaultCurrencyCode: "USD" },
      me: { channels: [{ token: "tok-default", permissions: this.permissions }] },
      orders: { totalItems: this.listed.length, items: this.listed.slice(from, from + options.take) }
    }
  }

  #shownVariants(call: GraphqlCall): unknown {
    const { take, skip, filter } = call.variables.options as {
      readonly take: number
      readonly skip: number
      readonly filter?: { readonly sku: { readonly in: ReadonlyArray<string> } }
    }
    const found = this.variants
      .filter((variant) => filter === undefined || filter.sku.in.includes(variant.sku))
      .map((variant) => ({ ...variant, name: `Title of ${variant.sku}` }))
    return {
      globalSettings: { trackInventory: this.tracksInventory },
      productVariants: { totalItems: found.length, items: found.slice(skip, skip + take) }
    }
  }

  #setStock(call: GraphqlCall): unknown {
    const input = call.variables.input as ReadonlyArray<Pick<FakeVariant, "id" | "stockLevels">>
    for (const { id, stockLevels } of input) {
      const variant = this.variants.find((v) => v.id === id)
      for (const { stockLocationId, stockOnHand } of stockLevels) {
        const level = variant?.stockLevels.find((l) => l.stockLocationId === stockLocationId)
        if (level === undefined) variant?.stockLevels.push({ stockLocationId, stockOnHand })
        else level.stockOnHand = stockOnHand
      }
    }
    return { updateProductVariants: input.map(({ id }) => ({ id })) }
  }

  #add(input: AddInput): unknown {
    const order = [...this.orders.values()].find((o) =>
      o.lines.some((l) => l.id === input.lines[0]?.orderLineId)
    )
    if (order === undefined) throw new Error("no such line")
    const taken = (id: string) =>
      order.fulfillments
        .filter((f) => f.state !== "Cancelled")
        .flatMap((f) => f.lines)
        .filter((l) => l.orderLineId === id)
        .reduce((sum, l) => sum + l.quantity, 0)
    const fits = input.lines.every(
      (l) =>
        taken(l.orderLineId) + l.quantity <= (order.lines.find((o) => o.id === l.orderLineId)?.quantity ?? 0)
    )
    if (!fits) return errors.alreadyFulfilled.data
    this.added += 1
    const [method, tracking] = input.handler.arguments.map((a) => a.value)
    const id = String(this.added)
    const fulfillment = {
      id,
      state: "Pending",
      method: method ?? "",
      trackingCode: tracking ?? "",
      lines: input.lines
    }
    order.fulfillments.push(fulfillment)
    return { addFulfillmentToOrder: { __typename: "Fulfillment", id } }
  }

  #ship(id: string): unknown {
    const order = [...this.orders.values()].find((o) => o.fulfillments.some((f) => f.id === id))
    const fulfillment = order?.fulfillments.find((f) => f.id === id)
    if (order === undefined || fulfillment === undefined) throw new Error("no such fulfillment")
    if (fulfillment.state === "Shipped") return errors.shippedAlready.data
    fulfillment.state = "Shipped"
    order.state = "PartiallyShipped"
    return { transitionFulfillmentToState: { __typename: "Fulfillment", id } }
  }

  #close(id: string): unknown {
    this.closed += 1
    const order = this.orders.get(id)
    if (order !== undefined) order.state = "Shipped"
    return { transitionOrderToState: { __typename: "Order" } }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}
