import { createHash } from "node:crypto"
import { closeSync, fdatasyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs"
import { dirname } from "node:path"

/** One thing that a party accepted. `key` is what the party counts by: a number that must come once. */
export interface LedgerEntry {
  readonly at: string
  readonly kind: string
  readonly key: string
  readonly hash: string
  readonly detail: unknown
}

export type Counts = Readonly<Record<string, number>>

export const sha256 = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex")

/** A party's own book: lines are added and never changed, and are on the disk before anybody hears of them. */
export class Ledger {
  readonly #fd: number
  readonly #entries: Array<LedgerEntry>

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true })
    this.#fd = openSync(file, "a+", 0o600)
    this.#entries = readWholeLines(file)
  }

  get entries(): ReadonlyArray<LedgerEntry> {
    return this.#entries
  }

  append(
    kind: string,
    key: string,
    detail: unknown,
    hashed: Buffer | string = JSON.stringify(detail)
  ): LedgerEntry {
    const entry: LedgerEntry = { at: new Date().toISOString(), kind, key, hash: sha256(hashed), detail }
    const line = Buffer.from(`${JSON.stringify(entry)}\n`)
    for (let written = 0; written < line.length; ) written += writeSync(this.#fd, line, written)
    fdatasyncSync(this.#fd)
    this.#entries.push(entry)
    return entry
  }

  ofKind(kind: string): ReadonlyArray<LedgerEntry> {
    return this.#entries.filter((entry) => entry.kind === kind)
  }

  /** How often each key was accepted. */
  books(kind: string): Counts {
    const counts: Record<string, number> = {}
    for (const { key } of this.ofKind(kind)) counts[key] = (counts[key] ?? 0) + 1
    return counts
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** Everything that was counted more than once. */
export const doubledIn = (counts: Counts): ReadonlyArray<string> =>
  Object.entries(counts).flatMap(([key, count]) => (count > 1 ? [key] : []))

/** A line that a dying process wrote in part was never told to anybody: it is cut off. */
function readWholeLines(file: string): Array<LedgerEntry> {
  const content = readFileSync(file)
  const end = content.lastIndexOf(0x0a) + 1
  if (end < content.length) truncateSync(file, end)
  return content
    .subarray(0, end)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LedgerEntry)
}
