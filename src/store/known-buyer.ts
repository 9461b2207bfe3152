import type { Address } from "../domain/model/address.ts"
import { maskWords } from "../domain/model/personal.ts"
import type { Sql } from "./database.ts"
import { formerText } from "./former-values.ts"

/** Who bought it, read beside what others said of the order: those words may name them, also as they were before an edit. */
export type KnownBuyer = readonly [
  name: string,
  email: string,
  shipTo: Address,
  former: ReadonlyArray<string> | null
]

/** Of a row `o` of orders. */
export const buyerText = `jsonb_build_array(
    o.customer_name, o.customer_email, jsonb_build_object('name', o.ship_name, 'company', o.company, 'address1', o.address1,
      'address2', o.address2, 'city', o.city, 'region', o.region, 'postalCode', o.postal_code, 'country', o.country, 'phone', o.phone),
    ${formerText})`

export const buyerOf = (sql: Sql) => sql.unsafe(buyerText)

/** Takes what is known of this buyer out of a text. Before anything is cut: half a name is found no more. */
export const withoutBuyer = ([customerName, customerEmail, shipTo, former]: KnownBuyer) =>
  maskWords({ customerName, customerEmail, shipTo, former: former ?? [] })
