import { addressFields, addressLabels, formatAddress } from "../../../domain/model/address.ts"
import { addressHint } from "../../../domain/model/address-rules.ts"
import type { SaveChoice } from "../../../domain/operations/resolve-order.ts"
import {
  bold,
  choiceLines,
  emptyLine,
  type FormLine,
  fieldLine,
  lineOf,
  part
} from "../../components/form/form-line.ts"
import { clip, columnsOf, safe, wrapped } from "../../safe-text.ts"
import {
  changedFields,
  holdOfField,
  holdOfPick,
  isNearest,
  otherHolds,
  type PickForm,
  type ResolveForm,
  typedAddress
} from "./resolve-form.ts"

export interface LinesLook {
  readonly columns: number
  /** What saving would do, by supplier and choice; null while it is being counted. */
  readonly effectOf: (pick: PickForm, save: SaveChoice) => string | null
}

const labelWidth = 20
const mostMethods = 6

const indented = (text: string, role: "dim" | "need", columns: number, by: number): ReadonlyArray<FormLine> =>
  wrapped(safe(text), columns - by, 3).map((line) => lineOf(part(" ".repeat(by)), part(line, role)))

/** `Phone is missing. Northwind needs it. Enter it and update.` beside the field; in short where there is no room. */
const fieldNote = (message: string, columns: number): string =>
  columns >= 110 ? ` ${message}` : ` ! ${message.split(". ")[0]?.replace(/\.$/, "")}`

const isFolded = (form: ResolveForm): boolean =>
  form.focus?.at !== "address" &&
  changedFields(form).length === 0 &&
  addressFields.every((field) => holdOfField(form, field) === undefined)

const addressLines = (form: ResolveForm, { columns }: LinesLook): ReadonlyArray<FormLine> => {
  if (isFolded(form)) {
    const room = Math.max(8, columns - 2 - labelWidth - 1 - 10)
    const [line = safe(""), second] = wrapped(safe(formatAddress(form.view.order.shipTo)), room, 2)
    const gap = " ".repeat(Math.max(0, room - columnsOf(line)))
    return [
      lineOf(part(`  ${"Ship to".padEnd(labelWidth)} `, "dim"), part(line + gap), part("  complete", "dim")),
      ...(second === undefined ? [] : [lineOf(part(" ".repeat(labelWidth + 3)), part(second))])
    ]
  }
  return addressFields.flatMap((field) => {
    const hold = holdOfField(form, field)
    const hasFocus = form.focus?.at === "address" && form.focus.field === field
    const isChanged = changedFields(form).includes(field)
    const theirs = form.theirs[field]
    const hint = hold === undefined ? addressHint(typedAddress(form), field) : null
    const note =
      theirs !== undefined
        ? part(`  theirs: “${clip(safe(theirs), 24)}”  ctrl-t takes it, ctrl-y yours`, "need")
        : isChanged
          ? part(hint === null ? "  changed" : `  changed, ${hint}?`, hint === null ? "accent" : "doubt")
          : hold === undefined
            ? hint === null
              ? undefined
              : part(`  ${hint}?`, "doubt")
            : part(fieldNote(hold.message, columns), "need")
    return fieldLine(form.address[field], {
      label: addressLabels[field],
      labelWidth,
      columns,
      hasFocus,
      ...(note === undefined ? {} : { note })
    })
  })
}

const methodName = (pick: PickForm, id: number): string => {
  const found = pick.pick.methods.find((m) => m.id === id)
  return found === undefined ? "" : `${found.carrier} ${found.method}`.trim()
}

const saveLabel: Readonly<Record<SaveChoice, (form: ResolveForm, pick: PickForm) => string>> = {
  channel: (form) => `y  yes, for ${form.view.channel}`,
  order: () => "o  only this order",
  supplier: (_form, { pick }) => `e  yes, this name on every channel of ${pick.supplier}`
}

const saveLines = (form: ResolveForm, pick: PickForm, look: LinesLook): ReadonlyArray<FormLine> => {
  const hasFocus = form.focus?.at === "save" && form.focus.supplierId === pick.pick.supplierId
  const options = choiceLines(pick.save, {
    columns: look.columns,
    hasFocus,
    most: 3,
    labelOf: (save) => saveLabel[save](form, pick)
  })
  const question = `Save “${form.view.order.shipMethodName}” at ${pick.pick.supplier} for future orders?`
  return [
    lineOf(part("    "), hasFocus ? bold(question, "accent") : part(question)),
    ...pick.save.keys.flatMap((save, index) => {
      const option = options[index]
      const effect = look.effectOf(pick, save) ?? "counting what it does …"
      return option === undefined
        ? []
        : [option, ...(effect === "" ? [] : indented(effect, "dim", look.columns, 11))]
    })
  ]
}

const chosenText = ({ pick, method }: PickForm): string => {
  if (method.chosen !== null) return ""
  if (pick.chosen !== null) return `${pick.chosen.carrier} ${pick.chosen.method}, mapped`.trim()
  return ""
}

const pickLines = (form: ResolveForm, pick: PickForm, look: LinesLook): ReadonlyArray<FormLine> => {
  const { supplierId, supplier } = pick.pick
  const hold = holdOfPick(form, supplierId)
  const hasFocus = form.focus?.at === "method" && form.focus.supplierId === supplierId
  const isHere = form.focus !== null && form.focus.at !== "address" && form.focus.supplierId === supplierId
  const isSettled = method(pick) !== null && pick.save.chosen !== null
  const state =
    method(pick) !== null
      ? part(methodName(pick, method(pick) ?? 0), "done")
      : hold !== undefined
        ? part("! needs a choice", "need")
        : part(chosenText(pick) || "the channel's own name is sent", "dim")
  const head = lineOf(
    part("    "),
    isHere ? bold(clip(safe(supplier), 32)) : part(clip(safe(supplier), 32)),
    part("  "),
    state
  )
  if (pick.method.keys.length === 0)
    return [
      head,
      lineOf(part("      this supplier has no carriers and methods yet: switchyard suppliers set", "need"))
    ]
  const isOpen = hasFocus || (hold !== undefined && method(pick) === null)
  const options = choiceLines(pick.method, {
    columns: look.columns,
    hasFocus,
    most: mostMethods,
    labelOf: (id) => methodName(pick, id),
    noteOf: (id) => (hold !== undefined && isNearest(form, pick, id) ? "nearest" : "")
  })
  const asks = method(pick) !== null && (isHere || !isSettled)
  const saved =
    isSettled && !asks && pick.save.chosen !== null
      ? [
          lineOf(
            part("      to save: ", "dim"),
            part(saveLabel[pick.save.chosen](form, pick).slice(3), "dim")
          )
        ]
      : []
  return [head, ...(isOpen ? options : []), ...(asks ? saveLines(form, pick, look) : saved)]
}

const method = (pick: PickForm): number | null => pick.method.chosen

const methodLines = (form: ResolveForm, look: LinesLook): ReadonlyArray<FormLine> => {
  if (form.picks.length === 0) return []
  return [
    lineOf(
      part(`  ${"Ship method".padEnd(labelWidth)} `, "dim"),
      part(`“${form.view.order.shipMethodName}”`),
      part(` as ${form.view.channel} sent it`, "dim")
    ),
    ...form.picks.flatMap((pick) => pickLines(form, pick, look))
  ]
}

const otherLines = (form: ResolveForm, { columns }: LinesLook): ReadonlyArray<FormLine> =>
  otherHolds(form).flatMap((hold) => indented(`! ${hold.message}`, "need", columns, 2))

/** The whole form, top to bottom. */
export const resolveLines = (form: ResolveForm, look: LinesLook): ReadonlyArray<FormLine> => {
  const skus = form.view.order.lines.map((l) => `${l.ordered} × ${l.channelSku}`).join(", ")
  const others = otherLines(form, look)
  return [
    ...others,
    ...(others.length > 0 ? [emptyLine] : []),
    ...addressLines(form, look),
    emptyLine,
    ...methodLines(form, look),
    ...(form.picks.length > 0 ? [emptyLine] : []),
    lineOf(part(`  ${"Lines".padEnd(labelWidth)} `, "dim"), part(skus))
  ]
}
