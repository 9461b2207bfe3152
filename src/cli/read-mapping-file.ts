import * as Effect from "effect/Effect"
import { type MappingAbout, mappingColumns } from "../domain/model/mapping-file.ts"
import { textFile } from "./inbox.ts"
import { guardedCell, readAliases } from "./read-aliases.ts"
import { readMappings } from "./read-mappings.ts"
import { withSpreadsheet } from "./spreadsheet.ts"

export const readMappingFile = (file: string, about: MappingAbout) =>
  Effect.map(textFile(file), (csv) => readMappings(csv, about))

/** A cell that begins like a formula is guarded, which the import takes off. */
export const writeMappingFile = (
  file: string,
  about: MappingAbout,
  rows: ReadonlyArray<ReadonlyArray<string>>
) => withSpreadsheet(file, mappingColumns[about], (write) => write(rows.map((row) => row.map(guardedCell))))

export const readAliasFile = (file: string) => Effect.map(textFile(file), (csv) => readAliases(csv, null))

export const aliasColumns = ["type", "alias", "sku"] as const

export const writeAliasFile = (file: string, rows: ReadonlyArray<ReadonlyArray<string>>) =>
  withSpreadsheet(file, aliasColumns, (write) => write(rows.map((row) => row.map(guardedCell))))
