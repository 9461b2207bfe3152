import { Box, Text } from "ink"
import type { JSX } from "react"
import { formatMoney, money } from "../../../domain/model/money.ts"
import { statusLabel } from "../../../domain/model/order-status.ts"
import { FormBody } from "../../components/form/form-body.tsx"
import { useTheme } from "../../presenter/presenter-context.ts"
import { safe } from "../../safe-text.ts"
import { helpOf } from "./field-help.ts"
import type { ResolveForm } from "./resolve-form.ts"
import { type LinesLook, resolveLines } from "./resolve-lines.ts"

export interface ResolveViewProps {
  readonly columns: number
  readonly rows: number
  /** null while it is being read, or when that failed. */
  readonly form: ResolveForm | null
  readonly failure: string | null
  readonly effectOf: LinesLook["effectOf"]
  /** What somebody else changed since this form was opened. */
  readonly conflict: string | null
  readonly isSaving: boolean
}

const headOf = ({ view }: ResolveForm): string => {
  const { order } = view
  const units = order.lines.reduce((sum, line) => sum + line.ordered, 0)
  return `  ${order.customerName} · ${units} ${units === 1 ? "unit" : "units"} · ${formatMoney(money(order.total, order.currency))} · from ${view.channel}`
}

const waitingText = (failure: string | null): string =>
  failure === null ? "Reading the order …" : `The order cannot be read: ${failure}`

const clearWords = ({ view }: ResolveForm): string =>
  view.order.status === "not_processed"
    ? "Nothing is missing: P processes it, n opens the next one that waits, tab edits."
    : `It is ${statusLabel(view.order.status)} now: nothing of it is edited any more. n opens the next one that waits.`

/** The editor of an order that waits for RESOLVE. */
export const ResolveScreen = (props: ResolveViewProps): JSX.Element => {
  const theme = useTheme()
  const { columns, rows, form, failure, effectOf, conflict, isSaving } = props
  if (form === null)
    return (
      <Box flexGrow={1} flexDirection="column">
        <Text
          {...theme.ink(failure === null ? "dim" : "need")}
          wrap="truncate"
        >{`  ${safe(waitingText(failure))}`}</Text>
      </Box>
    )
  const isClear = form.view.holds.length === 0
  const here = form.focus?.at === "address" ? form.address[form.focus.field] : undefined
  const foot = isSaving
    ? "Updating …"
    : conflict !== null
      ? conflict
      : (failure ??
        (here?.isNew === true
          ? "Somebody else changed this just now: what you type takes its place."
          : isClear && form.focus === null
            ? clearWords(form)
            : helpOf(form.focus)))
  const tone = conflict !== null || failure !== null ? "need" : "dim"
  return (
    <Box flexGrow={1} flexDirection="column">
      <Text {...theme.ink("dim")} wrap="truncate">
        {safe(headOf(form))}
      </Text>
      <FormBody
        lines={resolveLines(form, { columns, effectOf })}
        columns={columns}
        rows={Math.max(1, rows - 3)}
      />
      <Box height={2} flexShrink={0} overflow="hidden" paddingX={2}>
        <Text {...theme.ink(tone)} wrap="wrap">
          {safe(foot)}
        </Text>
      </Box>
    </Box>
  )
}
