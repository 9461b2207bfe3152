import type { InventoryFilter } from "../../../domain/ports/inventory-store.ts"
import type { InventoryBoard } from "./inventory-board.ts"

const noneOf: Readonly<Record<InventoryFilter, string>> = {
  differs: "The channel shows of every product what it is to show.",
  ignored: "No product is left out: all have the channel's alias, or it is told the master SKU.",
  conflict: "No alias of this channel has two products.",
  unknown: "Some supplier said what there is of every product.",
  held: "No feed waits for a person."
}

/** An empty list is a teacher: why it is empty, and what helps. */
export const emptyWords = (board: InventoryBoard): ReadonlyArray<string> => {
  const { isRead, search, filter } = board.list.get()
  const { value, failure } = board.query.store.get()
  if (failure !== null && !isRead)
    return [
      `The inventory cannot be read: ${failure}`,
      "It is tried again every 2 seconds; channel, filter and search are kept."
    ]
  if (!isRead || value === null) return ["Reading the inventory …"]
  if (value.channels.length === 0)
    return [
      "There is no channel yet, so nobody is told what there is.",
      "switchyard channels add connects a shop; suppliers and their products come next: switchyard suppliers add"
    ]
  if (search.trim() !== "")
    return [
      `No product ${filter === null ? "" : "of these "}has “${search.trim()}” in its SKU or title.`,
      "esc clears the search."
    ]
  if (filter !== null) return [noneOf[filter], "f goes to the next filter, esc shows all products."]
  return [
    "There are no products yet. What suppliers sell is imported first, then what they have of it:",
    "1. switchyard suppliers products <supplier> products.csv  says which SKUs a supplier ships, and what it calls them.",
    "2. Their inventory feed (CSV, X12 846 or JSON) is read with their other files; i shows what came.",
    "3. No feed? switchyard inventory import stock.csv --supplier <supplier>  takes a list that was typed by hand."
  ]
}
