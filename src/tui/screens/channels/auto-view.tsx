import { Box, Text } from "ink"
import type { JSX } from "react"
import type { AutoProcessingPreview } from "../../../domain/operations/toggle-auto-processing.ts"
import { FormBody } from "../../components/form/form-body.tsx"
import { useTheme } from "../../presenter/presenter-context.ts"
import { safe } from "../../safe-text.ts"
import { type AutoForm, type AutoLook, autoLines } from "./auto-form.ts"

export interface AutoViewProps extends AutoLook {
  readonly rows: number
  readonly form: AutoForm | null
  readonly preview: AutoProcessingPreview | null
  /** What is going on, what is wrong, or what the field is for. */
  readonly foot: { readonly text: string; readonly isTrouble: boolean }
}

/** The page that asks for the consent to auto-processing. */
export const AutoView = ({ rows, form, preview, foot, ...look }: AutoViewProps): JSX.Element => {
  const theme = useTheme()
  const lines = form === null || preview === null ? [] : autoLines(form, preview, look)
  return (
    <Box flexGrow={1} flexDirection="column">
      <FormBody lines={lines} columns={look.columns} rows={Math.max(1, rows - 2)} />
      <Box height={2} flexShrink={0} overflow="hidden" paddingX={2}>
        <Text {...theme.ink(foot.isTrouble ? "need" : "dim")}>{safe(foot.text)}</Text>
      </Box>
    </Box>
  )
}
