import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { World } from "../world/world.ts"

/** One purchase order as it lies at a supplier. */
export interface Arrival {
  readonly number: string
  readonly sha256: string
  readonly text: string
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/** Files in the inbound folder, those that are no finished purchase orders too: they have no number. */
export const filesIn = async (folder: string): Promise<ReadonlyArray<Arrival>> => {
  const names = await readdir(folder)
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(folder, name))
      const number = /^([A-Z]{3}-\d+)\.csv$/.exec(name)?.[1] ?? ""
      return { number, sha256: sha256(bytes), text: bytes.toString("utf8") }
    })
  )
}

/** What Postfix writes before a mail when it delivers it. */
const added = /^(Return-Path|X-Original-To|Delivered-To|Received):/

/** The mail as it was handed over: without the lines of the way, with the line ends of SMTP. */
export const asHandedOver = (delivered: string): string => {
  const lines = delivered.split("\n")
  let from = 0
  while (added.test(lines[from] ?? "")) {
    from += 1
    while (/^[ \t]/.test(lines[from] ?? "")) from += 1
  }
  return lines.slice(from).join("\r\n")
}

const headerOf = (mail: string, name: string): string => {
  const head = (mail.split(/\r?\n\r?\n/)[0] ?? "").replace(/\r?\n[ \t]+/g, " ")
  const line = head.split(/\r?\n/).find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line === undefined ? "" : line.slice(name.length + 1).trim()
}

/** Every mail in a Maildir, read or not, by latin1 so that no byte is changed. */
export const mailsIn = async (world: World, address: string, folder = ""): Promise<ReadonlyArray<string>> => {
  const box = join(world.imap.mailFolder, address, folder)
  const found: Array<string> = []
  for (const part of ["new", "cur"]) {
    if (!existsSync(join(box, part))) continue
    for (const name of await readdir(join(box, part)))
      found.push(await readFile(join(box, part, name), "latin1"))
  }
  return found
}

export interface MailArrival extends Arrival {
  readonly messageId: string
  readonly replyTo: string
}

export const purchaseOrderMails = async (
  world: World,
  address: string
): Promise<ReadonlyArray<MailArrival>> =>
  (await mailsIn(world, address)).map((delivered) => {
    const text = asHandedOver(delivered)
    const messageId = headerOf(text, "Message-ID")
    return {
      number: /[A-Z]{3}-\d+/.exec(headerOf(text, "Subject"))?.[0] ?? "",
      sha256: sha256(Buffer.from(text, "latin1")),
      text,
      messageId,
      replyTo: headerOf(text, "Reply-To")
    }
  })

/** Mails that Postfix has and has not delivered, also those that it is about to take. */
export const queued = async (world: World): Promise<number> => {
  const parts = await Promise.all(
    ["incoming", "active", "deferred"].map((part) =>
      readdir(join(world.smtp.queueFolder, part), { recursive: true, withFileTypes: true })
    )
  )
  return parts.flat().filter((entry) => entry.isFile()).length
}
