import type { AliasLine, UnnamedLine } from "../../../domain/ports/mapping-board.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { isAsking, type MappingRow, type Part, textsOf } from "./mapping-rows.ts"
import type { MappingsDesk } from "./mappings-desk.ts"

const noneYet: Readonly<Record<Part, string>> = {
  methods:
    "No ship method is mapped yet. What orders wait for comes here by itself; N maps a name before its first order.",
  skus: "No SKU of a channel is mapped yet: a channel's SKU is our own as long as nobody says otherwise. N says so.",
  aliases:
    "No product has an alias yet: every channel is told of stock by our own SKUs. I imports a CSV; a channel chooses its type by inventory rules --alias."
}

export const emptyText = (mappings: MappingsDesk): string => {
  const { part, search } = mappings.wish.get()
  return search !== "" ? `Nothing holds “${search}”. esc shows all.` : noneYet[part]
}

const unnamedText = ({ channel, type, product, known }: UnnamedLine): string => {
  const elsewhere = known.length === 0 ? "" : ` Elsewhere it is ${known.join(", ")}.`
  return `${channel} is told by ${type}, and ${product} has no such name: its stock is not told.${elsewhere} enter gives it one.`
}

const aliasText = ({ type, alias, product, title, others, channels }: AliasLine, when: string): string => {
  const name = `“${alias}” of type ${type} is ${product} ${title}`.trim()
  if (others.length > 0) return `${name}, and also ${others.join(", ")}: none of them is told by it${when}.`
  return `${name}${channels.length === 0 ? ", told to no channel" : `, told to ${channels.join(", ")}`}${when}.`
}

const rowText = (row: MappingRow, desk: Desk): string => {
  const { channel, words, supplier, meaning, by, at } = textsOf(row)
  const when = at === null ? "" : `, ${by} ${desk.clock.moment(at)}`
  switch (row.is) {
    case "waiting":
      return `${row.cause.orders === 1 ? "1 order waits" : `${row.cause.orders.toLocaleString("en-US")} orders wait`}: ${row.cause.message} enter maps it.`
    case "method":
      return `“${words}” of ${channel} is ${meaning} at ${supplier}${when}.`
    case "sku":
      return `SKU ${words} of ${channel} is ${supplier} ${meaning}${when}.`
    case "unnamed":
      return unnamedText(row.line)
    case "alias":
      return aliasText(row.line, when)
  }
}

export const footOf = (
  mappings: MappingsDesk,
  desk: Desk
): { readonly text: string; readonly role: Role } => {
  const { value } = mappings.query.store.get()
  const trouble = troubleText(mappings.query.store.get())
  if (trouble !== null) return { text: trouble, role: "need" }
  if (value === null) return { text: "Reading what is mapped …", role: "dim" }
  const row = mappings.list.selected()
  return row === undefined
    ? { text: emptyText(mappings), role: "dim" }
    : { text: rowText(row, desk), role: isAsking(row) ? "need" : "dim" }
}
