import type { Buyer } from "../domain/model/known-values.ts"
import { maskWords } from "../domain/model/personal.ts"
import type { Sql } from "./database.ts"
import { formerText } from "./former-values.ts"

/** As the columns of `orders` have it. */
type Words = readonly [
  customerName: string,
  customerEmail: string,
  ...shipTo: readonly [string, string, string, string, string, string, string, string, string]
]

/**
 * Who bought it, read beside what others said of the order: those words may name them, also as they were before an edit. An array
 * of arrays, for a list asks for it with each row, and an object costs PostgreSQL three times as much.
 */
export type KnownBuyer = readonly [words: Words, former: ReadonlyArray<string> | null]

/** Of a row `o` of orders. */
export const buyerText = `json_build_array(array_to_json(array[o.customer_name, o.customer_email, o.ship_name, o.company,
    o.address1, o.address2, o.city, o.region, o.postal_code, o.country, o.phone]), ${formerText})`

export const buyerOf = (sql: Sql) => sql.unsafe(buyerText)

export const buyerNamed = ([words, former]: KnownBuyer): Required<Buyer> => {
  const [
    customerName,
    customerEmail,
    name,
    company,
    address1,
    address2,
    city,
    region,
    postalCode,
    country,
    phone
  ] = words
  const shipTo = { name, company, address1, address2, city, region, postalCode, country, phone }
  return { customerName, customerEmail, shipTo, former: former ?? [] }
}

/** Takes what is known of this buyer out of a text. Before anything is cut: half a name is found no more. */
export const withoutBuyer = (buyer: KnownBuyer) => maskWords(buyerNamed(buyer))
