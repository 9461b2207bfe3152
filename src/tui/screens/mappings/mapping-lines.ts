import { noProductText } from "../../../domain/model/mapping-words.ts"
import {
  choiceLines,
  emptyLine,
  type FormLine,
  fieldLine,
  lineOf,
  part
} from "../../components/form/form-line.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { MappingState } from "./mapping-editor.ts"
import {
  channelNameOf,
  isNearest,
  type MappingForm,
  type MappingStop,
  productMeant,
  supplierOf,
  wordsOf
} from "./mapping-form.ts"
import { methodText } from "./mapping-text.ts"

const labelWidth = 20
const mostOptions = 8

const label = (text: string): string => `  ${text.padEnd(labelWidth)} `

const said = (form: MappingForm): ReadonlyArray<FormLine> => {
  const isMethod = form.ask.about === "method"
  const every = channelNameOf(form, form.channel.chosen)
  const hint = isMethod && form.ask.words?.channelId != null ? "   e every channel or this one" : ""
  return [
    lineOf(
      part(label(isMethod ? "Their words" : "Their SKU"), "dim"),
      part(isMethod ? `“${wordsOf(form)}”` : wordsOf(form))
    ),
    lineOf(part(label("Channel"), "dim"), part(every), part(hint, "dim")),
    ...(isMethod ? [lineOf(part(label("Supplier"), "dim"), part(supplierOf(form)?.name ?? ""))] : [])
  ]
}

const choosing = (form: MappingForm, columns: number): ReadonlyArray<FormLine> => {
  const hasFocus = (stop: MappingStop): boolean => form.focus === stop
  const look = { columns, most: mostOptions }
  const channel = lineOf(
    part(label("Channel"), hasFocus("channel") ? "accent" : "dim"),
    part(channelNameOf(form, form.channel.chosen))
  )
  const supplier = lineOf(
    part(label("Supplier"), hasFocus("supplier") ? "accent" : "dim"),
    part(supplierOf(form)?.name ?? "")
  )
  const isMethod = form.ask.about === "method"
  return [
    channel,
    ...(hasFocus("channel")
      ? choiceLines(form.channel, { ...look, hasFocus: true, labelOf: (id) => channelNameOf(form, id) })
      : []),
    ...(isMethod ? [supplier] : []),
    ...(hasFocus("supplier")
      ? choiceLines(form.supplier, {
          ...look,
          hasFocus: true,
          labelOf: (id) => form.suppliers.find((s) => s.id === id)?.name ?? ""
        })
      : []),
    fieldLine(form.words, {
      label: isMethod ? "Their words" : "Their SKU",
      labelWidth,
      columns,
      hasFocus: hasFocus("words"),
      placeholder: isMethod ? "exactly as the channel writes it" : "as the channel writes it"
    })
  ]
}

const methodLines = (form: MappingForm, columns: number): ReadonlyArray<FormLine> => {
  const supplier = supplierOf(form)
  return [
    lineOf(
      part(label("Carrier and method"), form.focus === "method" ? "accent" : "dim"),
      part(form.method.chosen === null ? "" : methodText(supplier, form.method.chosen), "done")
    ),
    ...choiceLines(form.method, {
      columns,
      hasFocus: form.focus === "method",
      most: mostOptions,
      labelOf: (id) => methodText(supplier, id),
      noteOf: (id) => (isNearest(form, id) ? "nearest" : "")
    })
  ]
}

const productLines = (form: MappingForm, columns: number): ReadonlyArray<FormLine> => {
  const hasFocus = form.focus === "product"
  const titleOf = (sku: string): string => form.products.find((p) => p.sku === sku)?.title ?? ""
  return [
    fieldLine(form.product, {
      label: "Our SKU",
      labelWidth,
      columns,
      hasFocus,
      placeholder: "type to search, enter takes the one under the cursor"
    }),
    ...choiceLines(form.near, {
      columns,
      hasFocus: false,
      most: mostOptions,
      labelOf: (sku) => sku,
      noteOf: titleOf
    }).map((line, index) =>
      hasFocus && index === form.near.cursor
        ? { ...line, pieces: [part("  ▸ ", "accent"), ...line.pieces.slice(2)] }
        : line
    )
  ]
}

/** Near ones that stand in sight are no contradiction to it. */
const effectShown = (form: MappingForm, effect: string): string => {
  const to = productMeant(form)
  const near = form.products.length
  if (to === null || near === 0 || effect !== noProductText(to)) return effect
  return `No product has exactly the SKU ${to}. ${near === 1 ? "The one above is" : `The ${near} above are`} near it: enter takes the one under the cursor.`
}

/** The form, top to bottom, and under it what saving does. */
export const mappingLines = ({ form, effect }: MappingState, columns: number): ReadonlyArray<FormLine> => {
  if (form === null) return []
  const effects =
    effect === null
      ? [lineOf(part("  counting what it does …", "dim"))]
      : wrapped(safe(effectShown(form, effect)), columns - 4, 4).map((line) => lineOf(part("  "), part(line)))
  return [
    ...(form.ask.words === null ? choosing(form, columns) : said(form)),
    emptyLine,
    ...(form.ask.about === "method" ? methodLines(form, columns) : productLines(form, columns)),
    emptyLine,
    ...(effect === "" ? [] : effects)
  ]
}
