import { type AddressField, addressFields } from "../../../domain/model/address.ts"
import { type Supplier, type TrackingSource, trackingSources } from "../../../domain/model/supplier.ts"
import type { SettingField } from "../../../domain/ports/sales-channels.ts"
import type { SupplierChange } from "../../../domain/ports/supplier-store.ts"
import {
  type EntriesForm,
  entriesForm,
  type FormEntry,
  formEntry,
  longestSecret,
  longestSetting,
  textAt,
  textsOf,
  touched
} from "../../components/form/entries-form.ts"
import type { TransportSettings } from "./supplier-settings.ts"

/** The settings of a supplier as they are typed. */
export interface SupplierForm extends EntriesForm {
  readonly supplier: Supplier
}

const own = "Supplier"

const longestTracking = 10_080

const listOf = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")

const isField = (word: string): word is AddressField => addressFields.some((field) => field === word)

const fieldsFault = (text: string): string | null => {
  const unknown = listOf(text).find((word) => !isField(word))
  return unknown === undefined ? null : `has no field ${unknown}`
}

/** PO-5: that nobody tells what left is accepted by name, and a form has no place for that. */
const trackingFault =
  (before: TrackingSource) =>
  (text: string): string | null => {
    if (text === before) return null
    if (text === "none")
      return "none is accepted by command: suppliers set --tracking none --accept-no-tracking"
    return trackingSources.some((source) => source === text) ? null : "takes transport, sftp or carrier"
  }

const minutesFault = (text: string): string | null =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= longestTracking
    ? null
    : `takes 1 to ${longestTracking}`

const ownEntries = (s: Supplier): ReadonlyArray<FormEntry> => [
  formEntry({
    key: "contact",
    title: own,
    label: "Contact",
    help: "Whom one calls when an order is in doubt, and when.",
    initial: s.contact,
    placeholder: "nobody yet",
    longest: longestSetting
  }),
  formEntry({
    key: "prefix",
    title: own,
    label: "Number prefix",
    help: "What each of its purchase-order numbers begins with. Numbers that are given stay as they are.",
    initial: s.purchaseOrderPrefix
  }),
  formEntry({
    key: "currency",
    title: own,
    label: "Currency",
    help: "That of its costs and of what it may be paid, as three letters.",
    initial: s.currency,
    judge: (text) => (/^[A-Z]{3}$/.test(text) ? null : "takes a code of three letters, like USD")
  }),
  formEntry({
    key: "tracking",
    title: own,
    label: "Tracking",
    help: "Who says what left: transport (the way orders go), sftp (files beside it), carrier (our own account there).",
    initial: s.trackingSource,
    judge: trackingFault(s.trackingSource)
  }),
  formEntry({
    key: "every",
    title: own,
    label: "Asked every, minutes",
    help: "How often it is asked for what left.",
    initial: String(s.trackingEveryMinutes),
    judge: minutesFault
  }),
  formEntry({
    key: "required",
    title: own,
    label: "Must have",
    help: `An order without one of these waits for RESOLVE: ${addressFields.join(", ")}, separated by commas.`,
    initial: s.requiredFields.join(", "),
    placeholder: "nothing",
    judge: fieldsFault
  }),
  formEntry({
    key: "mapping",
    title: own,
    label: "Wants mapping",
    help: "yes: an order waits until its ship method is one of the supplier's own. no: it leaves as the shop wrote it.",
    initial: s.requiresShipMethodMapping ? "yes" : "no",
    judge: (text) => (text === "yes" || text === "no" ? null : "takes yes or no")
  })
]

const transportEntry =
  (s: Supplier, { label, secrets }: TransportSettings) =>
  (field: SettingField): FormEntry => {
    const isStored = field.secret && secrets.includes(field.name)
    return formEntry({
      key: `${field.secret ? "secret" : "set"}.${field.name}`,
      title: label,
      label: field.label,
      help: [field.help, field.link ?? ""].join(" ").trim(),
      initial: field.secret ? "" : (s.settings[field.name] ?? ""),
      placeholder: isStored ? "stored, never shown; type to replace it" : field.required ? "needed" : "",
      isSecret: field.secret,
      longest: field.secret ? longestSecret : longestSetting,
      judge: (text) => (field.required && text === "" && !isStored ? "is needed" : null)
    })
  }

/** All that `suppliers set` can change, but how orders go, terms and ship methods. */
export const supplierForm = (supplier: Supplier, transport: TransportSettings): SupplierForm => ({
  supplier,
  ...entriesForm([...ownEntries(supplier), ...transport.fields.map(transportEntry(supplier, transport))])
})

/** A setting that was emptied is none. */
const settingsTyped = (form: SupplierForm): Readonly<Record<string, string>> => {
  const typed = textsOf(form, "set.")
  const asked = new Set(typed.map(([name]) => name))
  const others = Object.entries(form.supplier.settings).filter(([name]) => !asked.has(name))
  return Object.fromEntries([...others, ...typed.filter(([, text]) => text !== "")])
}

/** What is otherwise than it is stored; asked for when no field is wrong. */
export const changeTyped = (form: SupplierForm): SupplierChange => {
  const keys = touched(form).map(({ key }) => key)
  const has = (key: string): boolean => keys.includes(key)
  return {
    ...(has("contact") && { contact: textAt(form, "contact") }),
    ...(has("prefix") && { purchaseOrderPrefix: textAt(form, "prefix") }),
    ...(has("currency") && { currency: textAt(form, "currency") }),
    ...(has("tracking") && { trackingSource: textAt(form, "tracking") as TrackingSource }),
    ...(has("every") && { trackingEveryMinutes: Number(textAt(form, "every")) }),
    ...(has("required") && { requiredFields: listOf(textAt(form, "required")).filter(isField) }),
    ...(has("mapping") && { requiresShipMethodMapping: textAt(form, "mapping") === "yes" }),
    ...(keys.some((key) => key.startsWith("set.")) && { settings: settingsTyped(form) })
  }
}
