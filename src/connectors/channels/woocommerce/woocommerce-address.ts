import * as Schema from "effect/Schema"
import type { Address } from "../../../domain/model/address.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const place = {
  first_name: Text,
  last_name: Text,
  company: Text,
  address_1: Text,
  address_2: Text,
  city: Text,
  state: Text,
  postcode: Text,
  country: Text,
  /** Of shipping since WooCommerce 5.6 only. */
  phone: Text
}

export const Shipping = Schema.Struct(place)
export type Shipping = typeof Shipping.Type
export const Billing = Schema.Struct({ ...place, email: Text })
export type Billing = typeof Billing.Type

const text = (value: string | null | undefined): string => (value ?? "").trim()

/** The shop's own question: an address without a street is none. It is empty where parcels go to the billing address. */
const hasStreet = (shipping: Shipping): boolean =>
  text(shipping.address_1) !== "" || text(shipping.address_2) !== ""

/** Where the parcel goes: the shipping address, else the billing address as a whole, as the shop does it. */
export const addressOf = (shipping: Shipping, billing: Billing): Address => {
  const from = hasStreet(shipping) ? shipping : billing
  return {
    name: [text(from.first_name), text(from.last_name)].filter((part) => part !== "").join(" "),
    company: text(from.company),
    address1: text(from.address_1),
    address2: text(from.address_2),
    city: text(from.city),
    region: text(from.state),
    postalCode: text(from.postcode),
    country: text(from.country).toUpperCase(),
    // Checkouts ask for one phone number, that of the bill.
    phone: text(from.phone) === "" ? text(billing.phone) : text(from.phone)
  }
}
