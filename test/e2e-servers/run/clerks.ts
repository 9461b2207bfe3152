import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Readable } from "node:stream"
import { Client } from "basic-ftp"
import { parse } from "csv-parse/sync"
import { createTransport } from "nodemailer"
import { runCommand } from "../../e2e-vendure/world/bounded-process.ts"
import { host } from "../world/server.ts"
import { clerk, type World } from "../world/world.ts"
import type { Arrival, MailArrival } from "./books.ts"

const withinMs = 60_000

/** UPS's check digit: letters count as numbers, every second place twice. */
const upsTracking = (serial: number): string => {
  const body = `E5E5E5${"03"}${String(serial).padStart(7, "0")}`
  const sum = [...body].reduce((total, sign, place) => {
    const value = /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10
    return total + value * (place % 2 === 0 ? 1 : 2)
  }, 0)
  return `1Z${body}${(10 - (sum % 10)) % 10}`
}

const serialOf = (number: string): number => Number(number.replace(/\D/g, "")) + 1_000 * number.charCodeAt(0)

/** The tracking number that a purchase order's parcel gets, whoever ships it. */
export const trackingOf = (number: string): string => upsTracking(serialOf(number))

const rowsOf = (order: Arrival): ReadonlyArray<Record<string, string>> =>
  parse(order.text, { columns: true, bom: true })

const acknowledgement = (order: Arrival): string =>
  rowsOf(order)
    .map((row) => `${order.number},${row.line_id},${row.sku},${row.qty},accepted,S-${order.number}\n`)
    .join("")

const shipment = (order: Arrival): string =>
  rowsOf(order)
    .map(
      (row) =>
        `${order.number},${row.line_id},${row.sku},${row.qty},UPS,Ground,${trackingOf(order.number)},2026-11-22\n`
    )
    .join("")

export interface AnswerFile {
  readonly name: string
  readonly text: string
}

export const acknowledgements = (orders: ReadonlyArray<Arrival>): AnswerFile => ({
  name: "ack_1.csv",
  text: `po_number,line_id,sku,qty,status,supplier_order\n${orders.map(acknowledgement).join("")}`
})

export const shipments = (orders: ReadonlyArray<Arrival>): AnswerFile => ({
  name: "shp_1.csv",
  text: `po_number,line_id,sku,qty,carrier,service,tracking,ship_date\n${orders.map(shipment).join("")}`
})

/** OpenSSH's own client puts it there, through the real server. */
export const putBySftp = async (world: World, folder: string, file: AnswerFile): Promise<void> => {
  const { port, user } = world.ssh.logins.alder
  const local = join(folder, file.name)
  const batch = join(folder, "sftp-batch")
  await writeFile(local, file.text)
  await writeFile(
    batch,
    `put ${local} outbound/${file.name}.part\nrename outbound/${file.name}.part outbound/${file.name}\n`
  )
  const options = [
    `IdentityFile=${join(folder, "alder.key")}`,
    "IdentitiesOnly=yes",
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null"
  ].flatMap((option) => ["-o", option])
  const args = ["-q", "-F", "none", ...options, "-P", String(port), "-b", batch, `${user}@${host}`]
  await runCommand({ command: world.programs.sftp, args, timeoutMs: withinMs })
}

export const putByFtps = async (world: World, file: AnswerFile): Promise<void> => {
  const client = new Client(withinMs)
  try {
    const { port, user, password } = world.ftps
    const secureOptions = { ca: await readFile(world.tls.authority) }
    await client.access({ host, port, user, password, secure: true, secureOptions })
    await client.uploadFrom(Readable.from([file.text]), `outbound/${file.name}.part`)
    await client.rename(`outbound/${file.name}.part`, `outbound/${file.name}`)
  } finally {
    client.close()
  }
}

/** Replies to the purchase order as a mail program does: to its Reply-To, in its thread. */
export const replyByMail = async (world: World, order: MailArrival): Promise<void> => {
  const transport = createTransport({
    host: "localhost",
    port: world.smtp.submissionPort,
    secure: false,
    requireTLS: true,
    auth: { user: clerk.address, pass: clerk.password },
    tls: { ca: await readFile(world.tls.authority) },
    connectionTimeout: withinMs,
    socketTimeout: withinMs
  })
  try {
    await transport.sendMail({
      from: `Carla at Cedar <${clerk.address}>`,
      to: order.replyTo,
      subject: `Re: your order ${order.number}`,
      inReplyTo: order.messageId,
      references: order.messageId,
      text: `Hello,\n\nit was shipped by UPS.\nTracking number: ${trackingOf(order.number)}\n\nCarla\n`
    })
  } finally {
    transport.close()
  }
}
