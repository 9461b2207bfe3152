import { randomBytes } from "node:crypto"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { type GraphqlSession, loginAsAdmin } from "./graphql-session.ts"
import { MailSupplier } from "./mail-supplier.ts"
import { findOpenSsh, type OpenSshPrograms } from "./openssh-install.ts"
import { startOpenSsh } from "./openssh-server.ts"
import { SftpSupplier } from "./openssh-supplier.ts"
import { DEFAULT_COLUMNS, type PurchaseOrderColumns } from "./purchase-order-books.ts"
import { readShopBooks, type ShopOrderEntry } from "./shop-books.ts"
import { createShopDatabase, type PostgresConnection } from "./shop-database.ts"
import { type ShopManifest, seedShop } from "./shop-seed.ts"
import { type Unavailable, unavailable } from "./unavailable.ts"
import { startVendure, type VendureShop } from "./vendure.ts"
import { installVendure } from "./vendure-install.ts"

export interface WorldOptions {
  /** Where Vendure is installed once; kept between runs. */
  readonly cacheDir: string
  /** For keys, ledgers, folders and logs of this run. A path without spaces; the caller removes it. */
  readonly workDir: string
  readonly postgres: PostgresConnection
  /** Default 40. */
  readonly orderCount?: number
  readonly columns?: PurchaseOrderColumns
  readonly onProgress?: (line: string) => void
}

export interface World {
  readonly available: true
  readonly shop: VendureShop
  /** The shop's owner, logged in: for judging, not for the connector. */
  readonly admin: GraphqlSession
  readonly manifest: ShopManifest
  readonly sftpSupplier: SftpSupplier
  readonly mailSupplier: MailSupplier
  /** After `shop.stop()`: the same shop again, on the same port, with its orders and logins. */
  readonly reopenShop: () => Promise<void>
  readonly shopBooks: () => Promise<ReadonlyMap<string, ShopOrderEntry>>
  /** Ends every process and drops the shop's database; says all that went wrong, after trying everything. */
  readonly close: () => Promise<void>
}

type CleanUp = Array<() => Promise<void>>

/** Starts everything that is not Switchyard: shop, suppliers, servers. Says why where this machine cannot. */
export async function startWorld(options: WorldOptions): Promise<World | Unavailable> {
  const programs = await findOpenSsh()
  if (!programs.available) return programs
  try {
    await installVendure(options.cacheDir)
  } catch (cause) {
    return unavailable(`Vendure could not be installed: ${(cause as Error).message.slice(0, 400)}`)
  }
  await mkdir(options.workDir, { recursive: true })
  const cleanUp: CleanUp = []
  const close = () => closeAll(cleanUp)
  try {
    const suppliers = await openSuppliers(options, programs, cleanUp)
    const shop = await openShop(options, cleanUp)
    return { available: true, ...suppliers, ...shop, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

async function openSuppliers(options: WorldOptions, programs: OpenSshPrograms, cleanUp: CleanUp) {
  const folder = join(options.workDir, "sftp")
  const ssh = await startOpenSsh({ programs, folder, accounts: ["alder", "birch"] })
  cleanUp.push(ssh.stop)
  const columns = options.columns ?? DEFAULT_COLUMNS
  const office = (name: string) => join(options.workDir, "offices", name)
  const { alder, birch } = ssh.logins
  const sftpSupplier = await SftpSupplier.open({ login: alder, officeFolder: office("alder"), columns })
  const mailSupplier = await MailSupplier.open({ sftpLogin: birch, officeFolder: office("birch"), columns })
  cleanUp.push(() => mailSupplier.close())
  options.onProgress?.("suppliers are open (OpenSSH, SMTP)")
  return { sftpSupplier, mailSupplier }
}

async function openShop(options: WorldOptions, cleanUp: CleanUp) {
  const name = `vendure_e2e_${randomBytes(6).toString("hex")}`
  const database = await createShopDatabase(options.postgres, name)
  cleanUp.push(database.drop)
  const logFile = join(options.workDir, "vendure.log")
  const shop = await startVendure({ cacheDir: options.cacheDir, database, logFile })
  let running = shop
  cleanUp.push(() => running.stop())
  const reopenShop = async () => {
    await running.stop()
    const { port, credentials } = shop
    running = await startVendure({ cacheDir: options.cacheDir, database, logFile, port, credentials })
  }
  options.onProgress?.("the shop is open (Vendure)")
  const admin = await loginAsAdmin(shop.adminApi, shop.credentials)
  const manifest = await seedShop({ shopApi: shop.shopApi, admin, orderCount: options.orderCount ?? 40 })
  options.onProgress?.(`${manifest.orders.length} orders are placed and paid`)
  return { shop, admin, manifest, reopenShop, shopBooks: () => readShopBooks(admin) }
}

/** Last started, first ended. Each is tried, whatever became of the others; a second call finds nothing left to do. */
async function closeAll(cleanUp: CleanUp): Promise<void> {
  const failures: Array<unknown> = []
  for (let end = cleanUp.pop(); end !== undefined; end = cleanUp.pop()) {
    try {
      await end()
    } catch (cause) {
      failures.push(cause)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "the outside world did not end cleanly")
}
