import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { World } from "../world/world.ts"
import type { Switchyard } from "./switchyard.ts"

export const alder = "Alder Pottery"
export const birch = "Birch Linen"
export const channel = "vendure-shop"

const methods = ["UPS|Ground|UPSG", "UPS|2nd Day Air|UPS2", "UPS|Next Day Air|UPS1"]
/** Which of the suppliers' own methods each of the shop's names means; the exotic one is left to a person. */
export const mappings: ReadonlyArray<readonly [string, string, string]> = [
  ["Free Shipping", "UPS", "Ground"],
  ["2 Day Priority", "UPS", "2nd Day Air"],
  ["Next Day Air", "UPS", "Next Day Air"]
]

const settings = (pairs: Readonly<Record<string, string | number>>): ReadonlyArray<string> =>
  Object.entries(pairs).flatMap(([name, value]) => ["--set", `${name}=${value}`])

const products = async (world: World, folder: string, supplier: "sftp" | "mail"): Promise<string> => {
  const rows = world.manifest.catalog.products
    .filter((p) => p.supplier === supplier)
    .map((p) => `${p.sku},${p.supplierSku},"${p.name.replaceAll('"', '""')}",${(p.price / 200).toFixed(2)},1`)
  const file = join(folder, `${supplier}-products.csv`)
  await writeFile(file, ["sku,supplier_sku,title,cost,priority", ...rows, ""].join("\n"))
  return file
}

const addSuppliers = async (world: World, program: Switchyard, folder: string): Promise<void> => {
  const shared = [
    "--required",
    "phone",
    "--tracking",
    "sftp",
    "--tracking-every",
    "1",
    "--environment",
    "sandbox",
    ...methods.flatMap((m) => ["--ship-method", m])
  ]
  const keyFile = join(folder, "alder.key")
  await writeFile(keyFile, world.sftpSupplier.login.privateKey, { mode: 0o600 })
  const { host, port, user, hostKeyFingerprint } = world.sftpSupplier.login
  const folders = { inboundFolder: "inbound", outboundFolder: "outbound", archiveFolder: "archive" }
  const sftp = settings({ host, port, user, hostKey: hostKeyFingerprint, ...folders })
  await program.ask([
    "suppliers",
    "add",
    alder,
    "--transport",
    "sftp-csv",
    ...shared,
    ...sftp,
    "--secret-file",
    `privateKey=${keyFile}`
  ])
  const mail = world.mailSupplier
  const birchKey = join(folder, "birch.key")
  await writeFile(birchKey, mail.sftpLogin.privateKey, { mode: 0o600 })
  const smtp = settings({
    host: mail.login.host,
    port: mail.login.port,
    user: mail.login.username,
    security: "none",
    from: "orders@switchyard.example",
    to: mail.address,
    sftpHost: mail.sftpLogin.host,
    sftpPort: mail.sftpLogin.port,
    sftpUser: mail.sftpLogin.user,
    sftpHostKey: mail.sftpLogin.hostKeyFingerprint,
    sftpOutboundFolder: "outbound",
    sftpArchiveFolder: "archive"
  })
  const secrets = ["--secret", "password", "--secret-file", `sftpPrivateKey=${birchKey}`]
  await program.ask(
    ["suppliers", "add", birch, "--transport", "email", ...shared, ...smtp, ...secrets],
    `${mail.login.password}\n`
  )
  await program.ask(["suppliers", "products", alder, await products(world, folder, "sftp")])
  await program.ask(["suppliers", "products", birch, await products(world, folder, "mail")])
}

/** Everything by the commands of the README, as a newcomer with a real shop would do it. */
export const setUp = async (world: World, program: Switchyard, folder: string): Promise<void> => {
  await addSuppliers(world, program, folder)
  const { adminApi, credentials } = world.shop
  const secrets = ["--secret", "username", "--secret", "password"]
  const login = `${credentials.username}\n${credentials.password}\n`
  await program.ask(
    [
      "channels",
      "add",
      channel,
      "--kind",
      "vendure",
      "--earliest",
      "2020-01-01",
      "--environment",
      "sandbox",
      "--set",
      `url=${adminApi}`,
      ...secrets
    ],
    login
  )
  await program.ask(["channels", "test", channel])
  await program.ask(["suppliers", "test", alder])
  await program.ask(["suppliers", "test", birch])
  await program.ask([
    "channels",
    "set",
    channel,
    "--service",
    "order-download=1",
    "--service",
    "shipment-upload=1"
  ])
  for (const supplier of [alder, birch])
    for (const [name, carrier, method] of mappings)
      await program.ask(["map", "ship-method", channel, supplier, name, carrier, method, "--yes"])
}
