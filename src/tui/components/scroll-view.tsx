import { Box } from "ink"
import type { JSX } from "react"
import { Region, type RegionSource } from "../presenter/region.tsx"

/** A body that is one text, with lines of its own below it if it needs some. */
export const ScrollView = ({
  body,
  foot
}: {
  readonly body: RegionSource
  readonly foot?: RegionSource
}): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <Region source={body} flexGrow={1} />
    {foot === undefined ? null : <Region source={foot} height={2} flexShrink={0} />}
  </Box>
)
