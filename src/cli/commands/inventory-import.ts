import { basename } from "node:path"
import * as Effect from "effect/Effect"
import { importStock } from "../../domain/operations/import-stock.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import type { BrokenLine } from "../csv-rows.ts"
import { findSupplier } from "../find-party.ts"
import { textFile } from "../inbox.ts"
import { argument, has, text } from "../input.ts"
import { readStock } from "../read-stock.ts"
import { countOf } from "../wording.ts"

const brokenShown = 50

const brokenBlocks = (broken: ReadonlyArray<BrokenLine>): ReadonlyArray<Block> => {
  if (broken.length === 0) return []
  const shown = broken.slice(0, brokenShown).map((b) => [String(b.line), b.column, b.reason])
  const more = broken.length - shown.length
  return [
    table([">line", "column", "what is wrong"], shown),
    ...(more > 0 ? [`... and ${more} lines more (--json has all)`] : [])
  ]
}

/** Takes stock that was typed by hand as the supplier's own feed is taken. */
export const importFile: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(text(input, "supplier") ?? "")
    const path = argument(input, "file")
    const { rows, broken, unusable } = readStock(yield* textFile(path))
    if (unusable !== null)
      return yield* new Refusal({ message: `${path}: ${unusable} Nothing was imported.` })
    if (broken.length > 0 && !has(input, "skip-broken"))
      return answer(
        { imported: 0, broken },
        [
          ...brokenBlocks(broken),
          `Nothing was imported: ${broken.length} of ${rows.length + broken.length} lines of ${path} are broken.`,
          "Correct them, or import the others with --skip-broken."
        ],
        true
      )
    if (rows.length === 0) return yield* new Refusal({ message: `${path} has no line that can be imported.` })
    const { runId, records, feed } = yield* importStock(supplier, basename(path).slice(0, 120), rows)
    const isHeld = feed?.state === "held"
    return answer(
      { imported: rows.length, broken, run: runId, feed, records },
      [
        ...brokenBlocks(broken),
        ...(broken.length > 0 ? [`Left out: ${countOf(broken.length, "line")}.`] : []),
        ...records.map((r) => `${r.reference}: ${r.detail}`),
        ...(isHeld
          ? [`It waits for you: switchyard inventory feeds accept ${feed.id} lets it in.`]
          : [`${supplier.name}: ${countOf(rows.length, "line")} taken in.`])
      ],
      isHeld
    )
  })
