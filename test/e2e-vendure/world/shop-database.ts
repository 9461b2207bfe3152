import postgres from "postgres"

export interface PostgresConnection {
  /** A host name, or the folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password?: string
  /** An existing database to connect to; the shop gets one of its own beside it. */
  readonly database: string
}

export interface ShopDatabase extends PostgresConnection {
  readonly drop: () => Promise<void>
}

const CONNECT_TIMEOUT_S = 10

export async function createShopDatabase(server: PostgresConnection, name: string): Promise<ShopDatabase> {
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(name)) throw new Error(`not a plain database name: ${name}`)
  await statement(server, `create database ${name}`)
  return {
    ...server,
    database: name,
    drop: () => statement(server, `drop database if exists ${name} with (force)`)
  }
}

async function statement(server: PostgresConnection, text: string): Promise<void> {
  const { user, ...rest } = server
  const sql = postgres({
    ...rest,
    username: user,
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_S,
    // "does not exist, skipping" is no news.
    onnotice: () => undefined
  })
  try {
    await sql.unsafe(text)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
