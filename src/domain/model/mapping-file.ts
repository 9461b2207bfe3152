/** One line of a file, as it was written. channel "": every channel. */
export type MappingLine =
  | {
      readonly about: "method"
      readonly line: number
      readonly channel: string
      readonly supplier: string
      readonly name: string
      readonly carrier: string
      readonly method: string
    }
  | {
      readonly about: "sku"
      readonly line: number
      readonly channel: string
      readonly sku: string
      readonly product: string
    }

/** Where in a file something is wrong, as an editor counts: lines from 1, and the column's name. */
export interface BrokenMapping {
  readonly line: number
  readonly column: string
  readonly reason: string
}

/** What an export writes for a mapping that is meant for every channel of the supplier. */
export const everyChannel = "*"

/** The columns of the files, which the import and the export agree on. */
export const mappingColumns = {
  method: ["channel", "supplier", "name", "carrier", "method"],
  sku: ["channel", "sku", "product"]
} as const

export type MappingAbout = keyof typeof mappingColumns
