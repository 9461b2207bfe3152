import { Box, Text } from "ink"
import type { JSX } from "react"
import { type StockTrial, trialWords } from "../../../domain/model/stock-trial.ts"
import { FormBody } from "../../components/form/form-body.tsx"
import { emptyLine, type FormLine, lineOf, part } from "../../components/form/form-line.ts"
import { useTheme } from "../../presenter/presenter-context.ts"
import { useSelector } from "../../presenter/select.ts"
import { clip, columnsOf, safe, wrapped } from "../../safe-text.ts"
import type { BodySize, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { RulesEditor, type RulesState, type Trial } from "./rules-editor.ts"
import { focused, rulesLines } from "./rules-form.ts"

const skuColumns = 30
const numberColumns = 12

const padded = (text: string, columns: number): string => {
  const shown = clip(safe(text), columns)
  return shown + " ".repeat(Math.max(0, columns - columnsOf(shown)))
}
const number = (n: number | null): string => (n === null ? "-" : n.toLocaleString("en-US"))

const sampleLines = ({ samples }: StockTrial): ReadonlyArray<FormLine> =>
  samples.length === 0
    ? []
    : [
        lineOf(
          part(
            `  ${padded("TOLD AS", skuColumns)} ${"NOW".padStart(numberColumns)} ${"THEN".padStart(numberColumns)}`,
            "dim"
          )
        ),
        ...samples.map(({ sku, before, after }) =>
          lineOf(
            part(`  ${padded(sku, skuColumns)} ${number(before).padStart(numberColumns)} `),
            part(number(after).padStart(numberColumns), (after ?? 0) === 0 ? "need" : "text")
          )
        )
      ]

const trialRole = ({ toZero, gone }: StockTrial): Role => (toZero + gone > 0 ? "need" : "text")

const trialLines = (trial: Trial, columns: number): ReadonlyArray<FormLine> => {
  const said = (text: string, role: Role): ReadonlyArray<FormLine> =>
    wrapped(safe(text), columns - 4, 4).map((line) => lineOf(part(`  ${line}`, role)))
  switch (trial.state) {
    case "none":
      return said("What a change would do is counted over the whole channel as soon as you type it.", "dim")
    case "counting":
      return said("Counting what that would do …", "dim")
    case "failed":
      return said(`What it would do cannot be counted: ${trial.why}`, "need")
    case "counted":
      return [
        ...said(trialWords(trial.trial), trialRole(trial.trial)),
        emptyLine,
        ...sampleLines(trial.trial)
      ]
  }
}

const linesOf = ({ form, failure, trial }: RulesState, columns: number): ReadonlyArray<FormLine> => {
  if (form === null)
    return [lineOf(part(`  ${failure ?? "Reading the rules …"}`, failure === null ? "dim" : "need"))]
  return [...rulesLines(form, columns), emptyLine, ...trialLines(trial, columns)]
}

const footRows = 2

const View = ({ columns, rows, editor }: BodySize & { readonly editor: RulesEditor }): JSX.Element => {
  const theme = useTheme()
  const state = useSelector(editor.store, (s) => s)
  const help = state.form === null ? "" : (focused(state.form)?.help ?? "")
  return (
    <Box flexGrow={1} flexDirection="column">
      <FormBody lines={linesOf(state, columns)} columns={columns} rows={Math.max(1, rows - footRows)} />
      <Box height={footRows} flexShrink={0} overflow="hidden" paddingX={2} flexDirection="column">
        {wrapped(safe(help), columns - 4, footRows).map((line) => (
          <Text key={line} {...theme.ink("dim")}>
            {line}
          </Text>
        ))}
      </Box>
    </Box>
  )
}

/** What a channel keeps back, with what a change does to its listings before it is saved. */
export const openStockRules: OpenScreenFor<"stock-rules"> = (desk, { id, name }) => {
  const editor = new RulesEditor(desk, id)
  return {
    view: (size) => <View {...size} editor={editor} />,
    title: () => `Rules of ${name}`,
    note: () => (editor.store.get().trial.state === "counting" ? "counting" : ""),
    actions: {
      save: { run: () => editor.save(), refusal: () => editor.saveRefusal() },
      next: { run: () => editor.move(1) },
      previous: { run: () => editor.move(-1) }
    },
    isTyping: () => editor.store.get().form !== null,
    typed: (event) => editor.typed(event),
    unsaved: () => editor.unsaved(),
    isForm: true,
    isReading: () => editor.isReading(),
    shown: () => editor.read(),
    hidden: () => editor.hidden(),
    closed: () => editor.close()
  }
}
