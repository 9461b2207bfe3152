import { type FileHandle, open } from "node:fs/promises"
import { stringify } from "csv-stringify/sync"
import * as Effect from "effect/Effect"
import { Refusal } from "../domain/ports/failure.ts"

const controls = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu
/** Also behind signs that show nothing: not every program counts them as the beginning of a text. */
const formula = /^[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]/u
const plainNumber = /^-?\d+(\.\d+)?$/

/** A cell that a person opens in a spreadsheet: text from outside is one line of text there, and never a formula. */
export const spreadsheetCell = (text: string): string => {
  const line = text.replace(controls, " ").trim()
  return formula.test(line) && !plainNumber.test(line) ? `'${line}` : line
}

const reasonOf = (error: unknown): string => {
  if (error instanceof Error && "code" in error && error.code === "EEXIST")
    return "it is there already. Name another file, or take it away first"
  return error instanceof Error ? error.message : String(error)
}

const attempt = <A>(path: string, work: () => Promise<A>) =>
  Effect.tryPromise({
    try: work,
    catch: (error) => new Refusal({ message: `${path} cannot be written: ${reasonOf(error)}.` })
  })

export type WriteRows = (rows: ReadonlyArray<ReadonlyArray<string>>) => Effect.Effect<void, Refusal>

/** A new CSV file that is written page by page, however long it gets; RFC 4180, UTF-8. What is there is not written over. */
export const withSpreadsheet = <A, E, R>(
  path: string,
  columns: ReadonlyArray<string>,
  use: (write: WriteRows) => Effect.Effect<A, E, R>
) => {
  const writeTo =
    (file: FileHandle): WriteRows =>
    (rows) =>
      attempt(path, async () => {
        const cells = rows.map((row) => row.map(spreadsheetCell))
        await file.write(stringify(cells, { record_delimiter: "windows" }))
      })
  return Effect.acquireUseRelease(
    attempt(path, () => open(path, "wx", 0o600)),
    (file) => Effect.andThen(writeTo(file)([columns]), use(writeTo(file))),
    (file) => Effect.promise(() => file.close())
  )
}
