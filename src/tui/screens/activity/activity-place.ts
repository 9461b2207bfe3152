import type { ActivitySubject } from "../../../domain/model/activity.ts"
import { OrderId } from "../../../domain/model/order.ts"
import type { Place } from "../../screen.ts"

/** Where one sees what something was done to; a command, where no screen shows it. */
export const placeOfSubject = ({ kind, id, name }: ActivitySubject): Place | string => {
  switch (kind) {
    case "alert":
    case "alert-route":
      return { screen: "alerts" }
    case "channel":
      return id === null ? { screen: "channels" } : { screen: "channel", id, name }
    case "supplier":
      return id === null ? { screen: "suppliers" } : { screen: "supplier", id, name }
    case "order":
      return id === null
        ? { screen: "orders", filter: { search: name } }
        : { screen: "order", id: OrderId(id), number: name }
    case "feed":
      return { screen: "feeds" }
    case "letter":
      return { screen: "reviews" }
    case "input":
      return { screen: "exceptions" }
    case "queue":
      return { screen: "jobs" }
    case "installation":
      return { screen: "sends" }
    case "carrier":
      return "carriers list"
    case "alias-type":
      return "inventory alias list"
  }
}
