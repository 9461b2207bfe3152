import type { Canvas } from "./canvas.ts"

/** What a region shows. `paint` is pure: state in, cells out, the same for the same state. */
export interface RegionSource {
  paint(canvas: Canvas): void
  /** `invalidate` is to be called only when the picture changes. Returns a function that unsubscribes. */
  subscribe(invalidate: () => void): () => void
  onSize?(width: number, height: number): void
  /** All that the picture is made of: while each of it is the same, an invalidated region is not painted again. */
  shows?(): ReadonlyArray<unknown>
  /** It paints only the lines that are other than those it painted on this canvas before: the canvas is not cleared. */
  readonly keepsLines?: boolean
}
