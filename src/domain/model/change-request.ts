import { type Address, type AddressField, addressFields, addressLabels } from "./address.ts"
import type { ChosenShipMethod } from "./ship-method.ts"

/** What an order says about how and where it ships. */
export interface ShipTerms {
  readonly shipTo: Address
  readonly method: ChosenShipMethod
}

const methodText = (m: ChosenShipMethod): string =>
  [m.carrier, m.method].filter((word) => word !== "").join(" ") || m.code

const said = (value: string): string => (value === "" ? "nothing" : `“${value}”`)

/** One difference a line, in words that a supplier and an operator read alike. */
export const differencesOf = (before: ShipTerms, after: ShipTerms): ReadonlyArray<string> => {
  const fields = addressFields.filter((f: AddressField) => before.shipTo[f] !== after.shipTo[f])
  const address = fields.map(
    (f) => `${addressLabels[f]}: ${said(before.shipTo[f])} becomes ${said(after.shipTo[f])}`
  )
  const [old, wanted] = [methodText(before.method), methodText(after.method)]
  return old === wanted ? address : [...address, `Ship method: ${said(old)} becomes ${said(wanted)}`]
}
