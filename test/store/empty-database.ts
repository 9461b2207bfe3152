import { randomBytes } from "node:crypto"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"

const asAdministrator = async (near: ConnectionOptions, work: (sql: Sql) => Promise<unknown>) => {
  const sql = connect({ ...near, database: "postgres", max: 1 })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** A database without anything, on the server of another one. Drop it when done. */
export const createEmptyDatabase = async (near: ConnectionOptions): Promise<ConnectionOptions> => {
  const database = `switchyard_test_${randomBytes(6).toString("hex")}`
  await asAdministrator(near, (sql) => sql`create database ${sql(database)}`)
  return { ...near, database }
}

export const dropDatabase = (options: ConnectionOptions): Promise<void> =>
  asAdministrator(options, (sql) => sql`drop database if exists ${sql(options.database)} with (force)`)
