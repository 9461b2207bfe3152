import { randomBytes } from "node:crypto"
import { fileURLToPath } from "node:url"
import { startProcess } from "./bounded-process.ts"
import type { PostgresConnection } from "./shop-database.ts"
import { installVendure } from "./vendure-install.ts"

export interface ShopCredentials {
  readonly username: string
  readonly password: string
}

export interface VendureOptions {
  /** Where Vendure is installed once; kept between runs. */
  readonly cacheDir: string
  /** The shop's own, empty database. */
  readonly database: PostgresConnection
  readonly logFile: string
  /** Default: a free one. Give the old one to start a stopped shop again where it was. */
  readonly port?: number
  /** Default: made up. They count only for a fresh database. */
  readonly credentials?: ShopCredentials
}

export interface VendureShop {
  readonly adminApi: string
  readonly shopApi: string
  readonly port: number
  readonly pid: number
  readonly credentials: ShopCredentials
  readonly stop: () => Promise<void>
}

const BOOT_TIMEOUT_MS = 120_000

/** Starts a real Vendure shop as a process of its own on loopback and waits until it answers. */
export async function startVendure(options: VendureOptions): Promise<VendureShop> {
  const folder = await installVendure(options.cacheDir)
  const credentials = options.credentials ?? {
    username: "superadmin",
    password: randomBytes(18).toString("base64url")
  }
  const shop = await startProcess({
    name: "Vendure",
    command: process.execPath,
    args: [fileURLToPath(new URL("./vendure-server.mjs", import.meta.url))],
    cwd: folder,
    logFile: options.logFile,
    readyWithinMs: BOOT_TIMEOUT_MS,
    readyLine: listeningPort,
    input: `${JSON.stringify(settings(options, credentials))}\n`
  })
  const origin = `http://127.0.0.1:${shop.ready}`
  return {
    adminApi: `${origin}/admin-api`,
    shopApi: `${origin}/shop-api`,
    port: shop.ready,
    pid: shop.pid,
    credentials,
    stop: shop.stop
  }
}

function settings({ database, port }: VendureOptions, credentials: ShopCredentials) {
  return {
    port: port ?? 0,
    superadmin: { identifier: credentials.username, password: credentials.password },
    database: {
      host: database.host,
      port: database.port,
      username: database.user,
      password: database.password,
      database: database.database
    }
  }
}

function listeningPort(line: string): number | undefined {
  if (!line.startsWith('{"listening":')) return undefined
  return (JSON.parse(line) as { readonly listening: number }).listening
}
