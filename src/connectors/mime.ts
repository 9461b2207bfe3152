/** Builds a whole message as bytes that depend on nothing but what is said: a repeat is the same message. */
export interface MailMessage {
  readonly from: MailAddress
  readonly to: MailAddress | ReadonlyArray<MailAddress>
  readonly cc?: ReadonlyArray<MailAddress>
  readonly replyTo?: MailAddress
  readonly subject: string
  /** null: none is named, and the first server adds its own. */
  readonly date: Date | null
  readonly messageId: string
  /** The message that this one answers. */
  readonly inReplyTo?: string
  /** Part boundary; must not occur in base64, so it holds an underscore. */
  readonly boundary: string
  readonly text: string
  readonly attachments?: ReadonlyArray<MailAttachment>
}

export interface MailAttachment {
  /** A plain file name of ours. */
  readonly name: string
  /** With its charset, where it is text. */
  readonly type: string
  readonly content: Uint8Array
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

const mostAddresses = 20

/** Addresses with commas between them, a comma inside quotes is part of a name. null: one of them is none, or there are too many. */
export const mailAddresses = (text: string): ReadonlyArray<MailAddress> | null => {
  const parts = text.match(/(?:"[^"]*"|[^,"])+/g) ?? []
  const found = parts.map(mailAddress).filter((address) => address !== null)
  return found.length < parts.length || found.length === 0 || found.length > mostAddresses ? null : found
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

const addressLine = (header: string, addresses: ReadonlyArray<MailAddress>): ReadonlyArray<string> =>
  addresses.length === 0 ? [] : [`${header}: ${addresses.map(addressText).join(",\r\n ")}`]

const base64 = (content: Uint8Array): string =>
  (
    Buffer.from(content)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n")

const part = (headers: ReadonlyArray<string>, content: Uint8Array): string =>
  [...headers, "Content-Transfer-Encoding: base64", "", base64(content)].join("\r\n")

const textHeaders = ["Content-Type: text/plain; charset=utf-8"]

const filePart = (file: MailAttachment): string =>
  part(
    [
      `Content-Type: ${file.type}; name="${file.name}"`,
      `Content-Disposition: attachment; filename="${file.name}"`
    ],
    file.content
  )

const bodyOf = (message: MailMessage): string => {
  const text = new TextEncoder().encode(message.text)
  const { attachments = [] } = message
  if (attachments.length === 0) return `${part(textHeaders, text)}\r\n`
  return [
    `Content-Type: multipart/mixed; boundary="${message.boundary}"`,
    "",
    ...[part(textHeaders, text), ...attachments.map(filePart)].flatMap((one) => [
      `--${message.boundary}`,
      one
    ]),
    `--${message.boundary}--`,
    ""
  ].join("\r\n")
}

const idLine = (header: string, id: string): string => `${header}: ${headerText(id)}`

export const mimeMessage = (message: MailMessage): Uint8Array => {
  const { date, inReplyTo, replyTo } = message
  const headers = [
    ...(date === null ? [] : [`Date: ${date.toUTCString().replace("GMT", "+0000")}`]),
    ...addressLine("From", [message.from]),
    ...addressLine("To", [message.to].flat()),
    ...addressLine("Cc", message.cc ?? []),
    ...addressLine("Reply-To", replyTo === undefined ? [] : [replyTo]),
    `Subject: ${headerText(message.subject)}`,
    idLine("Message-ID", message.messageId),
    ...(inReplyTo === undefined ? [] : [idLine("In-Reply-To", inReplyTo), idLine("References", inReplyTo)]),
    "MIME-Version: 1.0"
  ]
  return new TextEncoder().encode(`${headers.join("\r\n")}\r\n${bodyOf(message)}`)
}
