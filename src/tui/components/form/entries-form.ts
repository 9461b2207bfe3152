import * as Redacted from "effect/Redacted"
import type { KeyEvent } from "../../key-splitter.ts"
import { bold, emptyLine, type FormLine, fieldLine, lineOf, part } from "./form-line.ts"
import { edited, longestText, type TextEdit, textEdit, textOf } from "./text-edit.ts"

/** One field as it is typed, under a key of its own. */
export interface FormEntry {
  readonly key: string
  /** Of the part of the form that it stands in. */
  readonly title: string
  readonly label: string
  readonly help: string
  readonly initial: string
  readonly placeholder: string
  readonly isSecret: boolean
  /** What the field takes, in characters; absent: as much as a form's line usually does. */
  readonly longest?: number
  /** What is wrong with it; null: nothing. */
  readonly judge: (text: string) => string | null
}

export const formEntry = (
  about: Pick<FormEntry, "key" | "title" | "label" | "help"> & Partial<FormEntry>
): FormEntry => ({ initial: "", placeholder: "", isSecret: false, judge: () => null, ...about })

/** A token or a key in one line; more is a file: --secret-file. */
export const longestSecret = 10_000
export const longestSetting = 1_000

/** What is typed, field by field. What nobody touched stands as it is stored. */
export interface EntriesForm {
  readonly entries: ReadonlyArray<FormEntry>
  readonly edits: ReadonlyMap<string, TextEdit>
  readonly focus: number
}

export const entriesForm = (
  entries: ReadonlyArray<FormEntry>,
  answers: ReadonlyMap<string, string> = new Map(),
  focus = 0
): EntriesForm => {
  const edits = new Map(
    entries.map(
      (e) => [e.key, textEdit(e.isSecret ? "" : (answers.get(e.key) ?? e.initial), e.longest)] as const
    )
  )
  return { entries, edits, focus: Math.min(focus, entries.length - 1) }
}

export const textAt = ({ edits }: EntriesForm, key: string): string => {
  const edit = edits.get(key)
  return edit === undefined ? "" : textOf(edit)
}

export const focused = ({ entries, focus }: EntriesForm): FormEntry | undefined => entries[focus]

export const withFocus = <Form extends EntriesForm>(form: Form, by: number): Form => {
  const focus = Math.max(0, Math.min(form.entries.length - 1, form.focus + by))
  return focus === form.focus ? form : { ...form, focus }
}

/** Why this cannot be typed here; null: it can. A secret that is cut is a wrong secret. `command` takes it from a file. */
export const typingRefusal = (form: EntriesForm, event: KeyEvent, command: string): string | null => {
  const entry = focused(form)
  if (event.kind !== "paste" || entry?.isSecret !== true) return null
  const { longest = longestText } = entry
  if (/[\r\n]./s.test(event.text.trimEnd()))
    return `That has several lines, and a field has one: give it by ${command} --secret-file.`
  return textAt(form, entry.key).length + event.text.trimEnd().length > longest
    ? `That is longer than ${longest.toLocaleString("en-US")} characters: give it by ${command} --secret-file.`
    : null
}

export const typedInto = <Form extends EntriesForm>(form: Form, event: KeyEvent): Form => {
  const key = focused(form)?.key ?? ""
  const edit = form.edits.get(key)
  if (edit === undefined) return form
  const next = edited(edit, event)
  return next === edit ? form : { ...form, edits: new Map([...form.edits, [key, next]]) }
}

const isTouched = (form: EntriesForm, entry: FormEntry): boolean => textAt(form, entry.key) !== entry.initial

export const touched = (form: EntriesForm): ReadonlyArray<FormEntry> =>
  form.entries.filter((entry) => isTouched(form, entry))

/** What was typed over an older look, typed over this one: what this one does not ask any more is left behind. */
export const retyped = <Form extends EntriesForm>(now: Form, before: Form): Form => {
  const edits = touched(before).flatMap(({ key }) => {
    const edit = before.edits.get(key)
    return edit === undefined || !now.edits.has(key) ? [] : [[key, edit] as const]
  })
  const at = now.entries.findIndex(({ key }) => key === focused(before)?.key)
  const typed = { ...now, edits: new Map([...now.edits, ...edits]), focus: 0 }
  return withFocus(typed, at === -1 ? before.focus : at)
}

/** What is wrong with a field as it stands; null: nothing. */
const faultOf = (form: EntriesForm, entry: FormEntry): string | null => entry.judge(textAt(form, entry.key))

/** The question before what is typed is given up; null: nothing is. */
export const leaveQuestion = (form: EntriesForm, name: string): string | null => {
  const { length } = touched(form)
  if (length === 0) return null
  return length === 1
    ? `Leave? 1 changed field of ${name} is not saved.`
    : `Leave? ${length} changed fields of ${name} are not saved.`
}

/** The first field that is wrong, by its place. */
export const firstFault = (form: EntriesForm): { readonly index: number; readonly text: string } | null => {
  for (const [index, entry] of form.entries.entries()) {
    const fault = faultOf(form, entry)
    if (fault !== null) return { index, text: `${entry.label} ${fault}.` }
  }
  return null
}

/** What stands in the fields whose keys begin so, by the rest of the key. */
export const textsOf = (form: EntriesForm, beginning: string) =>
  form.entries.flatMap((e) =>
    e.key.startsWith(beginning) ? [[e.key.slice(beginning.length), textAt(form, e.key)] as const] : []
  )

/** Secrets that were typed, by the name in their key. */
export const secretsTyped = (form: EntriesForm): Readonly<Record<string, Redacted.Redacted>> =>
  Object.fromEntries(
    textsOf(form, "secret.").flatMap(([name, text]) =>
      text === "" ? [] : [[name, Redacted.make(text)] as const]
    )
  )

const labelWidth = 22

const masked = (edit: TextEdit): TextEdit => ({ ...edit, graphemes: edit.graphemes.map(() => "•") })

interface Paper {
  readonly columns: number
  /** Of what is stored; what is set up anew is not blamed for the fields that are still to come. */
  readonly isStored: boolean
}

const entryLine = (form: EntriesForm, entry: FormEntry, index: number, paper: Paper): FormLine => {
  const edit = form.edits.get(entry.key) ?? textEdit("")
  const fault = faultOf(form, entry)
  const isBlamed = fault !== null && (isTouched(form, entry) || paper.isStored)
  return fieldLine(entry.isSecret ? masked(edit) : edit, {
    label: entry.label,
    labelWidth,
    columns: paper.columns,
    hasFocus: index === form.focus,
    placeholder: entry.placeholder,
    ...(isBlamed
      ? { note: part(`  ! ${fault}`, "need") }
      : isTouched(form, entry) && paper.isStored
        ? { note: part("  changed", "ready") }
        : {})
  })
}

/** Every field under the title of its part. */
export const formLines = (form: EntriesForm, paper: Paper): ReadonlyArray<FormLine> =>
  form.entries.flatMap((entry, index) => {
    const isFirst = form.entries[index - 1]?.title !== entry.title
    return [
      ...(isFirst
        ? [...(index === 0 ? [] : [emptyLine]), lineOf(part("  "), bold(entry.title, "accent"))]
        : []),
      entryLine(form, entry, index, paper)
    ]
  })
