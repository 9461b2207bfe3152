import { printOrderQuery } from "../../../domain/model/order-query.ts"
import { statusLabel } from "../../../domain/model/order-status.ts"
import { age } from "../../age.ts"
import { grouped } from "../../order-words.ts"
import type { Desk } from "../../screen.ts"
import { wishWords } from "./list-lines.ts"
import type { OrdersBoard } from "./orders-board.ts"

/** `Next download from acme-shop in 12m.`, or how to get a channel. */
export const nextDownload = (desk: Desk): string => {
  const figures = desk.figures.store.get().value
  if (figures === null) return ""
  if (figures.triage.channels === 0)
    return "There is no channel yet: `switchyard channels add` connects a shop."
  const now = desk.clock.state.get().now
  const downloads = figures.sync.filter(({ service, enabled }) => service === "orders" && enabled)
  const [next] = downloads
    .flatMap((line) => (line.nextAt === null ? [] : [{ party: line.party, at: line.nextAt.getTime() }]))
    .sort((a, b) => a.at - b.at)
  if (next === undefined) return "No channel downloads orders by itself: 5 shows the channels."
  const wait = next.at <= now ? "is due now" : `in ${age(now, next.at)}`
  return `Next download from ${next.party} ${wait}.`
}

/** An empty list is a teacher: why it is empty, and what helps. */
export const emptyWords = (board: OrdersBoard, desk: Desk): ReadonlyArray<string> => {
  const { isRead, query, searched, sort, tab, wish, counts } = board.list.get()
  const status = tab === "all" ? "" : ` and is ${statusLabel(tab)}`
  const asked = `${printOrderQuery(query)}${status}`
  const { failure } = board.query.store.get()
  if (failure !== null && !isRead)
    return [
      `The orders cannot be read: ${failure}`,
      "It is tried again every 2 seconds; what you typed and marked is kept."
    ]
  if (!isRead) return ["Reading orders …"]
  if (searched !== null)
    return [
      `Among the newest ${grouped(searched.orders)} orders none matches ${asked}.`,
      searched.until === null
        ? "Sort by time to look further back."
        : "end looks at those before them; esc clears the filter."
    ]
  const kept = wishWords({ wish })
  if (query.length > 0 && kept !== "")
    return [
      `No order matches ${asked} in what is shown here: ${kept}.`,
      "esc clears the filter, once more shows all orders; / searches those."
    ]
  if (query.length > 0)
    return [
      `No order matches ${asked}.`,
      "esc clears the filter; / changes it, tab there shows every field and its words."
    ]
  if (sort === "wait") return ["No order waits for you.", "esc sorts by time again."]
  if (sort === "ship-by")
    return ["No order has to leave by a time that its channel says.", "esc sorts by time again."]
  const isNarrowed = Object.keys(wish).some((key) => key !== "status" && key !== "search")
  if (isNarrowed) return ["No order waits for this now.", "esc shows all orders."]
  const total = Object.values(counts?.byStatus ?? {}).reduce((sum, count) => sum + count, 0)
  if (tab !== "all" && total > 0) return [`No order is ${statusLabel(tab)}.`, "tab goes to the next status."]
  return ["No orders yet.", nextDownload(desk), "S syncs all channels now, ? shows every key."]
}
