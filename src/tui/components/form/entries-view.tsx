import { Box, Text } from "ink"
import type { JSX } from "react"
import { useTheme } from "../../presenter/presenter-context.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Role } from "../../theme.ts"
import { type EntriesForm, formLines } from "./entries-form.ts"
import { FormBody } from "./form-body.tsx"

export interface EntriesViewProps {
  readonly columns: number
  readonly rows: number
  readonly form: EntriesForm | null
  /** Of what is stored already. */
  readonly isStored: boolean
  /** What the field is for, what is going on, or what is wrong. */
  readonly foot: { readonly text: string; readonly role: Role }
}

const footRows = 4

/** Settings as a form; below it what the field under the cursor is for. */
export const EntriesView = ({ columns, rows, form, isStored, foot }: EntriesViewProps): JSX.Element => {
  const theme = useTheme()
  const lines = form === null ? [] : formLines(form, { columns, isStored })
  return (
    <Box flexGrow={1} flexDirection="column">
      <FormBody lines={lines} columns={columns} rows={Math.max(1, rows - footRows)} />
      <Box height={footRows} flexShrink={0} overflow="hidden" paddingX={2} flexDirection="column">
        {wrapped(safe(foot.text), columns - 4, footRows).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of the foot is its place
          <Text key={index} {...theme.ink(foot.role)}>
            {line}
          </Text>
        ))}
      </Box>
    </Box>
  )
}
