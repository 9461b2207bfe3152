import type { SupplierProfile } from "./catalog.ts"
import { freeShipping, twoDay } from "./catalog.ts"

/** How its files come and go: in a folder of this machine, by FTP with TLS, or without. */
export type FileWay = "folder" | "ftps" | "ftp"

export interface FileSupplierProfile extends SupplierProfile {
  /** Its folder, the name of its dials and of its ledger. */
  readonly key: "hazel" | "indigo" | "juniper"
  readonly way: FileWay
}

const shipMethods = [
  { carrier: "UPS", method: "Ground", code: "UPSG" },
  { carrier: "UPS", method: "2nd Day Air", code: "UPS2" }
] as const

const profile = (
  key: FileSupplierProfile["key"],
  way: FileWay,
  name: string,
  prefix: string,
  titles: readonly [string, string]
): FileSupplierProfile => ({
  key,
  way,
  name,
  contact: `${name}'s order desk, desk@${key}.example`,
  currency: "USD",
  requiredFields: [],
  products: [
    { sku: `${prefix}-1`, supplierSku: `${key}-0001`, title: titles[0], cost: "6.80", price: 1900 },
    { sku: `${prefix}-2`, supplierSku: `${key}-0002`, title: titles[1], cost: "12.50", price: 3300 }
  ],
  shipMethods,
  suggestedMappings: { [freeShipping]: "UPSG", [twoDay]: "UPS2" }
})

/** CSV files by the ways that Northwind does not have. */
export const fileSuppliers: ReadonlyArray<FileSupplierProfile> = [
  profile("hazel", "folder", "Hazel Home", "HZ", ["Door mat, coir", "Key rack, walnut"]),
  profile("indigo", "ftps", "Indigo Paper", "IN", ["Letter set", "Wrapping paper, 10 m"]),
  profile("juniper", "ftp", "Juniper Garden", "JP", ["Hand trowel", "Watering can, 5 l"])
]
