import { type AddressField, addressLabels } from "../../../domain/model/address.ts"
import { historyWords } from "../../../domain/model/history-words.ts"
import type { HistoryRow } from "../../../domain/ports/order-board.ts"

const isEdit = ({ event }: HistoryRow): boolean => event === "edited"

const what = (row: HistoryRow, minutes: (at: Date) => string): string => {
  if (row.event === "edited" && row.subject in addressLabels) {
    const label = addressLabels[row.subject as AddressField]
    return `${label} “${row.before ?? ""}” → “${row.after ?? ""}”`
  }
  return historyWords(row, minutes)
}

/** Who changed the order meanwhile, and what: the entries of its history that were not there when it was opened. */
export const conflictText = (
  seen: ReadonlyArray<HistoryRow>,
  now: ReadonlyArray<HistoryRow>,
  minutes: (at: Date) => string
): string => {
  const keys = new Set(seen.map(keyOf))
  const [last, ...more] = now
    .filter((row) => !keys.has(keyOf(row)))
    // What a person typed comes before what the rules made of it.
    .sort((a, b) => Number(isEdit(b)) - Number(isEdit(a)) || b.at.getTime() - a.at.getTime())
  const how = "ctrl-r takes it in; what you typed stays."
  if (last === undefined) return `The order was changed meanwhile, by an import. ${how}`
  const others = more.length === 0 ? "" : ` and ${more.length} more`
  return `${last.actor} changed this order at ${minutes(last.at)}: ${what(last, minutes)}${others}. ${how}`
}

const keyOf = (row: HistoryRow): string =>
  [row.at.getTime(), row.actor, row.event, row.subject, row.before, row.after].join("\u0000")
