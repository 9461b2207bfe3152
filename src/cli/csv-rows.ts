import { CsvError, type Info } from "csv-parse"
import { parse } from "csv-parse/sync"

/** Where in a file something is wrong, as an editor counts: lines from 1, and the column's name. */
export interface BrokenLine {
  readonly line: number
  readonly column: string
  readonly reason: string
}

export interface CsvRow {
  readonly line: number
  /** The cell without the space around it; empty where the file has no such column. */
  readonly value: (column: string) => string
}

export interface CsvRows {
  /** As they stand in the file, below its header. */
  readonly rows: ReadonlyArray<CsvRow | BrokenLine>
  /** The file as a whole cannot be used; nothing can be skipped. */
  readonly unusable: string | null
}

interface Recorded {
  readonly record: ReadonlyArray<string>
  readonly info: Pick<Info, "lines">
}

export const isBroken = (row: object): row is BrokenLine => "reason" in row

const unusable = (reason: string): CsvRows => ({ rows: [], unusable: reason })

const rowOf = (header: ReadonlyArray<string>, { record, info }: Recorded): CsvRow | BrokenLine => {
  const { lines: line } = info
  return record.length === header.length
    ? { line, value: (column) => record[header.indexOf(column)]?.trim() ?? "" }
    : { line, column: "", reason: `has ${record.length} columns, the first line has ${header.length}` }
}

/** Reads a CSV file that a person hands over. `headerFault` says why a header (names in lower case) cannot be used. */
export const csvRows = (
  csv: string,
  headerFault: (header: ReadonlyArray<string>) => string | null
): CsvRows => {
  try {
    const recorded = parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true
    }) as unknown as ReadonlyArray<Recorded>
    const [first, ...rest] = recorded
    if (first === undefined) return unusable("The file is empty.")
    const header = first.record.map((name) => name.trim().toLowerCase())
    const fault = headerFault(header)
    return fault === null ? { rows: rest.map((row) => rowOf(header, row)), unusable: null } : unusable(fault)
  } catch (error) {
    if (error instanceof CsvError) return unusable(`The file is no CSV: ${error.message}.`)
    throw error
  }
}
