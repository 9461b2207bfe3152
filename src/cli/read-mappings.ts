import {
  everyChannel,
  type MappingAbout,
  type MappingLine,
  mappingColumns
} from "../domain/model/mapping-file.ts"
import { type BrokenLine, csvRows, isBroken } from "./csv-rows.ts"
import { unguarded } from "./read-aliases.ts"

export interface ReadMappings {
  readonly lines: ReadonlyArray<MappingLine>
  readonly broken: ReadonlyArray<BrokenLine>
  /** The file as a whole cannot be used. */
  readonly unusable: string | null
}

const headerFault =
  (columns: ReadonlyArray<string>) =>
  (header: ReadonlyArray<string>): string | null => {
    const missing = columns.filter((name) => !header.includes(name))
    const odd = header.find((name, i) => !columns.includes(name) || header.indexOf(name) !== i)
    const all = `The columns are ${columns.join(", ")}.`
    if (missing.length > 0) return `Line 1: the column ${missing.join(", ")} is missing. ${all}`
    return odd === undefined ? null : `Line 1: “${odd}” is one column too many. ${all}`
  }

/** Reads mappings as the export writes them. What a line says is judged by who takes it. */
export const readMappings = (csv: string, about: MappingAbout): ReadMappings => {
  const { rows, unusable } = csvRows(csv, headerFault(mappingColumns[about]))
  const read = rows.map((row): MappingLine | BrokenLine => {
    if (isBroken(row)) return row
    const cell = (column: string) => unguarded(row.value(column))
    const { line } = row
    if (about === "sku")
      return { about, line, channel: cell("channel"), sku: cell("sku"), product: cell("product") }
    const channel = cell("channel")
    return {
      about,
      line,
      channel: channel === everyChannel ? "" : channel === "" ? " " : channel,
      supplier: cell("supplier"),
      name: cell("name"),
      carrier: cell("carrier"),
      method: cell("method")
    }
  })
  return { lines: read.filter((row) => "about" in row), broken: read.filter(isBroken), unusable }
}
