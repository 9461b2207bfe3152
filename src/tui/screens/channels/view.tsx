import { Box } from "ink"
import type { JSX } from "react"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import type { TableSource } from "../../presenter/table-painter.ts"
import { TableRegion } from "../../presenter/table-region.tsx"

export interface ChannelsViewProps {
  readonly channels: TableSource<SalesChannel>
  readonly foot: RegionSource
}

/** The channels; below them the selected one's consent, or what its connection answered. */
export const ChannelsView = ({ channels, foot }: ChannelsViewProps): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion rows={channels} flexGrow={1} />
    <Region source={foot} height={5} flexShrink={0} />
  </Box>
)
