import { type SheetEncoding, type SheetLine, separatorOf } from "./csv-sheet.ts"

/** A record that a quote opens may span this many lines; one that never closes ruins only its first. */
const mostLines = 20
const mostRecord = 100_000
/** Lines are handed on in such portions. */
const linesAtOnce = 2_000

export interface BrokenLine {
  readonly number: number
  /** Counted from 1, in characters of the line. */
  readonly column: number
  readonly reason: string
  readonly raw: string
}

export interface LinePortion {
  readonly lines: ReadonlyArray<SheetLine>
  readonly broken: ReadonlyArray<BrokenLine>
}

export interface StreamFormat {
  /** null: the first line tells. */
  readonly separator: string | null
  readonly encoding: Exclude<SheetEncoding, "auto">
}

/** UTF-8, or what Windows writes where it is not valid UTF-8: looked for in all of it, before a line is believed. */
export const encodingOf = async (
  chunks: AsyncIterable<Uint8Array>,
  said: SheetEncoding
): Promise<StreamFormat["encoding"]> => {
  if (said !== "auto") return said
  const decoder = new TextDecoder("utf-8", { fatal: true })
  try {
    for await (const chunk of chunks) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return "utf-8"
  } catch (cause) {
    if (cause instanceof TypeError) return "windows-1252"
    throw cause
  }
}

type Cells = { readonly cells: ReadonlyArray<string> }
type Fault = { readonly column: number; readonly reason: string }

/** One record that holds quotes. "open": a quote does not close in it, so more lines may belong to it. */
const quotedCells = (text: string, separator: string): Cells | Fault | "open" => {
  const cells: Array<string> = []
  for (let at = 0; ; ) {
    let start = at
    while (text[start] === " ") start += 1
    if (text[start] !== '"') {
      const end = text.indexOf(separator, at)
      const cell = end < 0 ? text.slice(at) : text.slice(at, end)
      const quote = cell.indexOf('"')
      if (quote >= 0)
        return {
          column: at + quote + 1,
          reason: "this line is not CSV: a quote inside a cell that does not begin with one"
        }
      cells.push(cell.trim())
      if (end < 0) return { cells }
      at = end + separator.length
      continue
    }
    let cell = ""
    let from = start + 1
    for (;;) {
      const quote = text.indexOf('"', from)
      if (quote < 0) return "open"
      cell += text.slice(from, quote)
      from = quote + 1
      if (text[from] !== '"') break
      cell += '"'
      from += 1
    }
    cells.push(cell.trim())
    const end = text.indexOf(separator, from)
    const rest = end < 0 ? text.slice(from) : text.slice(from, end)
    if (rest.trim() !== "")
      return {
        column: from + 1,
        reason: "this line is not CSV: something stands behind the quote that closes a cell"
      }
    if (end < 0) return { cells }
    at = end + separator.length
  }
}

const plainCells = (line: string, separator: string): ReadonlyArray<string> => {
  const cells = line.split(separator)
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i] as string
    const [first, last] = [cell.charCodeAt(0), cell.charCodeAt(cell.length - 1)]
    // Most cells have nothing to trim.
    if (first <= 32 || last <= 32 || first >= 160 || last >= 160) cells[i] = cell.trim()
  }
  return cells
}

/** Records out of lines, in order. What is not whole yet waits for the lines that follow. */
class Records {
  readonly #separator: string
  #pending: Array<string> = []
  #number = 0
  #lines: Array<SheetLine> = []
  #broken: Array<BrokenLine> = []

  constructor(separator: string) {
    this.#separator = separator
  }

  add(line: string): void {
    if (this.#pending.length > 0) {
      this.#pending.push(line)
      this.#settle(false)
    } else if (line.includes('"')) {
      this.#pending.push(line)
      this.#settle(false)
    } else this.#plain(line)
  }

  end(): void {
    this.#settle(true)
  }

  get isFull(): boolean {
    return this.#lines.length + this.#broken.length >= linesAtOnce
  }

  take(): LinePortion {
    const portion = { lines: this.#lines, broken: this.#broken }
    this.#lines = []
    this.#broken = []
    return portion
  }

  #plain(line: string): void {
    this.#number += 1
    if (line.length > mostRecord) this.#fault(1, "the line is longer than a record may be", line)
    else if (line !== "" && line.trim() !== "")
      this.#lines.push({ cells: plainCells(line, this.#separator), number: this.#number, raw: line })
  }

  #fault(column: number, reason: string, raw: string): void {
    this.#broken.push({ number: this.#number, column, reason, raw })
  }

  /** What the lines that wait make: a record, the ruin of their first, or the wish for more. */
  #settle(isEnd: boolean): void {
    while (this.#pending.length > 0) {
      const [first = ""] = this.#pending
      if (!first.includes('"')) {
        this.#pending.shift()
        this.#plain(first)
        continue
      }
      const raw = this.#pending.join("\n")
      const read = quotedCells(raw, this.#separator)
      const mayGrow = this.#pending.length < mostLines && raw.length <= mostRecord
      if (read === "open" && !isEnd && mayGrow) return
      if (read !== "open" && "cells" in read) {
        this.#number += this.#pending.length
        this.#pending = []
        if (read.cells.some((cell) => cell !== ""))
          this.#lines.push({ cells: read.cells, number: this.#number, raw })
        continue
      }
      const alone = quotedCells(first, this.#separator)
      this.#pending.shift()
      this.#number += 1
      if (alone === "open")
        this.#fault(
          first.indexOf('"') + 1,
          "this line is not CSV: a quote that is opened is never closed",
          first
        )
      else if ("cells" in alone) this.#lines.push({ cells: alone.cells, number: this.#number, raw: first })
      else this.#fault(alone.column, alone.reason, first)
    }
  }
}

/** What ends a line here: as the beginning shows. */
const lineEndOf = (text: string): string => (text.includes("\n") || !text.includes("\r") ? "\n" : "\r")

/**
 * The records of a partner's table, some at a time: any of four separators, any kind of line end, a mark or none, quotes that
 * hold line ends. The first record is the header.
 */
export async function* csvLines(
  chunks: AsyncIterable<Uint8Array>,
  format: StreamFormat
): AsyncGenerator<LinePortion> {
  const decoder = new TextDecoder(format.encoding)
  let rest = ""
  let lineEnd = ""
  let records: Records | null = null
  const begin = (text: string): Records => {
    lineEnd = lineEndOf(text)
    return new Records(format.separator ?? separatorOf(text))
  }
  const split = function* (text: string, into: Records): Generator<LinePortion> {
    let from = 0
    for (let end = text.indexOf(lineEnd); end >= 0; end = text.indexOf(lineEnd, from)) {
      const last = lineEnd === "\n" && text.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end
      into.add(text.slice(from, last))
      from = end + 1
      if (into.isFull) yield into.take()
    }
    rest = text.slice(from)
  }
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true })
    // The beginning may be too short to show a line end.
    if (records === null && !/[\r\n]./s.test(text)) {
      rest = text
      continue
    }
    records ??= begin(text)
    // A line that never ends is cut: it is broken whatever follows.
    yield* split(text, records)
    if (rest.length > mostRecord * mostLines) {
      records.add(rest)
      rest = ""
    }
  }
  rest += decoder.decode()
  const last = records ?? begin(rest)
  yield* split(rest, last)
  if (rest !== "") last.add(lineEnd === "\n" && rest.endsWith("\r") ? rest.slice(0, -1) : rest)
  last.end()
  yield last.take()
}
