import { longestWords, type MappingAsk, type MappingChange } from "../../../domain/model/mapping-change.ts"
import { byNearness, isNear } from "../../../domain/model/method-nearness.ts"
import { ChannelId } from "../../../domain/model/sales-channel.ts"
import type { ShipMethodId, Supplier, SupplierId } from "../../../domain/model/supplier.ts"
import type { NearProduct } from "../../../domain/ports/mapping-board.ts"
import { type Choice, choice, choose, chooseAtCursor, moved } from "../../components/form/choice.ts"
import { edited, type TextEdit, textEdit, textOf } from "../../components/form/text-edit.ts"
import type { KeyEvent } from "../../key-splitter.ts"

export interface Named {
  readonly id: number
  readonly name: string
}

export type MappingStop = "channel" | "supplier" | "words" | "method" | "product"

/** The channel's words, and what they are to mean. */
export interface MappingForm {
  readonly ask: MappingAsk
  readonly channels: ReadonlyArray<Named>
  readonly suppliers: ReadonlyArray<Supplier>
  /** 0: every channel of the supplier. */
  readonly channel: Choice<number>
  readonly supplier: Choice<SupplierId>
  readonly words: TextEdit
  /** Nearest in words first. */
  readonly method: Choice<ShipMethodId>
  readonly product: TextEdit
  readonly near: Choice<string>
  readonly products: ReadonlyArray<NearProduct>
  readonly focus: MappingStop
}

export const everyChannel = 0

export const stopsOf = ({ ask }: MappingForm): ReadonlyArray<MappingStop> => {
  const own = ask.about === "method" ? "method" : "product"
  if (ask.words !== null) return [own]
  return ask.about === "method" ? ["channel", "supplier", "words", own] : ["channel", "words", own]
}

export const isTextStop = (stop: MappingStop): boolean => stop === "words" || stop === "product"

export const wordsOf = (form: MappingForm): string => textOf(form.words)

export const supplierOf = (form: MappingForm): Supplier | undefined =>
  form.suppliers.find(({ id }) => id === form.supplier.chosen)

export const channelNameOf = (form: MappingForm, id: number | null): string =>
  id === everyChannel ? "every channel" : (form.channels.find((c) => c.id === id)?.name ?? "")

const withMethods = (form: MappingForm): MappingForm => {
  const ids = byNearness(wordsOf(form), supplierOf(form)?.shipMethods ?? []).map(({ id }) => id)
  const { chosen } = form.method
  return { ...form, method: choice(ids, chosen !== null && ids.includes(chosen) ? chosen : null) }
}

const only = <Key>(keys: ReadonlyArray<Key>): Key | null => (keys.length === 1 ? (keys[0] ?? null) : null)

/** Opens on the first thing that is not known. */
export const mappingForm = (
  ask: MappingAsk,
  channels: ReadonlyArray<Named>,
  suppliers: ReadonlyArray<Supplier>
): MappingForm => {
  const { words } = ask
  const ids = channels.map(({ id }) => id)
  const given = words === null ? null : (words.channelId ?? everyChannel)
  const supplierId = words !== null && "supplierId" in words ? words.supplierId : null
  const supplierIds = suppliers.map(({ id }) => id)
  const text = words === null ? "" : "name" in words ? words.name : words.sku
  const form: MappingForm = {
    ask,
    channels,
    suppliers,
    channel: choice(ask.about === "method" ? [...ids, everyChannel] : ids, given ?? only(ids)),
    supplier: choice(supplierIds, supplierId ?? only(supplierIds)),
    words: textEdit(text, longestWords),
    method: choice<ShipMethodId>([]),
    product: textEdit(ask.about === "sku" ? (ask.now ?? "") : "", longestWords),
    near: choice<string>([]),
    products: [],
    focus: "channel"
  }
  const shown = withMethods(form)
  const now = ask.about === "method" ? (ask.now ?? null) : null
  const method = now === null ? shown.method : choose(shown.method, now)
  return { ...shown, method, focus: stopsOf(form)[0] ?? "method" }
}

export const isNearest = (form: MappingForm, id: ShipMethodId): boolean => {
  const method = supplierOf(form)?.shipMethods.find((m) => m.id === id)
  return method !== undefined && form.method.keys[0] === id && isNear(wordsOf(form), method)
}

/** What was chosen; else what is under the cursor, if it is the nearest or the hand moved there. */
export const methodMeant = (form: MappingForm): ShipMethodId | null => {
  const { keys, cursor, chosen } = form.method
  const here = keys[cursor]
  if (chosen !== null || here === undefined) return chosen
  return cursor > 0 || isNearest(form, here) ? here : null
}

export const productMeant = (form: MappingForm): string | null => textOf(form.product).trim() || null

/** The change that is on the screen, or what lacks of it. */
export const changeOf = (form: MappingForm): MappingChange | string => {
  const { chosen } = form.channel
  if (chosen === null) return "Choose the channel: space, or enter."
  const words = wordsOf(form)
  if (form.ask.about === "sku") {
    const to = productMeant(form)
    if (words.trim() === "") return "Type the SKU as the channel writes it."
    if (to === null) return "Which product is it? Type our SKU, or take one of the nearest with enter."
    return { about: "sku", channelId: ChannelId(chosen), sku: words, to }
  }
  const supplier = supplierOf(form)
  if (supplier === undefined) return "Choose the supplier: space, or enter."
  if (words.trim() === "") return "Type the name as the channel writes it."
  if (supplier.shipMethods.length === 0)
    return `${supplier.name} has no carriers and methods yet: switchyard suppliers set --ship-method.`
  const to = methodMeant(form)
  if (to === null)
    return `None of its methods is near “${words}” in words: enter chooses the one under the cursor.`
  const channelId = chosen === everyChannel ? null : ChannelId(chosen)
  return { about: "method", channelId, supplierId: supplier.id, name: words, to }
}

export const moveFocus = (form: MappingForm, by: number): MappingForm => {
  const stops = stopsOf(form)
  const at = stops.indexOf(form.focus)
  return { ...form, focus: stops[(at + by + stops.length) % stops.length] ?? form.focus }
}

type ChoiceStop = "channel" | "supplier" | "method" | "near"
const choiceAt = ({ focus }: MappingForm): ChoiceStop | null =>
  focus === "product" ? "near" : focus === "words" ? null : focus

/** Up and down: within a list as long as it goes on, then to the next field. */
export const step = (form: MappingForm, by: number): MappingForm => {
  const at = choiceAt(form)
  const list = at === null ? null : moved(form[at] as Choice<unknown>, by)
  return at === null || list === null ? moveFocus(form, by) : { ...form, [at]: list }
}

/** Takes what is under the cursor, and goes on to the next field. */
export const take = (form: MappingForm): MappingForm => {
  const at = choiceAt(form)
  if (at === null) return moveFocus(form, 1)
  if (at === "near") {
    const sku = form.near.keys[form.near.cursor]
    return sku === undefined ? form : { ...form, product: textEdit(sku, longestWords) }
  }
  const taken = { ...form, [at]: chooseAtCursor(form[at] as Choice<unknown>) } as MappingForm
  if (at === "method") return taken
  return moveFocus(at === "supplier" ? withMethods(taken) : taken, 1)
}

export const typeInto = (form: MappingForm, event: KeyEvent): MappingForm => {
  if (form.focus === "words") {
    const words = edited(form.words, event)
    return words === form.words ? form : withMethods({ ...form, words })
  }
  if (form.focus !== "product") return form
  const product = edited(form.product, event)
  return product === form.product ? form : { ...form, product }
}

/** `e`: for the channel that it came from, or for every channel of the supplier. */
export const toggleEvery = (form: MappingForm): MappingForm => {
  const own = form.ask.words?.channelId ?? null
  const next = form.channel.chosen === everyChannel ? own : everyChannel
  return next === null ? form : { ...form, channel: choose(form.channel, next) }
}

export const withProducts = (form: MappingForm, products: ReadonlyArray<NearProduct>): MappingForm => ({
  ...form,
  products,
  near: choice(products.map(({ sku }) => sku))
})

export const isTouched = (form: MappingForm): boolean =>
  form.ask.words === null
    ? wordsOf(form) !== "" || textOf(form.product) !== "" || form.method.chosen !== null
    : (form.ask.about === "sku" && textOf(form.product) !== (form.ask.now ?? "")) ||
      (form.ask.about === "method" && form.method.chosen !== (form.ask.now ?? null))
