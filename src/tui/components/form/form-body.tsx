import { Box, Text } from "ink"
import type { JSX } from "react"
import { useTheme } from "../../presenter/presenter-context.ts"
import { useTextCursor } from "../../presenter/text-cursor.ts"
import type { FormLine } from "./form-line.ts"

/** The first line to show so that the one with the focus is in sight, with a line of context where there is room. */
export const firstShown = (lines: ReadonlyArray<FormLine>, rows: number): number => {
  const focus = lines.findLastIndex((line) => line.hasFocus === true)
  if (focus < 0 || lines.length <= rows) return 0
  const context = rows > 4 ? 2 : 0
  return Math.max(0, Math.min(focus - rows + 1 + context, lines.length - rows))
}

const Line = ({ line, columns }: { readonly line: FormLine; readonly columns: number }): JSX.Element => {
  const theme = useTheme()
  const hasCursor = line.cursor !== undefined
  const ref = useTextCursor(Math.min(line.cursor ?? 0, columns - 1), hasCursor)
  return (
    <Box ref={ref} height={1} flexShrink={0} overflow="hidden">
      <Text wrap="truncate">
        {line.pieces.map((piece, index) => (
          <Text
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no other name than its place
            key={index}
            {...theme.ink(piece.role, ...(piece.isBold ? ["bold" as const] : []))}
          >
            {piece.text}
          </Text>
        ))}
        {line.pieces.length === 0 ? " " : ""}
      </Text>
    </Box>
  )
}

export interface FormBodyProps {
  readonly lines: ReadonlyArray<FormLine>
  readonly columns: number
  readonly rows: number
}

/** The lines of a form, scrolled so that the focus is in sight, with the terminal's cursor in the field. */
export const FormBody = ({ lines, columns, rows }: FormBodyProps): JSX.Element => {
  const first = firstShown(lines, rows)
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      {lines.slice(first, first + rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
        <Line key={first + index} line={line} columns={columns} />
      ))}
    </Box>
  )
}
