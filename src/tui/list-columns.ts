/**
 * The columns that each list can show, by the names they have in `[columns]` of console.toml. A list that lets its columns
 * be chosen has a row here; its screen draws them.
 */
export const listColumns: Readonly<Record<string, ReadonlyArray<string>>> = {
  orders: [
    "action",
    "order",
    "channel",
    "customer",
    "quantity",
    "total",
    "ship-via",
    "why",
    "age",
    "status",
    "country",
    "placed",
    "ship-by"
  ]
}
