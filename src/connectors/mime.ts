/** Builds a whole message as bytes that depend on nothing but what is said: a repeat is the same message. */
export interface MailMessage {
  readonly from: MailAddress
  readonly to: MailAddress
  readonly replyTo?: MailAddress
  readonly subject: string
  readonly date: Date
  readonly messageId: string
  /** Part boundary; must not occur in base64, so it holds an underscore. */
  readonly boundary: string
  readonly text: string
  readonly attachment?: { readonly name: string; readonly type: string; readonly content: Uint8Array }
}

export interface MailAddress {
  readonly name: string
  readonly address: string
}

const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/
const named = /^(.*?)<([^<>]*)>$/

/** `a@b.example` or `Name <a@b.example>`, one address; null for anything else, so that no header can be smuggled in. */
export const mailAddress = (text: string): MailAddress | null => {
  if (text.length > 320 || /\p{Cc}/u.test(text)) return null
  const parts = named.exec(text.trim())
  const name = (parts?.[1] ?? "").trim().replace(/^"(.*)"$/, "$1")
  const address = (parts?.[2] ?? text).trim()
  return plainAddress.test(address) ? { name, address } : null
}

const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const bytesPerWord = 42

/** Whole characters, few enough that an encoded word stays under 76 columns. */
const chunks = (text: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  let chunk = ""
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > bytesPerWord) {
      found.push(chunk)
      chunk = ""
    }
    chunk += character
  }
  return [...found, chunk]
}

/** A header's text: one line, whatever it held; encoded when it is not plain ASCII. */
export const headerText = (text: string): string => {
  const line = text.replace(controls, " ").trim()
  if (/^[\x20-\x7e]{0,200}$/.test(line) && !line.includes("=?")) return line
  return chunks(line)
    .map((chunk) => `=?utf-8?B?${Buffer.from(chunk).toString("base64")}?=`)
    .join("\r\n ")
}

const addressText = ({ name, address }: MailAddress): string => {
  if (name === "") return address
  const plain = /^[A-Za-z0-9 ]+$/.test(name)
  // A name in plain ASCII with marks of its own (a comma, a quote) is encoded too: it can then mean nothing else.
  const shown = plain
    ? name
    : chunks(name.replace(controls, " "))
        .map((c) => `=?utf-8?B?${Buffer.from(c).toString("base64")}?=`)
        .join("\r\n ")
  return `${shown} <${address}>`
}

const base64 = (content: Uint8Array): string =>
  (
    Buffer.from(content)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n")

const part = (headers: ReadonlyArray<string>, content: Uint8Array): string =>
  [...headers, "Content-Transfer-Encoding: base64", "", base64(content)].join("\r\n")

const textHeaders = ["Content-Type: text/plain; charset=utf-8"]

const bodyOf = (message: MailMessage): string => {
  const text = new TextEncoder().encode(message.text)
  const { attachment } = message
  if (attachment === undefined) return `${part(textHeaders, text)}\r\n`
  const file = [
    `Content-Type: ${attachment.type}; charset=utf-8; name="${attachment.name}"`,
    `Content-Disposition: attachment; filename="${attachment.name}"`
  ]
  return [
    `Content-Type: multipart/mixed; boundary="${message.boundary}"`,
    "",
    `--${message.boundary}`,
    part(textHeaders, text),
    `--${message.boundary}`,
    part(file, attachment.content),
    `--${message.boundary}--`,
    ""
  ].join("\r\n")
}

export const mimeMessage = (message: MailMessage): Uint8Array => {
  const replyTo = message.replyTo === undefined ? [] : [`Reply-To: ${addressText(message.replyTo)}`]
  const headers = [
    `Date: ${message.date.toUTCString().replace("GMT", "+0000")}`,
    `From: ${addressText(message.from)}`,
    `To: ${addressText(message.to)}`,
    ...replyTo,
    `Subject: ${headerText(message.subject)}`,
    `Message-ID: ${headerText(message.messageId)}`,
    "MIME-Version: 1.0"
  ]
  return new TextEncoder().encode(`${headers.join("\r\n")}\r\n${bodyOf(message)}`)
}
