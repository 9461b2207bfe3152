import { randomBytes } from "node:crypto"
import { buildSchema, execute, GraphQLError, type GraphQLSchema } from "graphql"
import { answerOf, readDocument, type ShopAnswer, type ShopRequest } from "./graphql-answer.ts"
import type { ShopBook } from "./shop-book.ts"
import { type ListOptions, listRows, type Value } from "./shop-list.ts"
import {
  addFulfillment,
  type CancelOrderInput,
  cancelOrder,
  type FulfillOrderInput,
  transitionFulfillment,
  transitionOrder
} from "./shop-mutations.ts"
import { shopSchema } from "./shop-schema.ts"
import { addStockFields, type StockInput, stockContext, stockRoots } from "./shop-variants.ts"
import { type OrderView, orderView } from "./shop-view.ts"

export interface ShopCredentials {
  readonly username: string
  readonly password: string
  readonly channelToken: string
}

interface Visit {
  readonly session: string | null
  newSession: string | null
}

const forbidden = () =>
  new GraphQLError("You are not currently authorized to perform this action", {
    extensions: { code: "FORBIDDEN" }
  })

let built: GraphQLSchema | undefined
const schema = (): GraphQLSchema => {
  built ??= addStockFields(buildSchema(shopSchema, { assumeValidSDL: true }))
  return built
}

/** Two fields that a filter names stand deeper in the order. */
const orderField = (order: OrderView, field: string): Value => {
  if (field === "customerLastName") return order.customer.lastName
  if (field === "transactionId") return order.payments[0]?.transactionId ?? null
  return (order as unknown as Readonly<Record<string, Value>>)[field] ?? null
}

/** One shop's Admin API: any document that is valid for the schema is executed. */
export class ShopApi {
  readonly #book: ShopBook
  readonly #name: string
  readonly #currencyCode: string
  readonly #credentials: ShopCredentials

  constructor(book: ShopBook, name: string, currencyCode: string, credentials: ShopCredentials) {
    this.#book = book
    this.#name = name
    this.#currencyCode = currencyCode
    this.#credentials = credentials
  }

  async answer(request: ShopRequest): Promise<ShopAnswer> {
    const document = readDocument(schema(), request.query)
    if ("status" in document) return document
    const bearer = /^Bearer (\S+)$/i.exec(request.authorization ?? "")?.[1]
    const visit: Visit = {
      session: bearer !== undefined && this.#book.hasSession(bearer) ? bearer : null,
      newSession: null
    }
    const result = await execute({
      schema: schema(),
      document,
      rootValue: this.#roots(visit),
      contextValue: stockContext(this.#book),
      variableValues: (request.variables ?? {}) as Record<string, unknown>,
      operationName: typeof request.operationName === "string" ? request.operationName : null
    })
    return answerOf(result, this.#garble(result.data ?? null), visit.newSession)
  }

  #roots(visit: Visit) {
    const book = this.#book
    const guarded =
      <A, B>(act: (args: A) => B) =>
      (args: A): B => {
        if (visit.session === null) throw forbidden()
        return act(args)
      }
    const stock = stockRoots(book, this.#currencyCode)
    const logIn = (username: string, password: string) => this.#logIn(visit, username, password)
    return {
      me: guarded(() => this.#user()),
      activeChannel: guarded(() => this.#channel()),
      orders: guarded(({ options }: { options?: ListOptions }) =>
        listRows(book.orders.map(orderView), options ?? {}, orderField)
      ),
      order: guarded(({ id }: { id: string }) => {
        const order = book.order(id)
        return order === undefined ? null : orderView(order)
      }),
      login: (args: { username: string; password: string }) => logIn(args.username, args.password),
      authenticate: ({ input }: { input: { native?: { username: string; password: string } } }) =>
        logIn(input.native?.username ?? "", input.native?.password ?? ""),
      logout: guarded(() => {
        if (visit.session !== null) book.closeSession(visit.session)
        return { success: true }
      }),
      addFulfillmentToOrder: guarded(({ input }: { input: FulfillOrderInput }) =>
        addFulfillment(book, input)
      ),
      transitionFulfillmentToState: guarded(({ id, state }: { id: string; state: string }) =>
        transitionFulfillment(book, id, state)
      ),
      transitionOrderToState: guarded(({ id, state }: { id: string; state: string }) =>
        transitionOrder(book, id, state)
      ),
      cancelOrder: guarded(({ input }: { input: CancelOrderInput }) => cancelOrder(book, input)),
      globalSettings: guarded(stock.globalSettings),
      stockLocations: guarded(stock.stockLocations),
      productVariants: guarded(stock.productVariants),
      updateProductVariants: guarded((args: { input: ReadonlyArray<StockInput> }) =>
        stock.updateProductVariants(args)
      )
    }
  }

  #logIn(visit: Visit, username: string, password: string) {
    const known = username === this.#credentials.username && password === this.#credentials.password
    if (!known)
      return {
        __typename: "InvalidCredentialsError",
        errorCode: "INVALID_CREDENTIALS_ERROR",
        message: "The provided credentials are invalid",
        authenticationError: ""
      }
    visit.newSession = randomBytes(32).toString("hex")
    this.#book.openSession(visit.newSession)
    return this.#user()
  }

  #user() {
    const permissions = ["Authenticated", "ReadOrder", "UpdateOrder", "ReadCatalog", "UpdateCatalog"]
    const channel = { ...this.#channel(), permissions }
    return { __typename: "CurrentUser", id: "1", identifier: this.#credentials.username, channels: [channel] }
  }

  #channel() {
    return {
      __typename: "Channel",
      id: "1",
      code: this.#name,
      token: this.#credentials.channelToken,
      defaultCurrencyCode: this.#currencyCode,
      currencyCode: this.#currencyCode,
      defaultLanguageCode: "en",
      pricesIncludeTax: false
    }
  }

  /** Where an order is planted to be unreadable, a plug-in's warning stands in the place of its lines. */
  #garble(data: unknown): unknown {
    const isGarbled = (value: object): boolean =>
      "code" in value && this.#book.orderNumbered(String(value.code))?.placed.garbled === true
    const walk = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(walk)
      if (typeof value !== "object" || value === null) return value
      const fields = Object.entries(value).map(([name, inner]) => [name, walk(inner)])
      return "lines" in value && isGarbled(value)
        ? { ...Object.fromEntries(fields), lines: "<b>Warning</b>: order-lines plug-in: undefined offset 0" }
        : Object.fromEntries(fields)
    }
    return this.#book.orders.some((order) => order.placed.garbled) ? walk(data) : data
  }
}
