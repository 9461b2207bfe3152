import type { AddressField } from "../../../domain/model/address.ts"
import type { Stop } from "./resolve-form.ts"

const addressHelp: Readonly<Record<AddressField, string>> = {
  name: "Who receives the parcel. Every supplier needs it.",
  company: "The firm at the address, when there is one. May stay empty.",
  address1: "Street and house number. Every supplier needs it.",
  address2: "Flat, floor, building. May stay empty.",
  city: "Town or city. Every supplier needs it.",
  region: "State, province or county, as the carrier writes it: IL for Illinois.",
  postalCode: "ZIP or postal code. May stay empty where a country has none.",
  country: "The two letters of the country: US, CA, GB, DE.",
  phone: "The carrier calls this number. At least five digits."
}

const methodHelp =
  "The supplier's own carriers and methods, the nearest in words first. The channel's own name stays with the order."
const saveHelp =
  "Saved, it is used for every later order with exactly this name. Nothing is saved that you do not answer here."

/** What a field is for, always shown under the form. */
export const helpOf = (stop: Stop | null): string => {
  if (stop === null) return ""
  if (stop.at === "address") return addressHelp[stop.field]
  return stop.at === "method" ? methodHelp : saveHelp
}
