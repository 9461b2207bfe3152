import { type JSX, useMemo } from "react"
import { Region } from "../presenter/region.tsx"
import { useSelector } from "../presenter/select.ts"
import { safe } from "../safe-text.ts"
import type { Desk } from "../screen.ts"
import { painted, paintPieces, piece } from "./painted.ts"

export interface NoWorkerLineProps {
  readonly desk: Desk
  /** What does not happen on this screen meanwhile. */
  readonly consequence: string
}

/** Above what stands still without a worker, however long one looks at it; nothing while one works. */
export const NoWorkerLine = ({ desk, consequence }: NoWorkerLineProps): JSX.Element | null => {
  const isAlone = useSelector(desk.figures.store, ({ value }) => value?.triage.workers === 0)
  const line = useMemo(() => {
    const words = safe(`No worker is alive: ${consequence}. Start one: switchyard worker`)
    return painted((canvas) => paintPieces(canvas, 1, 0, [piece(words, desk.theme.of("need"))]), [])
  }, [desk, consequence])
  return isAlone ? <Region source={line} height={1} flexShrink={0} /> : null
}
