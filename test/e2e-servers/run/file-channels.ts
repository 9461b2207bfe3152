import { chown, mkdir, readdir, rename, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Switchyard } from "../../e2e-vendure/run/switchyard.ts"
import type { Verdict } from "../../e2e-vendure/run/verdict.ts"
import { host } from "../world/server.ts"
import type { World } from "../world/world.ts"
import { type Settings, sets } from "./suppliers.ts"
import { until } from "./wait.ts"
import type { Workers } from "./workers.ts"

interface Shop {
  readonly channel: string
  readonly kind: string
  readonly server: string
  /** Where the login lands. */
  readonly root: string
  readonly settings: Settings
  /** Field and file of its secret. */
  readonly secret: readonly [field: string, file: string]
}

interface FileStage {
  readonly world: World
  readonly program: Switchyard
  readonly workers: Workers
  readonly verdict: Verdict
}

const folders = {
  ordersFolder: "shop-orders",
  shipmentsFolder: "shop-shipments",
  inventoryFolder: "shop-stock"
}

/** The secrets are those that the suppliers' logins brought: two parties may share a server. */
const shopsOf = (world: World, folder: string): ReadonlyArray<Shop> => {
  const { alder } = world.ssh.logins
  return [
    {
      channel: "files-by-sftp",
      kind: "files-sftp",
      server: "OpenSSH",
      root: alder.folder,
      settings: { host, port: alder.port, user: alder.user, hostKey: alder.hostKeyFingerprint },
      secret: ["privateKey", join(folder, "alder.key")]
    },
    {
      channel: "files-by-ftps",
      kind: "files-ftps",
      server: "vsftpd",
      root: world.ftps.folder,
      settings: {
        host,
        port: world.ftps.port,
        user: world.ftps.user,
        certificate: world.tls.fingerprint
      },
      secret: ["password", join(folder, "birch.txt")]
    }
  ]
}

/** What the shop's own program does at the server: its files belong to the login that comes for them. */
const asLogin = async (shop: Shop, path: string): Promise<void> => {
  const { uid, gid } = await stat(join(shop.root, "inbound"))
  await chown(path, uid, gid)
}

const prepare = async (shop: Shop): Promise<void> => {
  for (const folder of Object.values(folders)) {
    await mkdir(join(shop.root, folder))
    await asLogin(shop, join(shop.root, folder))
  }
}

const lay = async (shop: Shop, name: string, rows: ReadonlyArray<string>): Promise<void> => {
  const path = join(shop.root, folders.ordersFolder, name)
  const header = "order_id,placed_at,ship_name,address1,city,postal_code,country,sku,qty,unit_price"
  await writeFile(`${path}.tmp`, `${[header, ...rows].join("\r\n")}\r\n`)
  await asLogin(shop, `${path}.tmp`)
  await rename(`${path}.tmp`, path)
}

const row = (order: string, sku: string, qty: string): string =>
  `${order},2026-11-21,Zoe Buyer,1 Main St,Springfield,01234,Germany,${sku},${qty},2.50`

const add = async (shop: Shop, program: Switchyard): Promise<void> => {
  const [field, file] = shop.secret
  const flags = ["--kind", shop.kind, "--earliest", "2020-01-01", "--environment", "sandbox"]
  const given = sets({ ...shop.settings, ...folders, currency: "EUR", quietSeconds: 1 })
  await program.ask([
    "channels",
    "add",
    shop.channel,
    ...flags,
    ...given,
    "--secret-file",
    `${field}=${file}`
  ])
}

interface Rows {
  readonly orders: ReadonlyArray<{ readonly channelOrderNumber: string }>
}

const archivedOf = (shop: Shop): Promise<ReadonlyArray<string>> =>
  readdir(join(shop.root, folders.ordersFolder, "archive")).catch(() => [])

const imports = async (shop: Shop, { program, workers, verdict }: FileStage): Promise<void> => {
  const mark = shop.kind === "files-sftp" ? "S" : "F"
  const numbers = [`${mark}-1`, `${mark}-3`]
  await lay(shop, "ord_1.csv", [
    row(`${mark}-1`, "A", "1"),
    row(`${mark}-2`, "A", "many"),
    row(`${mark}-3`, "A", "1"),
    row(`${mark}-1`, "B", "2")
  ])
  const said = await program.run(["channels", "test", shop.channel])
  const words = [
    /Read ord_1\.csv: 2 order\(s\) with 3 line\(s\)\..* to Zoe Buyer, DE\./,
    /column qty: "many"/,
    /shop-stock is there and can be written/
  ]
  verdict.check(
    `${shop.server}: the test of a channel of files reads the newest and tries every folder`,
    said.code === 0 && words.every((word) => word.test(said.stdout)),
    said
  )
  const ours = async () =>
    (await program.ask<Rows>(["orders", "list", "--limit", "200"])).orders
      .map((order) => order.channelOrderNumber)
      .filter((number) => number.startsWith(`${mark}-`))
      .sort()
  const arrived = await workers.during(async () => {
    await program.run(["sync", "orders", shop.channel])
    const first = await until(async () => (await archivedOf(shop)).length === 1)
    await lay(shop, "ord_2.csv", [row(`${mark}-1`, "A", "1"), row(`${mark}-1`, "B", "2")])
    await program.run(["sync", "orders", shop.channel])
    return first && (await until(async () => (await archivedOf(shop)).length === 2))
  })
  verdict.check(`${shop.server}: order files are read and archived there`, arrived, await archivedOf(shop))
  const seen = await ours()
  verdict.check(
    `${shop.server}: an order that came in two files is there once, the broken one is not`,
    JSON.stringify(seen) === JSON.stringify(numbers),
    seen
  )
}

/** Channels whose orders are files, at the same real servers. */
export const runFileChannels = async (stage: FileStage, folder: string): Promise<void> => {
  for (const shop of shopsOf(stage.world, folder)) {
    await prepare(shop)
    await add(shop, stage.program)
    await imports(shop, stage)
  }
}
