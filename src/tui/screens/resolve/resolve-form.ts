import {
  type Address,
  type AddressField,
  addressFields,
  longestAddressValue
} from "../../../domain/model/address.ts"
import type { Hold } from "../../../domain/model/hold.ts"
import { isNear } from "../../../domain/model/method-nearness.ts"
import type { ShipMethodId, SupplierId } from "../../../domain/model/supplier.ts"
import type {
  Resolution,
  ResolveView,
  SaveChoice,
  ShipMethodChoice,
  SupplierPick
} from "../../../domain/operations/resolve-order.ts"
import { type Choice, choice, choose, chooseAtCursor, moved } from "../../components/form/choice.ts"
import { edited, type TextEdit, textEdit, textOf } from "../../components/form/text-edit.ts"
import type { KeyEvent } from "../../key-splitter.ts"

/** Where the hand can be, in the order of the screen. */
export type Stop =
  | { readonly at: "address"; readonly field: AddressField }
  | { readonly at: "method"; readonly supplierId: SupplierId }
  | { readonly at: "save"; readonly supplierId: SupplierId }

export interface PickForm {
  readonly pick: SupplierPick
  /** Nearest first; nothing is chosen until a person chooses. */
  readonly method: Choice<ShipMethodId>
  /** Asked without a default. */
  readonly save: Choice<SaveChoice>
}

/** What a person is about to change. It knows the version that was seen. */
export interface ResolveForm {
  readonly view: ResolveView
  readonly address: Readonly<Record<AddressField, TextEdit>>
  readonly picks: ReadonlyArray<PickForm>
  /** null: in no field, so that letters are keys. */
  readonly focus: Stop | null
  /** What somebody else wrote meanwhile into fields that were changed here, too: a person chooses. */
  readonly theirs: Readonly<Partial<Record<AddressField, string>>>
}

export const saveChoices: ReadonlyArray<SaveChoice> = ["channel", "order", "supplier"]

export const sameStop = (a: Stop | null, b: Stop | null): boolean =>
  a !== null &&
  b !== null &&
  a.at === b.at &&
  (a.at === "address"
    ? b.at === "address" && a.field === b.field
    : "supplierId" in b && a.supplierId === b.supplierId)

export const stopsOf = (form: ResolveForm): ReadonlyArray<Stop> => [
  ...addressFields.map((field): Stop => ({ at: "address", field })),
  ...form.picks.flatMap(({ pick, method }): ReadonlyArray<Stop> => {
    const { supplierId } = pick
    if (method.keys.length === 0) return []
    const own: Stop = { at: "method", supplierId }
    return method.chosen === null ? [own] : [own, { at: "save", supplierId }]
  })
]

export const holdOfField = (form: ResolveForm, field: AddressField): Hold | undefined =>
  form.view.holds.find(
    (h) => h.field === field && ["address_missing", "address_invalid", "phone_missing"].includes(h.kind)
  )

export const holdOfPick = (form: ResolveForm, supplierId: SupplierId): Hold | undefined =>
  form.view.holds.find((h) => h.kind === "ship_method_unmapped" && h.field === String(supplierId))

/** Holds that no field of this form can release: an unknown SKU, a canceled order. */
export const otherHolds = (form: ResolveForm): ReadonlyArray<Hold> =>
  form.view.holds.filter(
    (h) =>
      !addressFields.some((field) => holdOfField(form, field) === h) &&
      !form.picks.some(({ pick }) => holdOfPick(form, pick.supplierId) === h)
  )

const isBlocking = (form: ResolveForm, stop: Stop): boolean =>
  stop.at === "address"
    ? holdOfField(form, stop.field) !== undefined
    : stop.at === "method" && holdOfPick(form, stop.supplierId) !== undefined

/** Opens on the very field that blocks the order. */
export const resolveForm = (view: ResolveView): ResolveForm => {
  const address = Object.fromEntries(
    addressFields.map((field) => [field, textEdit(view.order.shipTo[field], longestAddressValue)])
  ) as Record<AddressField, TextEdit>
  const picks = view.picks.map(
    (pick): PickForm => ({
      pick,
      method: choice(pick.methods.filter((m) => m.supplierId === pick.supplierId).map((m) => m.id)),
      save: choice(saveChoices)
    })
  )
  const form: ResolveForm = { view, address, picks, focus: null, theirs: {} }
  return { ...form, focus: stopsOf(form).find((stop) => isBlocking(form, stop)) ?? null }
}

export const changedFields = (form: ResolveForm): ReadonlyArray<AddressField> =>
  addressFields.filter((field) => textOf(form.address[field]) !== form.view.order.shipTo[field])

/** The address as it stands in the fields. */
export const typedAddress = ({ address }: ResolveForm): Address =>
  Object.fromEntries(addressFields.map((field) => [field, textOf(address[field])])) as Record<
    AddressField,
    string
  >

export const isTouched = (form: ResolveForm): boolean =>
  changedFields(form).length > 0 || form.picks.some(({ method }) => method.chosen !== null)

/** Fields that both changed, to different ends. What was asked before and not answered is asked still. */
const theirsOf = (form: ResolveForm, view: ResolveView): ResolveForm["theirs"] =>
  Object.fromEntries(
    changedFields(form).flatMap((field) => {
      const theirs = view.order.shipTo[field]
      const isTouched = theirs !== form.view.order.shipTo[field] || form.theirs[field] !== undefined
      return isTouched && theirs !== textOf(form.address[field]) ? [[field, theirs]] : []
    })
  )

/** The field whose two values have to be chosen from: the one that the hand is at, else the first. */
export const disputed = (form: ResolveForm): AddressField | undefined => {
  const fields = addressFields.filter((field) => form.theirs[field] !== undefined)
  const { focus } = form
  return fields.find((field) => focus?.at === "address" && focus.field === field) ?? fields[0]
}

/** Decides the disputed field: theirs instead of what was typed here, or this after all. On to the next one. */
export const decided = (form: ResolveForm, whose: "theirs" | "mine"): ResolveForm => {
  const field = disputed(form)
  if (field === undefined) return form
  const { [field]: value = "", ...theirs } = form.theirs
  const address =
    whose === "mine" ? form.address : { ...form.address, [field]: textEdit(value, longestAddressValue) }
  const next = { ...form, address, theirs }
  const left = disputed(next)
  return { ...next, focus: { at: "address", field: left ?? field } }
}

/**
 * A newer state of the order under what was typed and chosen: the hand's work stays, the rest is new. Where both changed a
 * field, the hand goes there and a person chooses.
 */
export const rebased = (form: ResolveForm, view: ResolveView): ResolveForm => {
  const next = resolveForm(view)
  const kept = changedFields(form)
  const address = { ...next.address }
  for (const field of kept) address[field] = form.address[field]
  const here = form.focus?.at === "address" ? form.focus.field : undefined
  if (here !== undefined && textOf(address[here]) !== textOf(form.address[here]))
    address[here] = { ...address[here], isNew: true }
  const picks = next.picks.map((fresh): PickForm => {
    const old = form.picks.find(({ pick }) => pick.supplierId === fresh.pick.supplierId)
    const chosen = old?.method.chosen ?? null
    if (old === undefined || chosen === null || !fresh.method.keys.includes(chosen)) return fresh
    return { ...fresh, method: choose(fresh.method, chosen), save: old.save }
  })
  const theirs = theirsOf(form, view)
  const merged: ResolveForm = { view, address, picks, focus: form.focus, theirs }
  const field = disputed(merged)
  if (field !== undefined) return { ...merged, focus: { at: "address", field } }
  const isKnown = stopsOf(merged).some((stop) => sameStop(stop, form.focus))
  return isKnown ? merged : { ...merged, focus: next.focus }
}

export const pickAt = (form: ResolveForm): PickForm | undefined => {
  const { focus } = form
  return focus === null || focus.at === "address"
    ? undefined
    : form.picks.find(({ pick }) => pick.supplierId === focus.supplierId)
}

const withPick = (
  form: ResolveForm,
  supplierId: SupplierId,
  change: (pick: PickForm) => PickForm
): ResolveForm => ({
  ...form,
  picks: form.picks.map((p) => (p.pick.supplierId === supplierId ? change(p) : p))
})

export const focused = (form: ResolveForm, by: number): ResolveForm => {
  const stops = stopsOf(form)
  const at = stops.findIndex((stop) => sameStop(stop, form.focus))
  const next = at < 0 ? (by > 0 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length
  return { ...form, focus: stops[next] ?? null }
}

/** Up and down: within a list as long as it goes on, then to the next field. */
export const stepped = (form: ResolveForm, by: number): ResolveForm => {
  const { focus } = form
  const here = pickAt(form)
  if (focus === null || focus.at === "address" || here === undefined) return focused(form, by)
  const list = focus.at === "method" ? moved(here.method, by) : moved(here.save, by)
  if (list === null) return focused(form, by)
  return withPick(form, focus.supplierId, (p) => ({ ...p, [focus.at]: list }))
}

export const typedInto = (form: ResolveForm, event: KeyEvent): ResolveForm => {
  if (form.focus?.at !== "address") return form
  const { field } = form.focus
  const next = edited(form.address[field], event)
  return next === form.address[field] ? form : { ...form, address: { ...form.address, [field]: next } }
}

/** Chooses what the cursor is on; a chosen method goes on to the question whether to save it. */
export const chosenHere = (form: ResolveForm): ResolveForm => {
  const { focus } = form
  if (focus === null || focus.at === "address") return form
  const { supplierId } = focus
  if (focus.at === "method")
    return {
      ...withPick(form, supplierId, (p) => ({ ...p, method: chooseAtCursor(p.method) })),
      focus: { at: "save", supplierId }
    }
  return toOpenStop(withPick(form, supplierId, (p) => ({ ...p, save: chooseAtCursor(p.save) })))
}

export const isNearest = (form: ResolveForm, { pick }: PickForm, id: ShipMethodId): boolean => {
  const [nearest] = pick.methods
  return nearest !== undefined && nearest.id === id && isNear(form.view.order.shipMethodName, nearest)
}

/**
 * The pick that is unmapped and under the cursor, which ctrl-s takes as enter would: the nearest in words, or what the hand
 * moved to. null: nothing is under the cursor that somebody could mean.
 */
export const pickMeant = (form: ResolveForm): PickForm | null => {
  const here = form.focus?.at === "method" ? pickAt(form) : undefined
  if (here === undefined || here.method.chosen !== null) return null
  if (holdOfPick(form, here.pick.supplierId) === undefined) return null
  const { keys, cursor } = here.method
  const id = keys[cursor]
  return id !== undefined && (cursor > 0 || isNearest(form, here, id)) ? here : null
}

/** Answers the save question of the pick that the hand is at. */
export const answered = (form: ResolveForm, save: SaveChoice): ResolveForm => {
  const here = pickAt(form)
  if (here === undefined || here.method.chosen === null) return form
  return toOpenStop(withPick(form, here.pick.supplierId, (p) => ({ ...p, save: choose(p.save, save) })))
}

/** On to the next thing that still blocks and was not answered; stays where it is when there is none. */
const toOpenStop = (form: ResolveForm): ResolveForm => {
  const open = stopsOf(form).find((stop) => {
    if (stop.at === "address")
      return isBlocking(form, stop) && textOf(form.address[stop.field]) === form.view.order.shipTo[stop.field]
    const p = form.picks.find(({ pick }) => pick.supplierId === stop.supplierId)
    if (p === undefined) return false
    return stop.at === "method" ? isBlocking(form, stop) && p.method.chosen === null : p.save.chosen === null
  })
  return open === undefined ? form : { ...form, focus: open }
}

/** A chosen method whose save question is not answered yet. */
export const unanswered = (form: ResolveForm): PickForm | undefined =>
  form.picks.find(({ method, save }) => method.chosen !== null && save.chosen === null)

export const choicesOf = (form: ResolveForm): ReadonlyArray<ShipMethodChoice> =>
  form.picks.flatMap(({ pick, method, save }) =>
    method.chosen === null || save.chosen === null
      ? []
      : { supplierId: pick.supplierId, shipMethodId: method.chosen, save: save.chosen }
  )

export const resolutionOf = (form: ResolveForm): Resolution => ({
  orderId: form.view.order.id,
  version: form.view.order.version,
  address: Object.fromEntries(
    changedFields(form).map((field) => [field, textOf(form.address[field]).trim()])
  ),
  shipMethods: choicesOf(form)
})
