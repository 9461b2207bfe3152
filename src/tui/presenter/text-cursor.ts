import type { DOMElement } from "ink"
import { type RefObject, useLayoutEffect, useRef } from "react"
import { usePresenter } from "./presenter-context.ts"
import { rectOf } from "./region.tsx"

/** Puts the terminal's cursor at a column of the element that gets the returned ref (Ink's useCursor cannot). */
export const useTextCursor = (column: number, isActive = true): RefObject<DOMElement | null> => {
  const presenter = usePresenter()
  const ref = useRef<DOMElement>(null)
  useLayoutEffect(() => {
    if (!isActive) return
    return presenter.setCursor(() => {
      const rect = rectOf(ref)
      return rect === null ? null : { x: rect.x + column, y: rect.y }
    })
  }, [presenter, column, isActive])
  return ref
}
