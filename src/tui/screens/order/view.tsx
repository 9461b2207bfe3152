import type { JSX } from "react"
import { ScrollView } from "../../components/scroll-view.tsx"
import type { RegionSource } from "../../presenter/region.tsx"
import { useSelector } from "../../presenter/select.ts"
import type { CancelAsking } from "./cancel-asking.ts"

export interface OrderViewProps {
  readonly body: RegionSource
  readonly foot: RegionSource
  readonly cancel: CancelAsking
}

/** The page has the whole screen; only while somebody cancels, two lines at the bottom ask why. */
export const OrderView = ({ body, foot, cancel }: OrderViewProps): JSX.Element => {
  const isAsking = useSelector(cancel.filling, ({ asks }) => asks !== null)
  return isAsking ? <ScrollView body={body} foot={foot} /> : <ScrollView body={body} />
}
