import { Box } from "ink"
import type { JSX } from "react"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import type { BodySize } from "../../screen.ts"

export interface OrdersViewProps extends BodySize {
  readonly status: RegionSource
  readonly needs: RegionSource
  readonly table: RegionSource
  readonly below: RegionSource
  readonly beside: RegionSource
}

const besideFrom = 140
const besideColumns = 46
const belowRows = 3

/** All of it is painted by regions: what happens to the list costs no React commit. */
export const OrdersView = (props: OrdersViewProps): JSX.Element => {
  const isWide = props.columns >= besideFrom
  return (
    <Box flexGrow={1} flexDirection="column">
      <Region source={props.status} height={1} flexShrink={0} />
      <Region source={props.needs} height={1} flexShrink={0} />
      <Box flexGrow={1}>
        <Region source={props.table} flexGrow={1} />
        {isWide ? <Region source={props.beside} width={besideColumns} flexShrink={0} /> : null}
      </Box>
      {isWide ? null : <Region source={props.below} height={belowRows} flexShrink={0} />}
    </Box>
  )
}
