import * as Schema from "effect/Schema"
import { minorDigits } from "../minor-units.ts"

/** Amounts come as text ("69.8400") or as a number (5.1), by the field and the version of the API. */
export const Amount = Schema.Union([
  Schema.String.check(Schema.isPattern(/^-?\d{1,15}(\.\d{1,10})?$/)),
  Schema.Finite
])

/** "69.8400" USD -> "69.84", "62.6793" USD -> "62.6793", "8564.0000" JPY -> "8564": nothing is rounded away. */
export const amountText = (amount: typeof Amount.Type, currency: string): string => {
  const [whole = "0", fraction = ""] = (typeof amount === "number" ? amount.toFixed(4) : amount).split(".")
  const kept = fraction.replace(/0+$/, "").padEnd(minorDigits(currency), "0")
  return kept === "" ? whole : `${whole}.${kept}`
}
