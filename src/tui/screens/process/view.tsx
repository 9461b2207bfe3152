import { Box } from "ink"
import type { JSX } from "react"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import type { TableSource } from "../../presenter/table-painter.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import type { ProgressRow } from "./progress-list.ts"

export interface ProcessViewProps {
  readonly isProgress: boolean
  readonly preview: RegionSource
  readonly progress: TableSource<ProgressRow>
  /** The selected order's whole sentence, and what keeps it. */
  readonly foot: RegionSource
}

/** First what would happen, then what does. */
export const ProcessView = ({ isProgress, preview, progress, foot }: ProcessViewProps): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    {isProgress ? <TableRegion rows={progress} flexGrow={1} /> : <Region source={preview} flexGrow={1} />}
    <Region source={foot} height={3} flexShrink={0} />
  </Box>
)
