/** The tab line, in the order of the number keys. */
export const tabs = [
  { screen: "triage", key: "1", label: "Triage" },
  { screen: "orders", key: "2", label: "Orders" },
  { screen: "inventory", key: "3", label: "Inventory" },
  { screen: "sync", key: "4", label: "Sync" },
  { screen: "channels", key: "5", label: "Channels" },
  { screen: "suppliers", key: "6", label: "Suppliers" },
  { screen: "jobs", key: "7", label: "Jobs" },
  { screen: "alerts", key: "8", label: "Alerts" }
] as const

/** A screen with a tab of its own: the console can begin on each of them. */
export type TabName = (typeof tabs)[number]["screen"]

export const tabNames: ReadonlyArray<TabName> = tabs.map(({ screen }) => screen)
