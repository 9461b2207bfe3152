import { statusLabel } from "../../../domain/model/order-status.ts"
import { age } from "../../age.ts"
import type { Desk } from "../../screen.ts"
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
  const { isRead, search, tab, wish, counts } = board.list.get()
  const { failure } = board.query.store.get()
  if (failure !== null && !isRead)
    return [
      `The orders cannot be read: ${failure}`,
      "It is tried again every 2 seconds; what you typed and marked is kept."
    ]
  if (!isRead) return ["Reading orders …"]
  if (search.trim() !== "")
    return [
      `No order matches “${search.trim()}” here.`,
      "The filter looks at numbers, customer, e-mail, SKU, purchase order and tracking. esc clears it."
    ]
  const isNarrowed = Object.keys(wish).some((key) => key !== "status" && key !== "search")
  if (isNarrowed) return ["No order waits for this now.", "esc shows all orders."]
  const total = Object.values(counts?.byStatus ?? {}).reduce((sum, count) => sum + count, 0)
  if (tab !== "all" && total > 0) return [`No order is ${statusLabel(tab)}.`, "tab goes to the next status."]
  return ["No orders yet.", nextDownload(desk), "S syncs all channels now, ? shows every key."]
}
