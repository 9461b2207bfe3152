import type { SupplierProfile } from "./catalog.ts"
import { freeShipping, twoDay } from "./catalog.ts"
import type { EdiRelation } from "./edi-document.ts"

/** A supplier who takes orders by X12 in an SFTP folder, and answers so. */
export const garnet: SupplierProfile = {
  name: "Garnet Glass",
  contact: "EDI desk, edi@garnet.example",
  currency: "USD",
  requiredFields: [],
  products: [
    { sku: "GG-1", supplierSku: "G-1001", title: "Carafe, 1 l", cost: "11.20", price: 2900 },
    { sku: "GG-2", supplierSku: "G-1002", title: "Tumbler; set of 6", cost: "14.60", price: 3600 }
  ],
  shipMethods: [
    { carrier: "UPS", method: "Ground", code: "UPSG" },
    { carrier: "FedEx", method: "2Day", code: "FX2D" }
  ],
  suggestedMappings: { [freeShipping]: "UPSG", [twoDay]: "FX2D" }
}

/** What it agreed on with its one customer. */
export const garnetRelation: EdiRelation = {
  own: { qualifier: "12", id: "5553014455" },
  partner: { qualifier: "ZZ", id: "SWITCHYARD" },
  usage: "T"
}
