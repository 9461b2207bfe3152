import { createHash } from "node:crypto"
import type { Address, Attachment, Email } from "postal-mime"

/** A mail as it was parsed, bounded, with the headers that tell what kind of mail it is. */
export interface ReadMail {
  readonly messageId: string
  readonly from: string
  readonly subject: string
  readonly text: string
  /** In-Reply-To and References. */
  readonly answers: ReadonlyArray<string>
  /** Every address that it was sent to, by any header. */
  readonly recipients: ReadonlyArray<string>
  readonly headers: ReadonlyArray<{ readonly key: string; readonly value: string }>
  readonly files: ReadonlyArray<MailFile>
  readonly notes: ReadonlyArray<string>
}

export interface MailFile {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

const most = {
  subject: 500,
  address: 320,
  files: 20,
  fileBytes: 5 * 1024 * 1024,
  text: 200_000,
  addresses: 200,
  ids: 100,
  headers: 2_000
}
const parserLimits = { maxNestingDepth: 30, maxHeadersSize: 512 * 1024, forceRfc822Attachments: true }

const idForm = /<[^<>\s]{1,300}>/g

/** The Message-IDs in a header, as they stand there. */
export const idsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(idForm)].map((m) => m[0]).slice(0, most.ids)

const flat = (addresses: ReadonlyArray<Address>): ReadonlyArray<string> =>
  addresses.flatMap((one) => (one.group === undefined ? [one.address] : one.group.map((m) => m.address)))

/** Where servers write whom a mail was delivered to, beside To and Cc. */
const deliveryHeaders = [
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-delivered-to",
  "apparently-to"
]
const addressForm = /[^\s<>,;:"()]{1,150}@[^\s<>,;:"()]{1,150}/g

const recipientsOf = (mail: Email): ReadonlyArray<string> => {
  const delivered = mail.headers
    .filter((h) => deliveryHeaders.includes(h.key))
    .flatMap((h) => [...h.value.slice(0, 2_000).matchAll(addressForm)].map((m) => m[0]))
  return [...new Set([...flat([...(mail.to ?? []), ...(mail.cc ?? [])]), ...delivered])].slice(
    0,
    most.addresses
  )
}

const fileOf = (attachment: Attachment): MailFile => ({
  name: (attachment.filename ?? "").slice(0, 200),
  type: attachment.mimeType.toLowerCase(),
  content:
    typeof attachment.content === "string"
      ? new TextEncoder().encode(attachment.content)
      : new Uint8Array(attachment.content)
})

/** Leaves out an element with all that is in it, in one pass. */
const withoutElement = (html: string, name: string): string => {
  const lower = html.toLowerCase()
  const kept: Array<string> = []
  let at = 0
  for (;;) {
    const start = lower.indexOf(`<${name}`, at)
    kept.push(html.slice(at, start === -1 ? undefined : start))
    const end = start === -1 ? -1 : lower.indexOf(`</${name}`, start)
    if (end === -1) return kept.join(" ")
    at = end
  }
}

/** A mail without a text of its own may have HTML: its tags are taken out, and what is left is words for people. */
const plainOf = (html: string): string =>
  withoutElement(withoutElement(html.slice(0, most.text), "style"), "script")
    .replace(/<(?:br|\/p|\/tr|\/div|\/li)\b[^<>]{0,500}>/gi, "\n")
    .replace(/<[^<>]{1,1000}>/g, " ")
    .replace(/&nbsp;/gi, " ")
    .replace(/&lt;/gi, "<")
    .replace(/&gt;/gi, ">")
    .replace(/&amp;/gi, "&")

const messageIdOf = (mail: Email, raw: Uint8Array): string =>
  idsIn(mail.messageId ?? "")[0] ?? `<${createHash("sha256").update(raw).digest("hex")}@no-message-id>`

const load = async () => (await import("../postal-mime.ts")).parseMime

/** Parses a mail. Throws where it cannot be read at all (nested without end, headers without end). */
export const readMail = async (raw: Uint8Array): Promise<ReadMail> => {
  const parse = await load()
  const mail = await parse(raw, parserLimits)
  const files = mail.attachments.filter((a) => !a.related).map(fileOf)
  const small = files.filter((file) => file.content.length <= most.fileBytes)
  const kept = small.slice(0, most.files)
  const text = mail.text ?? (mail.html === undefined ? "" : plainOf(mail.html))
  return {
    messageId: messageIdOf(mail, raw),
    from: (flat(mail.from === undefined ? [] : [mail.from])[0] ?? "").slice(0, most.address),
    subject: (mail.subject ?? "").slice(0, most.subject),
    text: text.slice(0, most.text),
    answers: [...new Set([...idsIn(mail.inReplyTo ?? ""), ...idsIn(mail.references ?? "")])].slice(
      0,
      most.ids
    ),
    recipients: recipientsOf(mail),
    headers: mail.headers
      .slice(0, most.headers)
      .map(({ key, value }) => ({ key, value: value.slice(0, 2_000) })),
    files: kept,
    notes: [
      ...(files.length > kept.length
        ? [`${files.length - kept.length} attachment(s) too many or too large were left out`]
        : []),
      ...(text.length > most.text ? ["the text is longer than what is kept"] : [])
    ]
  }
}

export const headerOf = (mail: Pick<ReadMail, "headers">, name: string): string =>
  mail.headers.find((h) => h.key === name)?.value ?? ""
