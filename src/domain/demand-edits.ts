import * as Effect from "effect/Effect"
import { type AddressField, addressFields, longestAddressValue } from "./model/address.ts"
import { Refusal } from "./ports/failure.ts"

/** Corrections of an address as a person gives them: known fields, of a length that a label can hold. */
export const demandAddressEdits = Effect.fn("demandAddressEdits")(function* (
  address: Partial<Record<AddressField, string>>
) {
  for (const [field, value] of Object.entries(address)) {
    if (!addressFields.some((f) => f === field))
      return yield* new Refusal({ message: `There is no address field ${field}.` })
    if (value.length > longestAddressValue)
      return yield* new Refusal({ message: `${field} is longer than ${longestAddressValue} characters.` })
  }
})
