import { formatSum } from "../../../domain/model/money.ts"
import type { AutoProcessingPreview } from "../../../domain/operations/toggle-auto-processing.ts"
import { bold, emptyLine, type FormLine, fieldLine, lineOf, part } from "../../components/form/form-line.ts"
import { edited, type TextEdit, textEdit, textOf } from "../../components/form/text-edit.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { safe, wrapped } from "../../safe-text.ts"

export type AutoField = "address" | "consent"

/** What a person types to switch auto-processing on. */
export interface AutoForm {
  readonly address: TextEdit
  /** The channel's name, typed as consent. */
  readonly consent: TextEdit
  readonly focus: AutoField
}

export const autoForm = ({ channel }: AutoProcessingPreview): AutoForm => ({
  address: textEdit(channel.alertAddress ?? ""),
  consent: textEdit(""),
  focus: channel.alertTestedAt === null ? "address" : "consent"
})

export const typedInForm = (form: AutoForm, event: KeyEvent): AutoForm => {
  const next = edited(form[form.focus], event)
  return next === form[form.focus] ? form : { ...form, [form.focus]: next }
}

export const otherField = (form: AutoForm): AutoForm => ({
  ...form,
  focus: form.focus === "address" ? "consent" : "address"
})

/** The address in the field is the one that got the test. */
export const isTested = (form: AutoForm, { channel }: AutoProcessingPreview): boolean =>
  channel.alertTestedAt !== null && channel.alertAddress === textOf(form.address)

export const isTouched = (form: AutoForm, { channel }: AutoProcessingPreview): boolean =>
  textOf(form.consent) !== "" || textOf(form.address) !== (channel.alertAddress ?? "")

/** Why it cannot be switched on yet; null: it can. */
export const acceptRefusal = (form: AutoForm, preview: AutoProcessingPreview): string | null => {
  if (!isTested(form, preview)) return "Send a test to the alert address first: ctrl-t."
  const { name } = preview.channel
  return textOf(form.consent) === name ? null : `To accept, type the channel's name exactly: ${name}`
}

export interface AutoLook {
  readonly columns: number
  readonly actor: string
  /** When the address got its test, in the operator's zone. */
  readonly testedAt: string | null
}

const labelWidth = 24

const paragraph = (text: string, columns: number): ReadonlyArray<FormLine> =>
  wrapped(safe(text), columns - 6, 4).map((line) => lineOf(part("  "), part(line)))

const readyText = ({ ready, totals }: AutoProcessingPreview): string => {
  if (ready === 0) return "No order is ready now, so none is sent at once."
  return `${ready.toLocaleString("en-US")} ${ready === 1 ? "order is" : "orders are"} ready and will be SENT now (${formatSum(totals)}).`
}

/** The warning with its counts, the alert address, and the consent. */
export const autoLines = (
  form: AutoForm,
  preview: AutoProcessingPreview,
  look: AutoLook
): ReadonlyArray<FormLine> => {
  const { name } = preview.channel
  const { columns } = look
  const tested = isTested(form, preview)
  return [
    lineOf(part("  "), bold(`Auto-processing of ${name}: OFF → ON`, "accent")),
    emptyLine,
    ...wrapped(safe(readyText(preview)), columns - 6, 2).map((line) =>
      lineOf(part("  "), preview.ready === 0 ? part(line) : bold(line, "need"))
    ),
    ...paragraph(preview.warning, columns),
    ...paragraph(
      "Orders that wait for RESOLVE are never sent by it. Failures and orders that wait are mailed, one mail per cause.",
      columns
    ),
    emptyLine,
    fieldLine(form.address, {
      label: "Alerts go to",
      labelWidth,
      columns,
      hasFocus: form.focus === "address",
      placeholder: "ops@example.com",
      note: tested
        ? part(`  test sent ${look.testedAt ?? ""}`, "done")
        : part("  ! ctrl-t sends a test", "need")
    }),
    fieldLine(form.consent, {
      label: `Type ${name} to accept`,
      labelWidth: Math.max(labelWidth, Math.min(40, name.length + 16)),
      columns,
      hasFocus: form.focus === "consent",
      ...(textOf(form.consent) === name ? { note: part(`  as ${look.actor}`, "done") } : {})
    })
  ]
}
