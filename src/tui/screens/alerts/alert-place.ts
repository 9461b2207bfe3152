import { classOf } from "../../../domain/model/alert.ts"
import { ChannelId } from "../../../domain/model/sales-channel.ts"
import type { AlertRow } from "../../../domain/ports/alert-store.ts"
import type { OrderFilter } from "../../../domain/ports/order-board.ts"
import type { Place } from "../../screen.ts"

const orders = (filter: OrderFilter): Place => ({ screen: "orders", filter })

const withChannel = (filter: OrderFilter, id: string): Place =>
  orders(/^\d{1,15}$/.test(id) ? { ...filter, channelId: ChannelId(Number(id)) } : filter)

/** The words of the channel that a hold is about, as the list is asked for them. */
const aboutWords = (hold: string, words: string): Pick<OrderFilter, "query"> => {
  const field = hold === "ship_method_unmapped" ? "ship" : hold === "sku_unknown" ? "sku" : null
  return field === null || words === ""
    ? {}
    : { query: [{ kind: "field", field, isNot: false, test: { is: "any of", values: [words] } }] }
}

const supplierPlace = (id: string): Place =>
  /^\d{1,15}$/.test(id)
    ? { screen: "supplier", id: Number(id), name: `supplier ${id}` }
    : { screen: "suppliers" }

/** The list behind a cause, which names what it is about: `resolve/ship_method_unmapped/3/Free Shipping`. null: there is none. */
export const placeOfAlert = ({ cause }: Pick<AlertRow, "cause">, now: Date): Place | null => {
  const [, first = "", second = "", ...rest] = cause.split("/")
  switch (classOf(cause)) {
    case "resolve":
      return withChannel(
        { action: "resolve", hold: first, ...aboutWords(first, rest.join("/").replace(/…$/, "")) },
        second
      )
    case "failed":
      return withChannel(second === "" ? { action: "retry" } : { action: "retry", supplier: second }, first)
    case "push":
      return withChannel({ action: "push" }, first)
    case "answer":
      return orders({ hold: first })
    case "late":
      return orders({ due: { what: "acknowledge", until: now } })
    case "supplier":
      return orders({ action: "retry" })
    case "doubt":
      return orders({ action: "settle" })
    case "stuck":
      return orders({ status: "processing" })
    case "breaker":
    case "receipt":
      return supplierPlace(first)
    case "oversell":
    case "stock":
      return { screen: "inventory" }
    case "feed":
      return { screen: "feeds" }
    case "quarantine":
      return { screen: "exceptions", part: "quarantine" }
    case "sync":
      return { screen: "sync" }
    case "stopped":
      return { screen: "sends" }
    case "dead":
      return { screen: "jobs", show: "dead" }
    case "death":
    case "deaths":
    case "database":
      return { screen: "workers" }
    case "route":
    case null:
      return null
  }
}
