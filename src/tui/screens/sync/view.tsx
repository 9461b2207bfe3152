import { Box } from "ink"
import type { JSX } from "react"
import type { SyncRun } from "../../../domain/model/sync-run.ts"
import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import type { TableSource } from "../../presenter/table-painter.ts"
import { TableRegion } from "../../presenter/table-region.tsx"

export interface SyncViewProps {
  readonly rows: number
  /** How many lines the status list has; it takes at most half of the screen. */
  readonly statusLines: number
  readonly status: TableSource<SyncLine>
  readonly history: TableSource<SyncRun>
  readonly foot: RegionSource
}

/** Sync status, and beneath it the history of runs. */
export const SyncView = ({ rows, statusLines, status, history, foot }: SyncViewProps): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion
      rows={status}
      height={Math.max(3, Math.min(statusLines + 2, Math.floor(rows / 2)))}
      flexShrink={0}
    />
    <TableRegion rows={history} flexGrow={1} />
    <Region source={foot} height={2} flexShrink={0} />
  </Box>
)
