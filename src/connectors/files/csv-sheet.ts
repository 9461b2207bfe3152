import { parse } from "csv-parse/sync"
import type { UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { foreignText } from "../foreign-text.ts"

export const mostRaw = 20_000
/** A record that a quote opens may span this many lines; one that never closes ruins only its first. */
const mostLines = 20
const mostRecord = 100_000

export type SheetEncoding = "auto" | "utf-8" | "windows-1252"

export interface SheetFormat {
  /** null: the header line tells. */
  readonly separator: string | null
  readonly encoding: SheetEncoding
  readonly mostRows: number
}

export interface SheetLine {
  readonly cells: ReadonlyArray<string>
  readonly number: number
  readonly raw: string
}

export interface Sheet {
  /** The first line; undefined in an empty file. */
  readonly header: SheetLine | undefined
  readonly lines: ReadonlyArray<SheetLine>
  readonly broken: ReadonlyArray<UnreadablePiece>
  readonly text: string
}

export const brokenPiece = (source: string, place: string, reason: string, raw: string): UnreadablePiece => ({
  source,
  place,
  reason,
  raw: raw.slice(0, mostRaw).replaceAll("\u0000", "\ufffd")
})

/** UTF-8, with or without a mark; what is not valid UTF-8 is what Windows writes, unless it is said. */
const decode = (content: Uint8Array, encoding: SheetEncoding): string => {
  if (encoding === "windows-1252") return new TextDecoder("windows-1252").decode(content)
  if (encoding === "utf-8") return new TextDecoder("utf-8").decode(content)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content)
  } catch {
    return new TextDecoder("windows-1252").decode(content)
  }
}

export const separatorOf = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, "")
  const count = (mark: string) => header.split(mark).length
  return [",", ";", "\t", "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

interface ParsedRecord {
  readonly record: ReadonlyArray<string>
  readonly raw: string
  readonly info: { readonly lines: number }
}

const options = (delimiter: string) =>
  ({
    delimiter,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: mostRecord,
    trim: true
  }) as const

const parsed = (text: string, delimiter: string, to: number): ReadonlyArray<SheetLine> =>
  (parse(text, { ...options(delimiter), to }) as unknown as ReadonlyArray<ParsedRecord>).map(
    ({ record, raw, info }) => ({ cells: record, number: info.lines, raw: raw.trimEnd() })
  )

type Attempt = { readonly lines: number; readonly cells: ReadonlyArray<string>; readonly raw: string }

/** One record from these lines, the shortest that is whole; else why the first is not. */
const recordFrom = (lines: ReadonlyArray<string>, delimiter: string): Attempt | string => {
  let reason = ""
  for (let count = 1; count <= lines.length; count += 1) {
    const raw = lines.slice(0, count).join("\n")
    if (raw.length > mostRecord) return reason
    try {
      const [record, ...more] = parsed(raw, delimiter, 2)
      if (record !== undefined && more.length === 0) return { lines: count, cells: record.cells, raw }
    } catch (cause) {
      reason ||= foreignText(`this line is not CSV: ${(cause as Error).message}`)
      // Without a quote no further line can close what is wrong here.
      if (!raw.includes('"')) return reason
    }
  }
  return reason
}

interface Recovered {
  readonly lines: ReadonlyArray<SheetLine>
  readonly broken: ReadonlyArray<{ readonly number: number; readonly reason: string; readonly raw: string }>
}

/** A quote that does not close ruins a file as a whole; read record by record it ruins its own line only. */
const recovered = (text: string, delimiter: string, most: number): Recovered => {
  const all = text.split(/\r\n|\n|\r/)
  const lines: Array<SheetLine> = []
  const broken: Array<{ number: number; reason: string; raw: string }> = []
  for (let at = 0; at < all.length && lines.length + broken.length < most; at += 1) {
    const raw = all[at] ?? ""
    if (raw.trim() === "") continue
    const attempt = recordFrom(all.slice(at, at + mostLines), delimiter)
    if (typeof attempt === "string") broken.push({ number: at + 1, reason: attempt, raw })
    else {
      lines.push({ cells: attempt.cells, number: at + attempt.lines, raw: attempt.raw })
      at += attempt.lines - 1
    }
  }
  return { lines, broken }
}

/** A partner's table: any of four separators, either kind of line end, a mark or none, quotes that hold line ends. */
export const readSheet = (source: string, file: string, content: Uint8Array, format: SheetFormat): Sheet => {
  const text = decode(content, format.encoding).replace(/^\ufeff/, "")
  const delimiter = format.separator ?? separatorOf(text)
  // The header, and one row more than is taken, so that a longer file is noticed.
  const most = format.mostRows + 2
  const read = ((): Recovered => {
    try {
      return { lines: parsed(text, delimiter, most), broken: [] }
    } catch {
      return recovered(text, delimiter, most)
    }
  })()
  const broken = read.broken.map(({ number, reason, raw }) =>
    brokenPiece(source, `${file}:${number}`, reason, raw)
  )
  const [header, ...lines] = read.lines
  const filled = lines.filter((line) => line.cells.some((cell) => cell !== ""))
  if (lines.length > format.mostRows)
    broken.push(
      brokenPiece(
        source,
        `${file}:${format.mostRows + 2}`,
        `the file has more than ${format.mostRows} rows; the rest was not read and is in the archived file`,
        ""
      )
    )
  return { header, lines: filled.slice(0, format.mostRows), broken, text }
}
