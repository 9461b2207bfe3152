import type { KeyEvent } from "../key-splitter.ts"
import type { RegionSource } from "../presenter/region.tsx"
import type { BodySize } from "../screen.ts"

export interface OverlayBox {
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
}

/** Lies over the screen, which goes on living below, and takes every key while it is there. */
export interface Overlay {
  readonly region: RegionSource
  /** Where it lies on a terminal of this size. */
  readonly box: (terminal: BodySize) => OverlayBox
  /** What the hint line says meanwhile. */
  readonly hint: string
  readonly handle: (event: KeyEvent) => void
}
