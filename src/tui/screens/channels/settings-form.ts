import { pageGiven } from "../../../domain/model/channel-fields.ts"
import type { ChannelPage } from "../../../domain/model/channel-page.ts"
import type { ChannelService, Plan, ServiceSetting } from "../../../domain/model/sales-channel.ts"
import {
  type EntriesForm,
  entriesForm,
  textAt,
  textsOf,
  touched
} from "../../components/form/entries-form.ts"
import { entriesOf, type FormSubject } from "./form-entries.ts"

/** The page of a channel as it is typed. */
export interface SettingsForm extends EntriesForm {
  readonly subject: FormSubject
}

export const settingsForm = (
  subject: FormSubject,
  answers: ReadonlyMap<string, string> = new Map(),
  focus = 0
): SettingsForm => ({ subject, ...entriesForm(entriesOf(subject), answers, focus) })

/** The same form about something else: what was typed stays where the field is still asked. */
export const about = (form: SettingsForm, subject: FormSubject): SettingsForm => {
  const next = settingsForm(subject, new Map(), form.focus)
  const kept = [...next.edits].map(([key, usual]) => [key, form.edits.get(key) ?? usual] as const)
  return { ...next, edits: new Map(kept) }
}

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
  Object.fromEntries(textsOf(form, "set.").filter(([, text]) => text !== ""))

export const valuesTyped = (form: SettingsForm): Readonly<Record<string, string>> =>
  Object.fromEntries(textsOf(form, "value."))

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
