// The codes alone: the package's usual entry holds the names in eighty languages, of which a rule asks none.
import countries from "i18n-iso-countries/index.js"
import { postcodeValidator, postcodeValidatorExistsForCountry } from "postcode-validator"
import type { Address, AddressField } from "./address.ts"
import { asciiDigits } from "./decimal-digits.ts"

/** True for an ISO 3166-1 alpha-2 code in upper case. */
export const isCountry = (code: string): boolean => code.length === 2 && countries.isValid(code)

/** Countries without postal codes (Hong Kong, the Emirates ...) must not be asked for one. */
export const hasPostalCodes = (country: string): boolean => postcodeValidatorExistsForCountry(country)

/** What every parcel needs; a supplier may ask for more (phone, region ...). */
const alwaysRequired: ReadonlyArray<AddressField> = ["name", "address1", "city", "country"]

export const fewestPhoneDigits = 5

/** In any script: a number in Arabic-Indic digits is a number. */
const digitsOf = (phone: string): number => asciiDigits(phone).replace(/\D/g, "").length

const isMissing = (address: Address, field: AddressField): boolean => {
  const value = address[field].trim()
  // "-", "n/a", "0": a phone without digits is what shops send when the buyer gave none.
  return field === "phone" ? digitsOf(value) < fewestPhoneDigits : value === ""
}

/** The fields that are missing for a parcel of a supplier with these wishes, in address order. */
export const missingFields = (
  address: Address,
  requiredBySupplier: ReadonlyArray<AddressField>
): ReadonlyArray<AddressField> => {
  const wanted = new Set<AddressField>([...alwaysRequired, ...requiredBySupplier])
  if (hasPostalCodes(address.country)) wanted.add("postalCode")
  else wanted.delete("postalCode")
  return [...wanted].filter((field) => isMissing(address, field))
}

const mostPhoneDigits = 15
const usualPhoneDigits = 7

/** What looks wrong with a field that is filled; null: nothing. A warning for a person, it holds nothing up. */
export const addressHint = (address: Address, field: AddressField): string | null => {
  const value = asciiDigits(address[field].trim())
  if (value === "") return null
  if (field === "postalCode" && hasPostalCodes(address.country) && !postcodeValidator(value, address.country))
    return `not the form of one in ${address.country}`
  if (field === "phone") {
    const digits = digitsOf(value)
    if (digits > mostPhoneDigits) return "longer than any phone number"
    if (digits < usualPhoneDigits) return "short for a phone number"
    if (/[^\d\s()+./x-]/i.test(value)) return "holds more than a phone number"
  }
  if (field === "address1" && /^p\.?\s*o\.?\s*box\b/i.test(value))
    return "a P.O. box: not every carrier delivers there"
  return null
}
