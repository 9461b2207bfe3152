import { randomUUID } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { afterEach, beforeEach, expect, it } from "vitest"
import { guardedCell, readAliases } from "../../src/cli/read-aliases.ts"
import { writeAliasFile, writeMappingFile } from "../../src/cli/read-mapping-file.ts"
import { readMappings } from "../../src/cli/read-mappings.ts"
import { withSpreadsheet } from "../../src/cli/spreadsheet.ts"
import { hostileText } from "../connectors/transports/hostile-text.ts"

/** Beside what is hostile to any file: what reorders, and what a program passes over before it takes a cell for a formula. */
const marks = fc.constantFrom(..."\u200e\u200f\u061c\u200b\u2060\u00ad\u2066\u202e\u009b\u001b=+-@'")
const anyText = fc
  .array(fc.oneof(marks, hostileText({ maxLength: 3 })), { maxLength: 8 })
  .map((parts) => parts.join(""))

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-sheet-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const newFile = (): string => join(folder, `${randomUUID()}.csv`)

/** Another program's view of the file. */
const cellsOf = (path: string): ReadonlyArray<ReadonlyArray<string>> =>
  parse(readFileSync(path), { relax_column_count: false }) as unknown as ReadonlyArray<ReadonlyArray<string>>

const steering = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u
/** A program that passes over what it does not show comes to the sign all the same. */
const formula = /^[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]/u
const plainNumber = /^-?\d+(\.\d+)?$/

it("every cell of every CSV file stays in its place, is one line, and no formula", async () => {
  const row = fc.tuple(anyText, anyText, anyText)
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
      const path = newFile()
      await Effect.runPromise(withSpreadsheet(path, ["a", "b", "c"], (write) => write(rows)))
      const [, ...cells] = cellsOf(path)
      expect(cells.map((one) => one.length)).toEqual(rows.map(() => 3))
      for (const cell of cells.flat()) {
        expect(cell).not.toMatch(steering)
        if (!plainNumber.test(cell)) expect(cell).not.toMatch(formula)
      }
    }),
    { numRuns: 300, seed: 15 }
  )
})

/** What can be kept of a name: no controls, which the import refuses, and nothing that the export takes out. */
const name = anyText
  .map((text) => `x${text}`.replace(new RegExp(steering.source, "gu"), "").slice(1).trim())
  .filter((text) => text !== "" && text.isWellFormed())
const guardedName = fc.tuple(fc.constantFrom("", "'", "''"), fc.constantFrom("=", "-1", "+", "@"), name)
const anyName = fc.oneof(
  name,
  guardedName.map((parts) => parts.join(""))
)

it("what an export of names guards comes back by the import as it was", async () => {
  await fc.assert(
    fc.asyncProperty(anyName, anyName, anyName, async (one, two, three) => {
      const aliases = newFile()
      await Effect.runPromise(writeAliasFile(aliases, [[one, two, three]]))
      const read = readAliases(readFileSync(aliases, "utf8"), null)
      expect(read).toMatchObject({
        broken: [],
        unusable: null,
        lines: [{ type: one, alias: two, sku: three }]
      })
      const mappings = newFile()
      await Effect.runPromise(writeMappingFile(mappings, "method", [[`c${one}`, one, two, three, two]]))
      const methods = readMappings(readFileSync(mappings, "utf8"), "method")
      expect(methods).toMatchObject({ broken: [], unusable: null })
      expect(methods.lines[0]).toMatchObject({ supplier: one, name: two, carrier: three, method: two })
      expect(guardedCell(one).endsWith(one)).toBe(true)
    }),
    { numRuns: 500, seed: 15 }
  )
})
