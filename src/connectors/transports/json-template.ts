import { channelValueIn } from "../../domain/model/channel-value.ts"
import { dispatchKey, type PurchaseOrder, type PurchaseOrderLine } from "../../domain/model/purchase-order.ts"
import { isRecord } from "../files/json-path.ts"
import { foreignText } from "../foreign-text.ts"

export type Value = string | number | boolean | null

/** What a template may say of one kind of document: its own placeholders, those of its lines, and what stands by default. */
export interface Vocabulary<D, L> {
  /** The setting that holds the template, for messages. */
  readonly setting: string
  readonly ofDocument: ReadonlyMap<string, (document: D) => Value>
  readonly ofLine: ReadonlyMap<string, (line: L, index: number) => Value>
  /** The fields that a supplier asks of a channel, where the document has them: `channel.<name>`. */
  readonly ofChannel?: (document: D, name: string) => Value
  readonly linesOf: (document: D) => ReadonlyArray<L>
  readonly usual: string
}

/** The placeholders of a purchase order. */
export const ofOrder: ReadonlyMap<string, (order: PurchaseOrder) => Value> = new Map<
  string,
  (order: PurchaseOrder) => Value
>([
  ["po_number", (o) => o.number],
  ["revision", (o) => o.revision],
  ["idempotency_key", (o) => dispatchKey(o.supplierId, o.number, o.revision)],
  ["ordered_at", (o) => o.orderedAt.toISOString()],
  ["order_source", (o) => o.orderSource],
  ["channel_order", (o) => o.channelOrderNumber],
  ["currency", (o) => o.currency],
  ["email", (o) => o.email],
  ["ship_to.name", (o) => o.shipTo.name],
  ["ship_to.company", (o) => o.shipTo.company],
  ["ship_to.address1", (o) => o.shipTo.address1],
  ["ship_to.address2", (o) => o.shipTo.address2],
  ["ship_to.city", (o) => o.shipTo.city],
  ["ship_to.region", (o) => o.shipTo.region],
  ["ship_to.postal_code", (o) => o.shipTo.postalCode],
  ["ship_to.country", (o) => o.shipTo.country],
  ["ship_to.phone", (o) => o.shipTo.phone],
  ["ship_method.carrier", (o) => o.shipMethod.carrier],
  ["ship_method.method", (o) => o.shipMethod.method],
  ["ship_method.code", (o) => o.shipMethod.code]
])

export const ofOrderLine: ReadonlyMap<string, (line: PurchaseOrderLine, index: number) => Value> = new Map<
  string,
  (line: PurchaseOrderLine, index: number) => Value
>([
  ["line_id", (l) => String(l.orderLineId)],
  ["line_number", (_, index) => index + 1],
  ["sku", (l) => l.supplierSku],
  ["quantity", (l) => l.quantity],
  ["unit_cost", (l) => l.unitCost],
  ["title", (l) => l.title]
])

/** What is used when a profile names no body. */
export const defaultBody = JSON.stringify({
  po_number: "{{po_number}}",
  ordered_at: "{{ordered_at}}",
  currency: "{{currency}}",
  email: "{{email}}",
  ship_method: "{{ship_method.code}}",
  ship_to: {
    name: "{{ship_to.name}}",
    company: "{{ship_to.company}}",
    address1: "{{ship_to.address1}}",
    address2: "{{ship_to.address2}}",
    city: "{{ship_to.city}}",
    region: "{{ship_to.region}}",
    postal_code: "{{ship_to.postal_code}}",
    country: "{{ship_to.country}}",
    phone: "{{ship_to.phone}}"
  },
  lines: ["{{#lines}}", { line_id: "{{line_id}}", sku: "{{sku}}", quantity: "{{quantity}}" }]
})

/** A profile that cannot work; the message is for the person who writes it. */
export class ProfileFault extends Error {}

const complaint = (text: string): string | null => {
  try {
    JSON.parse(text)
    return null
  } catch (cause) {
    return (cause as Error).message
  }
}

/** A beginning of JSON can be wrong only by ending. */
const isBeginning = (text: string): boolean => {
  const said = complaint(text)
  if (said === null || said.includes("end of JSON input")) return true
  return Number(/at position (\d+)/.exec(said)?.[1] ?? -1) >= text.length
}

/** JSON.parse does not always say where: the first character is searched after which no JSON can follow. */
const faultAt = (text: string): number => {
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isBeginning(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

/** JSON of a setting. What is wrong is named by line and column. */
export const settingJson = (name: string, text: string): unknown => {
  if (complaint(text) === null) return JSON.parse(text)
  const lines = text.slice(0, faultAt(text)).split("\n")
  throw new ProfileFault(
    `${name} is not JSON at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}.`
  )
}

const linesMark = "{{#lines}}"
const placeholder = /\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g
const whole = /^\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}$/

const isRepetition = (node: unknown): node is readonly [string, unknown] =>
  Array.isArray(node) && node[0] === linesMark

type AnyVocabulary = Pick<Vocabulary<never, never>, "setting" | "ofDocument" | "ofLine" | "ofChannel">

const checkText = (words: AnyVocabulary, text: string, inLines: boolean): void => {
  const { setting, ofDocument, ofLine, ofChannel } = words
  for (const [, name = "", form] of text.matchAll(placeholder)) {
    const known =
      ofDocument.has(name) ||
      (inLines && ofLine.has(name)) ||
      (ofChannel !== undefined && channelValueIn(name) !== null)
    if (!known && ofLine.has(name))
      throw new ProfileFault(`${setting}: {{${name}}} belongs to a line; use it after "${linesMark}".`)
    if (!known) {
      const places = ofChannel === undefined ? [] : ["channel.<name>"]
      const names = [...ofDocument.keys(), ...ofLine.keys(), ...places].join(", ")
      throw new ProfileFault(`${setting}: {{${foreignText(name)}}} is no placeholder. There are: ${names}.`)
    }
    if (form !== undefined && form !== "number" && form !== "text")
      throw new ProfileFault(`${setting}: {{${name}|${foreignText(form)}}}: after | stands number or text.`)
  }
  if (/\{\{|\}\}/.test(text.replace(placeholder, "")))
    throw new ProfileFault(`${setting}: "${foreignText(text)}" holds braces that do not make a placeholder.`)
}

const check = (words: AnyVocabulary, node: unknown, inLines: boolean): void => {
  if (typeof node === "string") checkText(words, node, inLines)
  else if (isRepetition(node)) {
    if (node.length !== 2 || inLines || words.ofLine.size === 0)
      throw new ProfileFault(
        `${words.setting}: ["${linesMark}", ...] holds exactly one thing, and no other repetition.`
      )
    check(words, node[1], true)
  } else if (Array.isArray(node)) for (const item of node) check(words, item, inLines)
  else if (isRecord(node)) for (const item of Object.values(node)) check(words, item, inLines)
}

/** A JSON document whose texts hold placeholders; the usual one where none is given. */
export const templateOf = <D, L>(words: Vocabulary<D, L>, text: string): unknown => {
  const template = settingJson(words.setting, text.trim() === "" ? words.usual : text)
  if (!isRecord(template) && !Array.isArray(template))
    throw new ProfileFault(`${words.setting} is no JSON object or list.`)
  check(words, template, false)
  return template
}

interface Scope<D, L> {
  readonly document: D
  readonly line: { readonly of: L; readonly index: number } | null
}

const ofWhole = <D, L>(words: Vocabulary<D, L>, document: D, name: string): Value => {
  const ofChannel = channelValueIn(name)
  return ofChannel === null
    ? (words.ofDocument.get(name)?.(document) ?? null)
    : (words.ofChannel?.(document, ofChannel) ?? null)
}

const inserted = <D, L>(
  words: Vocabulary<D, L>,
  { document, line }: Scope<D, L>,
  name: string,
  form: string | undefined
): Value => {
  const value = line === null ? undefined : words.ofLine.get(name)?.(line.of, line.index)
  const given = value === undefined ? ofWhole(words, document, name) : value
  if (form === "number") return given === null || given === "" ? null : Number(given)
  return form === "text" ? String(given ?? "") : given
}

/** One pass over the template: what was inserted is a value, and is never read for placeholders again. */
const filled = <D, L>(words: Vocabulary<D, L>, node: unknown, scope: Scope<D, L>): unknown => {
  if (typeof node === "string") {
    const only = whole.exec(node)
    if (only !== null) return inserted(words, scope, only[1] ?? "", only[2])
    return node.replace(placeholder, (_, name: string, form?: string) =>
      String(inserted(words, scope, name, form) ?? "")
    )
  }
  if (isRepetition(node))
    return words
      .linesOf(scope.document)
      .map((of, index) => filled(words, node[1], { ...scope, line: { of, index } }))
  if (Array.isArray(node)) return node.map((item) => filled(words, item, scope))
  if (!isRecord(node)) return node
  return Object.fromEntries(Object.entries(node).map(([name, item]) => [name, filled(words, item, scope)]))
}

/** The same document and template give the same bytes, always. */
export const fill = <D, L>(words: Vocabulary<D, L>, template: unknown, document: D): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(filled(words, template, { document, line: null })))

const orderWords: Vocabulary<PurchaseOrder, PurchaseOrderLine> = {
  setting: "body",
  ofDocument: ofOrder,
  ofLine: ofOrderLine,
  ofChannel: (order, name) => order.channelValues[name] ?? null,
  linesOf: (order) => order.lines,
  usual: defaultBody
}

/** The purchase order as this supplier's API wants it. */
export const bodyTemplate = (text: string): unknown => templateOf(orderWords, text)

export const filledBody = (template: unknown, order: PurchaseOrder): Uint8Array =>
  fill(orderWords, template, order)
