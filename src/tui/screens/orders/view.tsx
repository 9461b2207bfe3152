import { Box } from "ink"
import type { JSX } from "react"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { useSelector } from "../../presenter/select.ts"
import type { BodySize } from "../../screen.ts"
import type { OrdersBoard } from "./orders-board.ts"
import type { OrdersPanel } from "./orders-panel.ts"

export interface OrdersViewProps extends BodySize {
  readonly status: RegionSource
  readonly needs: RegionSource
  readonly table: RegionSource
  readonly below: RegionSource
  readonly beside: RegionSource
  readonly board: OrdersBoard
  readonly panel: OrdersPanel
}

const besideFrom = 140
const besideColumns = 46
const belowRows = 3
/** While something is typed or chosen there. */
const openRows = 9
const leastTable = 6

/** All of it is painted by regions: what happens to the list costs no React commit. */
export const OrdersView = (props: OrdersViewProps): JSX.Element => {
  const isWide = props.columns >= besideFrom
  const isTyping = useSelector(props.board.list, (state) => state.isTyping)
  const isOpen = useSelector(props.panel.store, (state) => state !== null)
  const open = Math.max(belowRows, Math.min(openRows, props.rows - leastTable))
  return (
    <Box flexGrow={1} flexDirection="column">
      <Region source={props.status} height={1} flexShrink={0} />
      <Region source={props.needs} height={1} flexShrink={0} />
      <Box flexGrow={1}>
        <Region source={props.table} flexGrow={1} />
        {isWide ? <Region source={props.beside} width={besideColumns} flexShrink={0} /> : null}
      </Box>
      {isWide ? null : (
        <Region source={props.below} height={isTyping || isOpen ? open : belowRows} flexShrink={0} />
      )}
    </Box>
  )
}
