import { stringify } from "csv-stringify/sync"
import * as Effect from "effect/Effect"
import { type AliasLine, MappingBoard } from "../../domain/ports/mapping-board.ts"
import { safe } from "../../tui/safe-text.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { progress } from "../progress.ts"
import { guardedCell } from "../read-aliases.ts"
import { aliasColumns } from "../read-mapping-file.ts"
import { spreadsheetCell } from "../spreadsheet.ts"
import { countOf } from "../wording.ts"

const usualLimit = 500

const shown = (a: AliasLine): ReadonlyArray<string> => [
  a.type,
  a.alias,
  a.product,
  a.title,
  a.channels.join(", ") || "-",
  a.others.length === 0 ? "-" : `CONFLICT with ${a.others.join(", ")}`,
  a.savedBy ?? "-",
  moment(a.savedAt)
]

const blocks = (aliases: ReadonlyArray<AliasLine>, isFiltered: boolean): ReadonlyArray<Block> =>
  listOr(
    isFiltered
      ? "No alias has that."
      : "No product has an alias: switchyard inventory alias --help, or inventory alias import for a file of them.",
    table(["type", "alias", "sku", "product", "told to", "conflict", "by", "when"], aliases.map(shown))
  )

/** A line is a row: a cell is one line of text there, and never a formula. */
const csvLines = (aliases: ReadonlyArray<AliasLine>): ReadonlyArray<string> =>
  [aliasColumns, ...aliases.map((a) => [a.type, a.alias, a.product].map(guardedCell))].map((row) =>
    stringify([row.map(spreadsheetCell)]).trimEnd()
  )

/** An answer may end in a terminal, so what steers or hides there is shown by other signs; the export has the alias itself. */
const otherwise = (rows: number): string =>
  `${countOf(rows, "row")} here ${rows === 1 ? "has" : "have"} signs that are shown by others, so that no terminal is steered: inventory alias export writes the aliases as they are.`

export const list: Run = (input) =>
  Effect.gen(function* () {
    const limit = number(input, "limit") ?? usualLimit
    const type = text(input, "type")
    const search = text(input, "search") ?? ""
    const found = yield* (yield* MappingBoard).aliases(search, limit + 1, type)
    const aliases = found.slice(0, limit)
    const isCut = found.length > limit
    const cut = `Only the first ${limit.toLocaleString("en-US")} are here: --limit takes more, inventory alias export writes them all.`
    const rest = isCut ? [cut] : []
    if (has(input, "csv")) {
      // Beside the answer: a pipe takes rows alone.
      if (isCut) yield* progress(cut)
      const lines = csvLines(aliases)
      const changed = lines.filter((line) => safe(line) !== line).length
      if (changed > 0) yield* progress(otherwise(changed))
      return answer({ aliases, isCut }, lines)
    }
    return answer({ aliases, isCut }, [...blocks(aliases, search !== "" || type !== undefined), ...rest])
  })
