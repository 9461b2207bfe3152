import { readFileSync } from "node:fs"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"

const script = readFileSync(new URL("fill-stock.sql", import.meta.url), "utf8")

/** Fills a migrated, empty database with a catalog; a million products take about a minute. */
export const fillStock = async (
  connection: ConnectionOptions,
  products: number,
  orders: number
): Promise<void> => {
  const sql = connect({ ...connection, max: 1 })
  try {
    await sql.unsafe(script.replaceAll(":products", String(products)).replaceAll(":orders", String(orders)))
    await sql.unsafe("vacuum analyze")
  } finally {
    await sql.end()
  }
}
