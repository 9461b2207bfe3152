import { Box, type BoxProps, type DOMElement, measureElement } from "ink"
import { type JSX, type RefObject, useLayoutEffect, useRef } from "react"
import type { Rect } from "./cells.ts"
import { usePresenter } from "./presenter-context.ts"
import type { RegionSource } from "./region-source.ts"

export type { RegionSource } from "./region-source.ts"

export type RegionProps = BoxProps & { readonly source: RegionSource; readonly z?: number }

export const rectOf = (ref: RefObject<DOMElement | null>): Rect | null => {
  if (ref.current === null) return null
  const { x, y, width, height } = measureElement(ref.current)
  if (width < 1 || height < 1) return null
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}

/**
 * A rectangle laid out by Ink and painted by the presenter: a change of its source makes no React commit.
 * It has no children, border or padding of its own; put it in a Box for those.
 */
export const Region = ({ source, z = 0, ...box }: RegionProps): JSX.Element => {
  const presenter = usePresenter()
  const ref = useRef<DOMElement>(null)
  useLayoutEffect(() => {
    const handle = presenter.addRegion({
      measure: () => rectOf(ref),
      paint: (canvas) => source.paint(canvas),
      onSize: (width, height) => source.onSize?.(width, height),
      ...(source.shows === undefined ? {} : { shows: () => source.shows?.() ?? [] }),
      keepsLines: source.keepsLines === true,
      z
    })
    const unsubscribe = source.subscribe(handle.invalidate)
    return () => {
      unsubscribe()
      handle.remove()
    }
  }, [presenter, source, z])
  return <Box {...box} ref={ref} />
}
