import { randomBytes } from "node:crypto"
import { buildSchema, execute, type GraphQLSchema } from "graphql"
import { Basket } from "./basket.ts"
import { buyerSchema } from "./buyer-schema.ts"
import { answerOf, readDocument, type ShopAnswer, type ShopRequest } from "./graphql-answer.ts"
import type { ShopBook } from "./shop-book.ts"

let built: GraphQLSchema | undefined
const schema = (): GraphQLSchema => {
  built ??= buildSchema(buyerSchema, { assumeValidSDL: true })
  return built
}

const mostGuests = 1_000

/** One shop's Shop API: where buyers buy. A guest is known by the token of its first answer, until the restart. */
export class BuyerApi {
  readonly #book: ShopBook
  readonly #currencyCode: string
  readonly #baskets = new Map<string, Basket>()

  constructor(book: ShopBook, currencyCode: string) {
    this.#book = book
    this.#currencyCode = currencyCode
  }

  async answer(request: ShopRequest): Promise<ShopAnswer> {
    const document = readDocument(schema(), request.query)
    if ("status" in document) return document
    const known = /^Bearer (\S+)$/i.exec(request.authorization ?? "")?.[1]
    const basket = known === undefined ? undefined : this.#baskets.get(known)
    const guest = basket === undefined ? this.#newGuest() : { token: null, basket }
    const result = await execute({
      schema: schema(),
      document,
      rootValue: guest.basket.roots,
      variableValues: (request.variables ?? {}) as Record<string, unknown>,
      operationName: typeof request.operationName === "string" ? request.operationName : null
    })
    return answerOf(result, result.data ?? null, guest.token)
  }

  #newGuest() {
    const token = randomBytes(32).toString("hex")
    const basket = new Basket(this.#book, this.#currencyCode)
    const oldest = this.#baskets.keys().next().value
    if (this.#baskets.size >= mostGuests && oldest !== undefined) this.#baskets.delete(oldest)
    this.#baskets.set(token, basket)
    return { token, basket }
  }
}
