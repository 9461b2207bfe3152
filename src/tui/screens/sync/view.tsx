import { Box } from "ink"
import type { JSX } from "react"
import type { SyncRun } from "../../../domain/model/sync-run.ts"
import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import { NoWorkerLine } from "../../components/no-worker-line.tsx"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import type { TableSource } from "../../presenter/table-painter.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import type { Desk } from "../../screen.ts"

export interface SyncViewProps {
  readonly rows: number
  /** How many lines the status list has; it takes at most half of the screen. */
  readonly statusLines: number
  readonly status: TableSource<SyncLine>
  readonly history: TableSource<SyncRun>
  readonly foot: RegionSource
  readonly desk: Desk
}

/** Sync status, and beneath it the history of runs. */
export const SyncView = ({ rows, statusLines, status, history, foot, desk }: SyncViewProps): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <NoWorkerLine desk={desk} consequence="what is due does not run" />
    <TableRegion
      rows={status}
      height={Math.max(3, Math.min(statusLines + 2, Math.floor(rows / 2)))}
      flexShrink={0}
    />
    <TableRegion rows={history} flexGrow={1} />
    <Region source={foot} height={2} flexShrink={0} />
  </Box>
)
