import type { SupplierProfile } from "./catalog.ts"
import { freeShipping, twoDay } from "./catalog.ts"

/** What an API supplier offers to a sender who has lost an answer. */
export interface HttpManners {
  /** A repeat with the same Idempotency-Key is the same order. */
  readonly idempotent: boolean
  /** It can be asked for an order by the sender's number. */
  readonly lookUp: boolean
}

export interface HttpSupplierProfile extends SupplierProfile {
  /** The first part of its path, the name of its dials and of its ledger. */
  readonly key: string
  readonly manners: HttpManners
}

const shipMethods = [
  { carrier: "UPS", method: "Ground", code: "UPSG" },
  { carrier: "UPS", method: "2nd Day Air", code: "UPS2" }
] as const

const profile = (
  key: string,
  name: string,
  prefix: string,
  titles: readonly [string, string],
  manners: HttpManners
): HttpSupplierProfile => ({
  key,
  name,
  contact: `${name}'s API desk, api@${key}.example`,
  currency: "USD",
  requiredFields: [],
  products: [
    { sku: `${prefix}-1`, supplierSku: `${key}-0001`, title: titles[0], cost: "9.40", price: 2400 },
    { sku: `${prefix}-2`, supplierSku: `${key}-0002`, title: titles[1], cost: "17.10", price: 4100 }
  ],
  shipMethods,
  suggestedMappings: { [freeShipping]: "UPSG", [twoDay]: "UPS2" },
  manners
})

/** One of each kind that a sender meets: with and without a harmless repeat, with and without a look-up. */
export const httpSuppliers: ReadonlyArray<HttpSupplierProfile> = [
  profile("cobalt", "Cobalt Direct", "CB", ["Bike bell, brass", "Pannier, 20 l"], {
    idempotent: true,
    lookUp: true
  }),
  profile("dune", "Dune Wholesale", "DN", ["Camp stool", "Storm lantern"], {
    idempotent: false,
    lookUp: true
  }),
  profile("ember", "Ember Kitchen", "EM", ["Salt mill", "Cast iron pan, 26 cm"], {
    idempotent: true,
    lookUp: false
  }),
  profile("fjord", "Fjord Textiles", "FJ", ["Bath towel", "Sauna cloak"], {
    idempotent: false,
    lookUp: false
  })
]
