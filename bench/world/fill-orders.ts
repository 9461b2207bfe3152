import { readFileSync } from "node:fs"
import type { Environment } from "../../src/domain/model/environment.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"

const script = readFileSync(new URL("fill-orders.sql", import.meta.url), "utf8")

/** Fills a migrated, empty database with orders in every state; a million take about a minute and a half. */
export const fillOrders = async (
  connection: ConnectionOptions,
  orders: number,
  environment: Environment
): Promise<void> => {
  const sql = connect({ ...connection, max: 1 })
  try {
    const text = script.replaceAll(":orders", String(orders)).replaceAll(":environment", environment)
    await sql.unsafe(text)
    await sql.unsafe("vacuum analyze")
  } finally {
    await sql.end()
  }
}
