import type { OpenScreenFor, ScreenName } from "./screen.ts"
import { openDoubt } from "./screens/doubt/screen.tsx"
import { openOrder } from "./screens/order/screen.tsx"
import { openOrders } from "./screens/orders/screen.tsx"
import { openTriage } from "./screens/triage/screen.tsx"

/** Which part draws a place. */
export const screenTable: { readonly [Name in ScreenName]?: OpenScreenFor<Name> } = {
  triage: openTriage,
  orders: openOrders,
  order: openOrder,
  doubt: openDoubt
}

/** The tab line, in the order of the number keys. */
export const tabs = [
  { screen: "triage", key: "1", label: "Triage" },
  { screen: "orders", key: "2", label: "Orders" },
  { screen: "sync", key: "3", label: "Sync" },
  { screen: "channels", key: "4", label: "Channels" }
] as const
