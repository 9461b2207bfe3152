import * as Redacted from "effect/Redacted"
import { pageGiven } from "../../../domain/model/channel-fields.ts"
import type { ChannelPage } from "../../../domain/model/channel-page.ts"
import type { ChannelService, Plan, ServiceSetting } from "../../../domain/model/sales-channel.ts"
import { bold, emptyLine, type FormLine, fieldLine, lineOf, part } from "../../components/form/form-line.ts"
import { edited, longestText, type TextEdit, textEdit, textOf } from "../../components/form/text-edit.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { entriesOf, type FormEntry, type FormSubject } from "./form-entries.ts"

/** What is typed, field by field. What nobody touched stands as it is stored. */
export interface SettingsForm {
  readonly subject: FormSubject
  readonly entries: ReadonlyArray<FormEntry>
  readonly edits: ReadonlyMap<string, TextEdit>
  readonly focus: number
}

export const settingsForm = (
  subject: FormSubject,
  answers: ReadonlyMap<string, string> = new Map(),
  focus = 0
): SettingsForm => {
  const entries = entriesOf(subject)
  const edits = new Map(
    entries.map(
      (e) => [e.key, textEdit(e.isSecret ? "" : (answers.get(e.key) ?? e.initial), e.longest)] as const
    )
  )
  return { subject, entries, edits, focus: Math.min(focus, entries.length - 1) }
}

export const textAt = ({ edits }: SettingsForm, key: string): string => {
  const edit = edits.get(key)
  return edit === undefined ? "" : textOf(edit)
}

/** The same form about something else: what was typed stays where the field is still asked. */
export const about = (form: SettingsForm, subject: FormSubject): SettingsForm => {
  const next = settingsForm(subject, new Map(), form.focus)
  const kept = [...next.edits].map(([key, usual]) => [key, form.edits.get(key) ?? usual] as const)
  return { ...next, edits: new Map(kept) }
}

export const focused = ({ entries, focus }: SettingsForm): FormEntry | undefined => entries[focus]

export const withFocus = (form: SettingsForm, by: number): SettingsForm => {
  const focus = Math.max(0, Math.min(form.entries.length - 1, form.focus + by))
  return focus === form.focus ? form : { ...form, focus }
}

/** Why this cannot be typed here; null: it can. A secret that is cut is a wrong secret. */
export const typingRefusal = (form: SettingsForm, event: KeyEvent): string | null => {
  const entry = focused(form)
  if (event.kind !== "paste" || entry?.isSecret !== true) return null
  const { longest = longestText } = entry
  if (/[\r\n]./s.test(event.text.trimEnd()))
    return "That has several lines, and a field has one: give it by switchyard channels set --secret-file."
  return textAt(form, entry.key).length + event.text.trimEnd().length > longest
    ? `That is longer than ${longest.toLocaleString("en-US")} characters: give it by switchyard channels set --secret-file.`
    : null
}

export const typedInto = (form: SettingsForm, event: KeyEvent): SettingsForm => {
  const key = focused(form)?.key ?? ""
  const edit = form.edits.get(key)
  if (edit === undefined) return form
  const next = edited(edit, event)
  return next === edit ? form : { ...form, edits: new Map([...form.edits, [key, next]]) }
}

const isTouched = (form: SettingsForm, entry: FormEntry): boolean => textAt(form, entry.key) !== entry.initial

export const touched = (form: SettingsForm): ReadonlyArray<FormEntry> =>
  form.entries.filter((entry) => isTouched(form, entry))

/** What is wrong with a field as it stands; null: nothing. */
const faultOf = (form: SettingsForm, entry: FormEntry): string | null => entry.judge(textAt(form, entry.key))

/** The first field that is wrong, by its place. */
export const firstFault = (form: SettingsForm): { readonly index: number; readonly text: string } | null => {
  for (const [index, entry] of form.entries.entries()) {
    const fault = faultOf(form, entry)
    if (fault !== null) return { index, text: `${entry.label} ${fault}.` }
  }
  return null
}

const typed = (form: SettingsForm, beginning: string) =>
  form.entries.flatMap((e) =>
    e.key.startsWith(beginning) ? [[e.key.slice(beginning.length), textAt(form, e.key)] as const] : []
  )

/** The page as it is typed; asked for when no field is wrong. */
export const pageTyped = (form: SettingsForm): ChannelPage => {
  const plan = textAt(form, "plan") as Plan | ""
  const base = plan === "" ? form.subject.page : { ...form.subject.page, plan }
  const fields = touched(form).flatMap((e) =>
    e.key.startsWith("field.") ? [[e.key.slice(6), textAt(form, e.key)] as const] : []
  )
  const page = pageGiven(base, fields)
  return "faults" in page ? base : page
}

export const settingsTyped = (form: SettingsForm): Readonly<Record<string, string>> =>
  Object.fromEntries(typed(form, "set.").filter(([, text]) => text !== ""))

export const secretsTyped = (form: SettingsForm): Readonly<Record<string, Redacted.Redacted>> =>
  Object.fromEntries(
    typed(form, "secret.").flatMap(([name, text]) =>
      text === "" ? [] : [[name, Redacted.make(text)] as const]
    )
  )

export const valuesTyped = (form: SettingsForm): Readonly<Record<string, string>> =>
  Object.fromEntries(typed(form, "value."))

/** Services that are other than they were. */
export const servicesTyped = (form: SettingsForm): ReadonlyArray<ServiceSetting> =>
  touched(form).flatMap((e) => {
    if (!e.key.startsWith("service.")) return []
    const text = textAt(form, e.key)
    return [
      {
        service: e.key.slice("service.".length) as ChannelService,
        enabled: text !== "off",
        everyMinutes: /^\d+$/.test(text) ? Number(text) : null
      }
    ]
  })

/** As a set-up that is left is kept: of a secret only that it was given. */
export const answersTyped = (form: SettingsForm): ReadonlyArray<readonly [string, string]> =>
  form.entries.flatMap((e) => {
    const text = textAt(form, e.key)
    return e.isSecret ? (text === "" ? [] : [[e.key, ""] as const]) : [[e.key, text] as const]
  })

const labelWidth = 22

const masked = (edit: TextEdit): TextEdit => ({ ...edit, graphemes: edit.graphemes.map(() => "•") })

const entryLine = (form: SettingsForm, entry: FormEntry, index: number, columns: number): FormLine => {
  const edit = form.edits.get(entry.key) ?? textEdit("")
  const fault = faultOf(form, entry)
  // What nobody touched yet is not blamed: the empty fields of a new channel are simply still to come.
  const isBlamed = fault !== null && (isTouched(form, entry) || form.subject.channel !== null)
  return fieldLine(entry.isSecret ? masked(edit) : edit, {
    label: entry.label,
    labelWidth,
    columns,
    hasFocus: index === form.focus,
    placeholder: entry.placeholder,
    ...(isBlamed
      ? { note: part(`  ! ${fault}`, "need") }
      : isTouched(form, entry) && form.subject.channel !== null
        ? { note: part("  changed", "ready") }
        : {})
  })
}

/** Every field under the title of its part. */
export const formLines = (form: SettingsForm, columns: number): ReadonlyArray<FormLine> =>
  form.entries.flatMap((entry, index) => {
    const isFirst = form.entries[index - 1]?.title !== entry.title
    return [
      ...(isFirst
        ? [...(index === 0 ? [] : [emptyLine]), lineOf(part("  "), bold(entry.title, "accent"))]
        : []),
      entryLine(form, entry, index, columns)
    ]
  })
