import { type Address, type AddressField, addressFields, addressLabels } from "./address.ts"
import { maskCut, mayBeCut } from "./cut-values.ts"
import { maskEncoded } from "./encoded-values.ts"
import { type Buyer, knownPattern, mayName } from "./known-values.ts"
import type { Order } from "./order.ts"
import { editEvents } from "./order-edit.ts"

/**
 * A buyer's own words as a screen may have them: masked, or revealed on purpose. Plain text is not one, so a screen that is
 * handed an order of the stores does not compile where one to look at is wanted.
 */
export type ShownText = string & { readonly ShownText: unique symbol }

export type ShownAddress = { readonly [F in keyof Address]: ShownText }

export interface ShownOrder extends Order {
  readonly customerName: ShownText
  readonly customerEmail: ShownText
  readonly shipTo: ShownAddress
}

/** For who has a text and knows that a person may see it. */
export const asShown = (text: string): ShownText => text as ShownText

/** The same in every terminal, in files and in the database's own masks (store/masked-views). */
const stars = "***"

const shown = asShown

const ascii = /^[\x20-\x7e]*$/
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" })
const firstLetter = (text: string): string =>
  ascii.test(text)
    ? text.slice(0, 1)
    : (segmenter.segment(text)[Symbol.iterator]().next().value?.segment ?? "")

/** Initials tell two buyers of a list apart, and nobody who they are. */
const mostInitials = 3

export const maskName = (name: string): ShownText => {
  const words = name.split(/[\s.]+/).filter((word) => word !== "")
  return shown(
    words
      .slice(0, mostInitials)
      .map((word) => `${firstLetter(word)}.`)
      .join(" ")
  )
}

/** `a***@***.com` */
export const maskEmail = (email: string): ShownText => {
  const [, first = "", last = ""] = /^\s*([\x21-\x3f\x41-\x7e])[^@]*@.*\.([a-z]{2,10})\s*$/i.exec(email) ?? []
  return shown(email.trim() === "" ? "" : first === "" ? stars : `${first}${stars}@${stars}.${last}`)
}

export const maskText = (text: string): ShownText => shown(text.trim() === "" ? "" : stars)

/** The beginning tells the region, for carriers and taxes; at least two letters of it are taken away. */
export const maskPostalCode = (code: string): ShownText => {
  const plain = code.trim()
  if (plain === "" || /^.{0,3}\*\*\*$/u.test(plain)) return shown(plain)
  const letters = [...plain]
  return shown(`${letters.slice(0, Math.max(0, Math.min(3, letters.length - 2))).join("")}${stars}`)
}

const asItIs = shown

const fieldMasks: Readonly<Record<AddressField, (text: string) => ShownText>> = {
  name: maskName,
  company: maskText,
  address1: maskText,
  address2: maskText,
  city: maskText,
  region: asItIs,
  postalCode: maskPostalCode,
  country: asItIs,
  phone: maskText
}

const eachField = (
  address: Address,
  mask: (field: AddressField) => (text: string) => ShownText
): ShownAddress =>
  Object.fromEntries(
    addressFields.map((field) => [field, mask(field)(address[field])])
  ) as unknown as ShownAddress

export const maskAddress = (address: Address): ShownAddress =>
  eachField(address, (field) => fieldMasks[field])

type Clean = (text: string) => string

/** A channel's own words of the order. */
const maskSignals = ({ signals }: Order, known: Clean): Pick<Order, "signals"> =>
  signals === undefined || signals === null
    ? {}
    : {
        signals: {
          ...signals,
          ...(signals.risk === undefined ? {} : { risk: known(signals.risk) }),
          ...(signals.tags === undefined ? {} : { tags: signals.tags.map(known) })
        }
      }

/** A title is the catalog's word; what a buyer had engraved stands there too, and then it may name them. */
const maskLines = ({ lines }: Order, known: Clean): Order["lines"] =>
  lines.map((line) => ({ ...line, title: known(line.title) }))

export const maskOrder = (order: Order, known: Clean = maskKnown(order)): ShownOrder => ({
  ...order,
  ...maskSignals(order, known),
  lines: maskLines(order, known),
  customerName: maskName(order.customerName),
  customerEmail: maskEmail(order.customerEmail),
  shipTo: maskAddress(order.shipTo)
})

/** Somebody asked for it by name, and that was written down (operations/reveal-order). */
export const revealedOrder = (order: Order): ShownOrder => ({
  ...order,
  customerName: shown(order.customerName),
  customerEmail: shown(order.customerEmail),
  shipTo: eachField(order.shipTo, () => shown)
})

/** Of the fields that are masked, in a person's words. */
export const personalLabels = addressFields
  .filter((field) => fieldMasks[field] !== asItIs)
  .map((field) => addressLabels[field])
/** `Street: “1 Old Way” became “2 New Way”`: a value may hold any sign, so all that follows is taken. */
const edit = new RegExp(`(^|[\\s;(])(${personalLabels.join("|")}): (?:“|nothing)[\\s\\S]*$`)

/** A sentence about an order, without what it quotes of an address. */
export const maskEdits = (text: string): string => text.replace(edit, `$1$2: ${stars}`)

interface Told {
  readonly event: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly detail: object
}

const maskField = (field: string, value: string | null): string | null => {
  const mask = addressFields.find((one) => one === field)
  return value === null || mask === undefined ? value : fieldMasks[mask](value)
}

const isEdit = ({ event }: Told): boolean => event === editEvents.field || event === editEvents.undone

/** What it tells beside its own words, by what `clean` leaves of it. */
export const maskDetail = <T extends { readonly detail: object }>(
  row: T,
  clean: (text: string) => string
): T => ({
  ...row,
  detail: Object.fromEntries(
    Object.entries(row.detail).map(([name, value]) => [
      name,
      typeof value === "string" ? clean(maskEdits(value)) : value
    ])
  )
})

/** A row of the history, or of the timeline, without what it quotes of an address; `clean` takes known values out. */
export const maskTold = <T extends Told>(row: T, clean: (text: string) => string): T => ({
  ...maskDetail(row, clean),
  before: isEdit(row) ? maskField(row.subject, row.before) : row.before,
  after: isEdit(row) ? maskField(row.subject, row.after) : row.after
})

/** Takes what is known of this buyer out of any text: bytes of a purchase order, a channel's own words, a failure. */
export const maskKnown = (order: Buyer): ((text: string) => string) => {
  const names = mayName(order)
  const withoutCut = maskCut(order, stars)
  const withoutEncoded = maskEncoded(order, stars)
  let any: RegExp | null | undefined
  return (given) => {
    const text = withoutCut(withoutEncoded(given), mayBeCut(given))
    if (!names(text)) return text
    any ??= knownPattern(order)
    return any === null ? text : text.replace(any, stars)
  }
}

const quotedEdits = new RegExp(
  `(?:${personalLabels.join("|")}): (?:“([^”]*)”|nothing) (?:became|becomes) (?:“([^”]*)”|nothing)`,
  "g"
)

const isPersonal = (field: string): boolean =>
  addressFields.some((one) => one === field && fieldMasks[one] !== asItIs)

const quotedIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(quotedEdits)].flatMap(([, before = "", after = ""]) => [before, after])

const formerOf = (row: Told): ReadonlyArray<string> => [
  ...(isEdit(row) && isPersonal(row.subject) ? [row.before ?? "", row.after ?? ""] : []),
  ...Object.values(row.detail).flatMap((value) => (typeof value === "string" ? quotedIn(value) : []))
]

/** What an order's history says that its address was before, or was meant to be. */
export const formerValues = (history: ReadonlyArray<Told>): ReadonlyArray<string> => [
  ...new Set(history.flatMap(formerOf).filter((value) => value !== ""))
]

/** Who bought it, with what is known of them from before. */
export const buyerOfPage = ({
  order,
  history
}: {
  readonly order: Order
  readonly history: ReadonlyArray<Told>
}): Buyer => ({
  customerName: order.customerName,
  customerEmail: order.customerEmail,
  shipTo: order.shipTo,
  former: formerValues(history)
})

/** The same of a sentence, which may also quote an edit. */
export const maskWords = (order: Buyer): ((text: string) => string) => {
  const known = maskKnown(order)
  return (text) => known(maskEdits(text))
}

interface Shown {
  readonly order: Order
  readonly holds: ReadonlyArray<{ readonly message: string }>
  readonly purchaseOrders: ReadonlyArray<{
    readonly failure: string | null
    readonly evidence: ReadonlyArray<{ readonly detail: object }>
  }>
  readonly shipments: ReadonlyArray<{
    readonly fulfillmentReason: string | null
    readonly suspicion: string | null
    readonly carrierStatus: string
  }>
  readonly history: ReadonlyArray<Told>
}

/** All that a page shows of an order, without the buyer. */
export const maskPage = <P extends Shown>(page: P): Omit<P, "order"> & { readonly order: ShownOrder } => {
  const clean = maskWords(buyerOfPage(page))
  const cleaned = (text: string | null): string | null => (text === null ? null : clean(text))
  return {
    ...page,
    order: maskOrder(page.order, clean),
    holds: page.holds.map((hold) => ({ ...hold, message: clean(hold.message) })),
    purchaseOrders: page.purchaseOrders.map((one) => ({
      ...one,
      failure: cleaned(one.failure),
      evidence: one.evidence.map((row) => maskDetail(row, clean))
    })),
    shipments: page.shipments.map((one) => ({
      ...one,
      fulfillmentReason: cleaned(one.fulfillmentReason),
      suspicion: cleaned(one.suspicion),
      carrierStatus: clean(one.carrierStatus)
    })),
    history: page.history.map((row) => maskTold(row, clean))
  }
}
