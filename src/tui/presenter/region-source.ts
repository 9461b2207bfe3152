import type { Canvas } from "./canvas.ts"

/** What a region shows. `paint` is pure: state in, cells out, the same for the same state. */
export interface RegionSource {
  paint(canvas: Canvas): void
  /** `invalidate` is to be called only when the picture changes. Returns a function that unsubscribes. */
  subscribe(invalidate: () => void): () => void
  onSize?(width: number, height: number): void
}
