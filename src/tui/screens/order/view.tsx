import type { JSX } from "react"
import { ScrollView } from "../../components/scroll-view.tsx"
import type { RegionSource } from "../../presenter/region.tsx"
import { useSelector } from "../../presenter/select.ts"
import type { CancelAsking } from "./cancel-asking.ts"
import type { LineAsking } from "./line-asking.ts"

export interface OrderViewProps {
  readonly body: RegionSource
  readonly foot: RegionSource
  readonly cancel: CancelAsking
  readonly line: LineAsking
}

/** The page has the whole screen; only while something is typed, two lines at the bottom take it. */
export const OrderView = ({ body, foot, cancel, line }: OrderViewProps): JSX.Element => {
  const isCanceling = useSelector(cancel.filling, ({ asks }) => asks !== null)
  const isTyping = useSelector(line.filling, ({ asked }) => asked !== null)
  return isCanceling || isTyping ? <ScrollView body={body} foot={foot} /> : <ScrollView body={body} />
}
