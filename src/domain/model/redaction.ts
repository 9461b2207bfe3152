/** What a document that leaves the house must not say. */
export interface Redaction {
  /** Values of the vault: gone wherever they stand, however they are quoted. */
  readonly secrets: ReadonlyArray<string>
  /** Of the buyer: masked; empty where a person asked for them. */
  readonly personal: ReadonlyArray<string>
  /** Finds them however they are written (model/personal). */
  readonly known?: (text: string) => string
  readonly masksPersonal: boolean
}

const hidden = "(hidden)"
const masked = "(masked)"
/** Shorter ones would take words out of every sentence. */
const shortestSecret = 4
const shortestPersonal = 3

const secretKey =
  /auth|cookie|token|secret|passw|passphrase|api[-_]?key|access[-_]?key|private[-_]?key|signature|credential|hmac/i
const personalKey =
  /^(e?mail|phone|(customer|buyer|ship|first|last|full|given|family|recipient|contact)?[-_]?(name|email|phone)|company|address\d*|street\w*|line[12]|city|town|zip|post(al)?_?code|latitude|longitude|ip|browser_ip)$/i

/** As it travels in a query, in JSON, in a Basic header. */
const formsOf = (value: string): ReadonlyArray<string> => [
  value,
  encodeURIComponent(value),
  JSON.stringify(value).slice(1, -1),
  Buffer.from(value, "utf8").toString("base64")
]

const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(Bearer|Basic|Token)\s+[\w.~+/=-]{6,}/gi, `$1 ${hidden}`],
  [/:\/\/[^/?#\s"]*@/g, `://${hidden}@`],
  [/([?&](?:[\w-]*(?:token|key|secret|signature|sig|password))=)[^&\s"']+/gi, `$1${hidden}`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, hidden],
  [/-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g, hidden],
  // A header or a setting in the middle of a text: `X-Api-Key: abc`.
  [
    /\b([\w-]*(?:api[-_]?key|token|secret|password|authorization)["']?\s*[:=]\s*["']?)(?!\(hidden\))[^\s"',;}]{4,}/gi,
    `$1${hidden}`
  ]
]

const mailAddress = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

const replaced = (text: string, values: ReadonlyArray<string>, by: string): string =>
  values.reduce((left, value) => left.replaceAll(value, by), text)

/** Longest first: a value that holds another one is not left half. */
const longestFirst = (values: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(values)].toSorted((a, b) => b.length - a.length)

export const redactedText = (given: Redaction): ((text: string) => string) => {
  const secrets = longestFirst(given.secrets.filter((s) => s.length >= shortestSecret).flatMap(formsOf))
  const personal = longestFirst(
    given.personal.map((p) => p.trim()).filter((p) => p.length >= shortestPersonal)
  )
  const matcher =
    personal.length === 0 || !given.masksPersonal
      ? null
      : new RegExp(personal.map((p) => p.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu")
  return (text) => {
    const bare = patterns.reduce(
      (left, [pattern, by]) => left.replace(pattern, by),
      replaced(text, secrets, hidden)
    )
    if (!given.masksPersonal) return bare
    // First: what stands at the end of a text that was cut is known by the text's length.
    const known = given.known?.(bare) ?? bare
    const plain = matcher === null ? known : known.replace(matcher, masked)
    return plain.replace(mailAddress, masked)
  }
}

const isEmpty = (value: unknown): boolean => value === null || value === "" || value === undefined

/** Every text of a document, with what its keys say of their values. Numbers and dates stay. */
export const redacted = (given: Redaction): ((value: unknown) => unknown) => {
  const clean = redactedText(given)
  const walk = (value: unknown, key: string): unknown => {
    if (value instanceof Date) return value.toISOString()
    if (Array.isArray(value)) return value.map((one) => walk(one, key))
    const isSecret = secretKey.test(key) && !isEmpty(value) && typeof value !== "boolean"
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, below]) => [clean(name), walk(below, name)])
      )
    if (isSecret) return hidden
    if (given.masksPersonal && personalKey.test(key) && typeof value === "string" && value !== "")
      return masked
    return typeof value === "string" ? clean(value) : value
  }
  return (value) => walk(value, "")
}
