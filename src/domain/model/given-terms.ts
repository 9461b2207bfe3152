import { cancelCodes } from "./cancel-request.ts"
import { isChannelValueName } from "./channel-value.ts"
import type { FieldFault } from "./field-fault.ts"
import type { SupplierTerms } from "./supplier-terms.ts"
import { decodeTerms } from "./supplier-terms-schema.ts"

export interface TermField {
  readonly path: string
  readonly kind: "text" | "number" | "yes or no" | "list" | "numbers"
  readonly help: string
}

const field = (path: string, kind: TermField["kind"], help: string): TermField => ({ path, kind, help })

/** Every term that can be typed, by its path. */
export const termFields: ReadonlyArray<TermField> = [
  field("acknowledgesWithinMinutes", "number", "minutes until it acknowledges an order; empty: it does not"),
  field("receiptWithinMinutes", "number", "minutes until its 997 comes, by EDI; empty: none is expected"),
  field("numbers.maxLength", "number", "the longest purchase-order number that it can hold"),
  field("numbers.characters", "text", "digits, upper-alphanumeric, or any"),
  field(
    "numbers.reissueSuffix",
    "text",
    "put behind the number of a re-issued order, as -R; empty: a new number"
  ),
  field(
    "authorization.by",
    "text",
    "who authorizes payment: call (the supplier's API) or person (in its portal)"
  ),
  field("authorization.automatic", "yes or no", "whether it is done by itself, up to the maximum"),
  field(
    "authorization.maximum",
    "text",
    "the highest order total, with shipping and fees, authorized by itself"
  ),
  field("authorization.noMaximum", "yes or no", "there is no maximum: needs --accept-no-maximum"),
  field("authorization.shipping", "text", "added to an order's cost"),
  field("authorization.fees", "text", "added to an order's cost"),
  field(
    "cancelBy",
    "text",
    "transport (as far as it can), or person: somebody tells the supplier and records it"
  ),
  field("changeBy", "text", "transport (as far as it can), or person"),
  field(
    "feedDropPercent",
    "number",
    "an inventory feed that lost more than this share of its SKUs or pieces, in per cent, waits for a person; empty: 30, 0: any loss, 100: only if nothing is left"
  ),
  field("sendsPerMinute", "number", "at most this many purchase orders a minute"),
  field("calendar.zone", "text", "the supplier's time zone, as America/Chicago"),
  field("calendar.weekdays", "numbers", "days on which it takes orders: 1 Monday to 7 Sunday, as 1,2,3,4,5"),
  field("calendar.opensAt", "text", "HH:MM; empty: from midnight"),
  field("calendar.cutOffAt", "text", "HH:MM; empty: until midnight"),
  field("calendar.holidays", "list", "days on which nothing is sent, as 2026-12-25,2027-01-01"),
  field(
    "channelFields.<name>",
    "text",
    "a field that it needs of each channel, and what to ask people for; it stands in templates as channel.<name>"
  ),
  ...Object.entries(cancelCodes).map(([code, means]) =>
    field(`cancelCodes.${code}`, "text", `its own word for “${means}”`)
  )
]

type Raw = Record<string, unknown>

const isRaw = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const items = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")

/** What the schema judges: a text that is no number stays one, and is refused there by the field's name. */
const judgeable = (kind: TermField["kind"], text: string): unknown => {
  if (kind === "number") return /^\d{1,9}$/.test(text) ? Number(text) : text
  if (kind === "yes or no") return text === "yes" ? true : text === "no" ? false : text
  if (kind === "list") return items(text)
  if (kind === "numbers") return items(text).map((item) => (/^\d{1,9}$/.test(item) ? Number(item) : item))
  return text
}

const withoutKey = (raw: Raw, key: string): Raw =>
  Object.fromEntries(Object.entries(raw).filter(([k]) => k !== key))

const placed = (raw: Raw, path: ReadonlyArray<string>, value: unknown): Raw => {
  const [key = "", ...rest] = path
  if (rest.length === 0) return value === undefined ? withoutKey(raw, key) : { ...raw, [key]: value }
  const before = raw[key]
  const below = placed(isRaw(before) ? before : {}, rest, value)
  // A part of which nothing is left goes away as a whole.
  return Object.keys(below).length === 0 ? withoutKey(raw, key) : { ...raw, [key]: below }
}

/** Authorizing is never automatic unless somebody says so. */
const withUsual = (raw: Raw): Raw => {
  const { authorization } = raw
  if (!isRaw(authorization) || authorization.automatic !== undefined) return raw
  // What is left of an authorization whose `by` was taken away is a mistake that the schema names.
  return { ...raw, authorization: { ...authorization, automatic: false } }
}

/** The names of channel fields are the supplier's: any path of that shape is one. */
const channelFieldTerm = (path: string): TermField | undefined =>
  isChannelValueName(/^channelFields\.(.*)$/.exec(path)?.[1] ?? "") ? field(path, "text", "") : undefined

export type GivenTerm = readonly [path: string, text: string]

/** Terms with what was typed put in; an empty text takes a term away. The faults name the fields. */
export const termsGiven = (
  before: SupplierTerms,
  given: ReadonlyArray<GivenTerm>
): SupplierTerms | ReadonlyArray<FieldFault> => {
  let raw: Raw = { ...before }
  for (const [path, typed] of given) {
    const text = typed.trim()
    const known = termFields.find((f) => f.path === path) ?? channelFieldTerm(path)
    if (known !== undefined)
      raw = placed(raw, path.split("."), text === "" ? undefined : judgeable(known.kind, text))
    else if (text === "" && termFields.some((f) => f.path.startsWith(`${path}.`))) raw = withoutKey(raw, path)
    else return [{ path: [path], message: "is no term" }]
  }
  return decodeTerms(withUsual(raw))
}

const shown = (value: unknown): string => {
  if (typeof value === "boolean") return value ? "yes" : "no"
  return Array.isArray(value) ? value.join(",") : String(value)
}

/** As they are typed, one by one: `["authorization.by", "call"]`. */
export const termsShown = (terms: SupplierTerms): ReadonlyArray<GivenTerm> => {
  const pairs = (raw: object, above: string): ReadonlyArray<GivenTerm> =>
    Object.entries(raw).flatMap(([key, value]) =>
      isRaw(value) ? pairs(value, `${above}${key}.`) : [[`${above}${key}`, shown(value)] as const]
    )
  return pairs(terms, "")
}
