export interface MailPart {
  /** From Content-Disposition or Content-Type; absent for text that is the message itself. */
  readonly filename: string | undefined
  readonly content: Buffer
}

export interface ReadMail {
  readonly headers: ReadonlyMap<string, string>
  /** All leaves, however deep the multiparts nest. */
  readonly parts: ReadonlyArray<MailPart>
}

type Headers = ReadonlyMap<string, string>

const deepest = 10

/** As much of MIME as a supplier's robot reads: nested multiparts, base64, quoted-printable, names of attachments. */
export function readMail(raw: Buffer): ReadMail {
  // One byte is one character here, so that nothing is lost before the transfer encoding is undone.
  const { headers, body } = split(raw.toString("latin1"))
  return { headers, parts: leaves(headers, body, 0) }
}

function split(text: string): { readonly headers: Headers; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(text)
  const head = end === null ? text : text.slice(0, end.index)
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":")
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: end === null ? "" : text.slice(end.index + end[0].length) }
}

function leaves(headers: Headers, body: string, depth: number): ReadonlyArray<MailPart> {
  const type = headers.get("content-type") ?? "text/plain"
  const boundary = /^multipart\//i.test(type) ? parameter(type, "boundary") : undefined
  if (boundary === undefined || depth === deepest) return [leaf(headers, type, body)]
  return sections(body, boundary).flatMap((section) => {
    const inner = split(section)
    return leaves(inner.headers, inner.body, depth + 1)
  })
}

function sections(body: string, boundary: string): ReadonlyArray<string> {
  const [, ...rest] = `\r\n${body}`.split(`\n--${boundary}`)
  const closing = rest.findIndex((section) => section.startsWith("--"))
  const inside = closing === -1 ? rest : rest.slice(0, closing)
  // The line end before a boundary belongs to the boundary.
  return inside.map((section) => section.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, ""))
}

const leaf = (headers: Headers, type: string, body: string): MailPart => ({
  filename: parameter(headers.get("content-disposition") ?? "", "filename") ?? parameter(type, "name"),
  content: decode(body, headers.get("content-transfer-encoding"))
})

/** `name=value` or `name="value"`. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, "i").exec(header)
  return found?.[1] ?? found?.[2]
}

function decode(body: string, encoding: string | undefined): Buffer {
  if (encoding?.toLowerCase() === "base64") return Buffer.from(body, "base64")
  return Buffer.from(encoding?.toLowerCase() === "quoted-printable" ? unquoted(body) : body, "latin1")
}

const unquoted = (body: string): string =>
  body
    .replace(/[ \t]*=[ \t]*\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
