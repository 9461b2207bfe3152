import type { ChannelField } from "../../../domain/model/channel-field.ts"
import { pageGiven } from "../../../domain/model/channel-fields.ts"
import type { ChannelPage } from "../../../domain/model/channel-page.ts"
import { stockFields } from "../../../domain/model/channel-stock-fields.ts"
import type { StockRules } from "../../../domain/model/stock-rules.ts"
import { type FormLine, fieldLine, part } from "../../components/form/form-line.ts"
import { edited, type TextEdit, textEdit, textOf } from "../../components/form/text-edit.ts"
import type { KeyEvent } from "../../key-splitter.ts"

/** What is kept back comes first: that is what the form is opened for. */
const order = ["safety-stock", "share-percent", "stock-cap", "minimum-level", "warehouse", "alias"]
export const ruleFields: ReadonlyArray<ChannelField> = order.flatMap(
  (name) => stockFields.find((field) => field.name === name) ?? []
)

/** A channel's rules while they are typed. */
export interface RulesForm {
  readonly page: ChannelPage
  readonly edits: ReadonlyArray<TextEdit>
  readonly focus: number
}

export const rulesForm = (page: ChannelPage): RulesForm => ({
  page,
  edits: ruleFields.map((field) => textEdit(field.shown(page), field.longest)),
  focus: 0
})

const texts = ({ edits }: RulesForm): ReadonlyArray<string> => edits.map(textOf)

const touched = (form: RulesForm): ReadonlyArray<readonly [name: string, text: string]> =>
  ruleFields.flatMap((field, i) => {
    const text = texts(form)[i] ?? ""
    return text === field.shown(form.page) ? [] : [[field.name, text] as const]
  })

/** The rules as they are typed, or what is wrong with them. */
export const rulesTyped = (form: RulesForm): StockRules | { readonly faults: ReadonlyArray<string> } => {
  const after = pageGiven(form.page, touched(form))
  return "faults" in after ? after : after.stock
}

const isSame = (a: StockRules, b: StockRules): boolean => JSON.stringify(a) === JSON.stringify(b)

export const isChanged = (form: RulesForm): boolean => {
  const rules = rulesTyped(form)
  return "faults" in rules || !isSame(rules, form.page.stock)
}

export const focused = (form: RulesForm): ChannelField | undefined => ruleFields[form.focus]

export const withFocus = (form: RulesForm, by: number): RulesForm => {
  const count = ruleFields.length
  return { ...form, focus: (form.focus + by + count) % count }
}

export const typedInto = (form: RulesForm, event: KeyEvent): RulesForm => {
  const edits = form.edits.map((edit, i) => (i === form.focus ? edited(edit, event) : edit))
  return edits.every((edit, i) => edit === form.edits[i]) ? form : { ...form, edits }
}

const labelWidth = 21

const faultOf = (form: RulesForm, field: ChannelField, text: string): string | null => {
  const after = pageGiven(form.page, [[field.name, text]])
  return "faults" in after ? (after.faults[0] ?? null) : null
}

export const rulesLines = (form: RulesForm, columns: number): ReadonlyArray<FormLine> =>
  ruleFields.map((field, i) => {
    const edit = form.edits[i] ?? textEdit("")
    const text = textOf(edit)
    const fault = faultOf(form, field, text)
    const before = field.shown(form.page)
    const note = fault ?? (text === before ? "" : `was ${before}`)
    return fieldLine(edit, {
      label: field.label,
      labelWidth,
      columns,
      hasFocus: i === form.focus,
      ...(note !== "" && { note: part(note, fault === null ? "dim" : "need") })
    })
  })
