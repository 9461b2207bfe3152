import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Switchyard } from "../../e2e-vendure/run/switchyard.ts"
import { host } from "../world/server.ts"
import { clerk, nobody, ours, type World } from "../world/world.ts"

export const alder = "Alder Pottery"
export const birch = "Birch Linen"
export const cedar = "Cedar Paper"
export const dune = "Dune Glass"

/** What the sandbox's shop sells, and which of the suppliers has it. */
export const offers: Readonly<Record<string, { readonly prefix: string; readonly sku: string }>> = {
  [alder]: { prefix: "ALD-", sku: "NW-210" },
  [birch]: { prefix: "BIR-", sku: "NW-415" },
  [cedar]: { prefix: "CED-", sku: "BK-7" },
  [dune]: { prefix: "DUN-", sku: "BK-31" }
}

export type Settings = Readonly<Record<string, string | number>>

export const sets = (pairs: Settings): ReadonlyArray<string> =>
  Object.entries(pairs).flatMap(([name, value]) => ["--set", `${name}=${value}`])

const folders: Settings = {
  inboundFolder: "inbound",
  outboundFolder: "outbound",
  shipmentFiles: "shp_*.csv",
  acknowledgementFiles: "ack_*.csv"
}

export const sftpSettings = (world: World): Settings => {
  const { port, user, hostKeyFingerprint } = world.ssh.logins.alder
  return { host, port, user, hostKey: hostKeyFingerprint, ...folders }
}

export const ftpsSettings = async (world: World): Promise<Settings> => ({
  host,
  port: world.ftps.port,
  user: world.ftps.user,
  security: "explicit",
  authority: await readFile(world.tls.authority, "utf8"),
  ...folders
})

/** `bouncesTo` differs, so that a report comes to the token address and, for the other, to the sender. */
export const mailSettings = (world: World, to: string, bouncesTo: "from" | "reply"): Settings => ({
  host: "localhost",
  port: world.smtp.submissionPort,
  security: "starttls",
  user: ours.address,
  from: `Shop <${ours.address}>`,
  to,
  replyAddress: ours.address,
  bouncesTo,
  attachments: "csv+pdf",
  imapHost: "localhost",
  imapPort: world.imap.imapPort,
  imapSecurity: "tls",
  imapUser: ours.address,
  imapArchive: "Switchyard",
  senders: clerk.address,
  patterns: "tracking(?: number)?:?\\s+(?<tracking>[A-Z0-9]{8,40})\nshipped (?:by|via|with) (?<carrier>UPS)"
})

/** Everything by commands, as a newcomer does it with the pages under docs/suppliers. */
export const addSuppliers = async (world: World, program: Switchyard, folder: string): Promise<void> => {
  const add = async (name: string, ...flags: ReadonlyArray<string>) => {
    const { prefix, sku } = offers[name] ?? { prefix: "", sku: "" }
    const shared = ["--prefix", prefix, "--environment", "sandbox", "--tracking-every", "1"]
    await program.ask(["suppliers", "add", name, ...flags, ...shared, "--ship-method", "UPS|Ground|UPSG"])
    const products = join(folder, `${prefix}products.csv`)
    await writeFile(products, `sku,supplier_sku,title,cost,priority\n${sku},${prefix}${sku},Thing,4.20,1\n`)
    await program.ask(["suppliers", "products", name, products])
  }
  const secret = async (name: string, text: string) => {
    await writeFile(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const key = `privateKey=${await secret("alder.key", world.ssh.logins.alder.privateKey)}`
  const byFile = ["--tracking", "sftp", "--secret-file"]
  await add(alder, "--transport", "sftp-csv", ...sets(sftpSettings(world)), ...byFile, key)
  const password = `password=${await secret("birch.txt", world.ftps.password)}`
  await add(birch, "--transport", "ftps-csv", ...sets(await ftpsSettings(world)), ...byFile, password)
  const box = await secret("mail.txt", ours.password)
  const secrets = ["--secret-file", `password=${box}`, "--secret-file", `imapPassword=${box}`]
  const byMail = ["--transport", "email", "--tracking", "transport", ...secrets]
  await add(cedar, ...byMail, ...sets(mailSettings(world, clerk.address, "reply")))
  await add(dune, ...byMail, ...sets(mailSettings(world, nobody, "from")))
}
