export interface MailPart {
  readonly headers: ReadonlyMap<string, string>
  /** From Content-Disposition or Content-Type; absent for text that is the message itself. */
  readonly filename: string | undefined
  readonly contentType: string
  readonly content: Buffer
}

export interface ParsedMail {
  readonly headers: ReadonlyMap<string, string>
  /** All leaves, however deep the multiparts nest. */
  readonly parts: ReadonlyArray<MailPart>
}

const MAX_DEPTH = 10

/** Reads as much of MIME as a supplier's robot must: nested multiparts, base64, quoted-printable, attachment names. */
export function parseMail(raw: Buffer): ParsedMail {
  // One byte is one character here, so that nothing is lost before the transfer encoding is undone.
  const { headers, body } = split(raw.toString("latin1"))
  return { headers, parts: leaves(headers, body, 0) }
}

function split(text: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  // A part may begin with the empty line at once: then it has no headers.
  const end = /^\r?\n|\r?\n\r?\n/.exec(text)
  const head = end === null ? text : text.slice(0, end.index)
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":")
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: end === null ? "" : text.slice(end.index + end[0].length) }
}

function leaves(headers: ReadonlyMap<string, string>, body: string, depth: number): ReadonlyArray<MailPart> {
  const contentType = headers.get("content-type") ?? "text/plain"
  const boundary = parameter(contentType, "boundary")
  if (!/^multipart\//i.test(contentType) || boundary === undefined) return [leaf(headers, contentType, body)]
  if (depth === MAX_DEPTH) throw new Error(`a mail with parts nested more than ${MAX_DEPTH} deep`)
  return sections(body, boundary).flatMap((section) => {
    const inner = split(section)
    return leaves(inner.headers, inner.body, depth + 1)
  })
}

function sections(body: string, boundary: string): ReadonlyArray<string> {
  const literal = boundary.replace(/\W/g, "\\$&")
  const [, ...rest] = `\r\n${body}`.split(new RegExp(`\\n--${literal}(?=--|[ \\t]*\\r?\\n)`))
  // What follows the closing mark is no part; what precedes a mark ends with the line end that belongs to the mark.
  const closing = rest.findIndex((section) => section.startsWith("--"))
  return rest
    .slice(0, closing === -1 ? rest.length : closing)
    .map((section) => section.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, ""))
}

function leaf(headers: ReadonlyMap<string, string>, contentType: string, body: string): MailPart {
  const disposition = headers.get("content-disposition") ?? ""
  return {
    headers,
    contentType: (contentType.split(";")[0] ?? "").trim().toLowerCase(),
    filename: parameter(disposition, "filename") ?? parameter(contentType, "name"),
    content: decode(body, headers.get("content-transfer-encoding"))
  }
}

/** `name=value` or `name="value"`: names beyond ASCII stay encoded as they came. */
function parameter(header: string, name: string): string | undefined {
  const plain = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, "i").exec(header)
  return plain?.[1] ?? plain?.[2]
}

function decode(body: string, encoding: string | undefined): Buffer {
  switch (encoding?.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64")
    case "quoted-printable":
      return Buffer.from(unquote(body), "latin1")
    default:
      return Buffer.from(body, "latin1")
  }
}

function unquote(body: string): string {
  return body
    .replace(/[ \t]*=[ \t]*\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
