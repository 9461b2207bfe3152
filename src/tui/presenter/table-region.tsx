import type { BoxProps } from "ink"
import { type JSX, useMemo } from "react"
import { useTheme } from "./presenter-context.ts"
import { Region } from "./region.tsx"
import { TablePainter, type TableSource } from "./table-painter.ts"

export type TableRegionProps<Row extends object> = BoxProps & { readonly rows: TableSource<Row> }

/** A list painted by the presenter. `rows` must be the same object from render to render. */
export const TableRegion = <Row extends object>({ rows, ...box }: TableRegionProps<Row>): JSX.Element => {
  const theme = useTheme()
  const painter = useMemo(() => new TablePainter(rows, theme), [rows, theme])
  return <Region {...box} source={painter} />
}
