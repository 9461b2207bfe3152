import { escapeUnseen } from "../domain/model/unseen-characters.ts"
import { clip, columnsOf, type SafeText, safe } from "../tui/safe-text.ts"
import type { Answer, Block, Table } from "./answer.ts"

export interface Format {
  readonly json: boolean
  /** Columns of the terminal; null when the output goes elsewhere: then nothing is cut and nothing is styled. */
  readonly columns: number | null
  readonly color: boolean
}

const gap = "  "

const padded = (text: SafeText, width: number, right: boolean): string => {
  const fill = " ".repeat(Math.max(0, width - columnsOf(text)))
  return right ? `${fill}${text}` : `${text}${fill}`
}

const rowLine = (table: Table, cells: ReadonlyArray<SafeText>, widths: ReadonlyArray<number>): string =>
  cells
    .map((cell, i) => padded(cell, widths[i] ?? 0, table.columns[i]?.align === "right"))
    .join(gap)
    .trimEnd()

const cutTo = (line: string, format: Format): string =>
  format.columns === null ? line : clip(line as SafeText, format.columns)

/** A heading is told apart by its position; on a terminal it is bold too. */
const heading = (line: string, format: Format): string => (format.color ? `\u001b[1m${line}\u001b[22m` : line)

/**
 * One overlong text of a foreign order must not push the columns of all other rows out of sight: no column is wider for it than
 * this. Its own row is, and nothing of it is cut.
 */
const widestColumn = (format: Format): number =>
  format.columns === null ? 200 : Math.max(40, Math.floor(format.columns / 2))

const tableLines = (table: Table, format: Format): ReadonlyArray<string> => {
  const head = table.columns.map((c) => safe(c.name))
  const rows = table.rows.map((row) => row.map((cell) => safe(cell)))
  const widest = widestColumn(format)
  const widths = head.map((h, i) =>
    Math.min(widest, Math.max(columnsOf(h), ...rows.map((row) => columnsOf(row[i] ?? ("" as SafeText)))))
  )
  return [
    heading(cutTo(rowLine(table, head, widths), format), format),
    ...rows.map((row) => cutTo(rowLine(table, row, widths), format))
  ]
}

const blockLines = (block: Block, format: Format): ReadonlyArray<string> =>
  typeof block === "string" ? [safe(block)] : tableLines(block, format)

/** Values that JSON has no word for. Secrets are Redacted, and say so themselves. */
const pure = (_key: string, value: unknown): unknown => {
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64")
  if (typeof value === "bigint") return value.toString()
  return value
}

export const renderJson = (value: unknown): string =>
  `${escapeUnseen(JSON.stringify(value, pure, 2) ?? "null")}\n`

/** The one way from an answer to standard output. */
export const renderAnswer = (answer: Answer, format: Format): string => {
  if (format.json) return renderJson(answer.json)
  const lines = answer.text.flatMap((block) => blockLines(block, format))
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`
}
