import type { Canvas } from "./canvas.ts"
import { GridCanvas } from "./canvas.ts"
import type { Rect } from "./cells.ts"
import { copyRect, type Grid, grid } from "./grid.ts"

/** A rectangle of the screen that paints itself. */
export interface RegionLayer {
  measure(): Rect | null
  paint(canvas: Canvas): void
  onSize?(width: number, height: number): void
  readonly z?: number
}

/** A rectangle where Ink's picture lies over the regions below it. */
export interface OverlayLayer {
  measure(): Rect | null
  readonly z?: number
}

export interface Handle {
  invalidate(): void
  remove(): void
}

interface PlacedRegion {
  readonly kind: "region"
  readonly source: RegionLayer
  readonly z: number
  rect: Rect | null
  canvas: GridCanvas
  isStale: boolean
}

interface PlacedOverlay {
  readonly kind: "overlay"
  readonly source: OverlayLayer
  readonly z: number
  rect: Rect | null
}

type Layer = PlacedRegion | PlacedOverlay

const emptyCanvas = (): GridCanvas => new GridCanvas(grid(0, 0))

const paint = (region: PlacedRegion): void => {
  region.isStale = false
  region.canvas.clear()
  region.source.paint(region.canvas)
}

const put = (layer: Layer, rect: Rect, ink: Grid, back: Grid, canvas: GridCanvas | null): void => {
  if (canvas !== null) copyRect(canvas.grid, 0, 0, back, rect)
  else if (layer.kind === "overlay") copyRect(ink, rect.x, rect.y, back, rect)
}

/** Regions and overlays in the order they lie over each other. */
export class Layers {
  #layers: Layer[] = []
  #invalidated: () => void

  constructor(invalidated: () => void) {
    this.#invalidated = invalidated
  }

  addRegion(source: RegionLayer): Handle {
    const region: PlacedRegion = {
      kind: "region",
      source,
      z: source.z ?? 0,
      rect: null,
      canvas: emptyCanvas(),
      isStale: true
    }
    return this.#add(region, () => {
      region.isStale = true
      this.#invalidated()
    })
  }

  addOverlay(source: OverlayLayer): Handle {
    return this.#add({ kind: "overlay", source, z: source.z ?? 1, rect: null }, this.#invalidated)
  }

  /** Asks each layer where it is now; the answer costs a few reads of Ink's layout. */
  measure(): void {
    for (const layer of this.#layers) {
      const rect = layer.source.measure()
      if (layer.kind === "region") this.#place(layer, rect)
      layer.rect = rect
    }
  }

  markAllStale(): void {
    for (const layer of this.#layers) if (layer.kind === "region") layer.isStale = true
  }

  paintStale(): void {
    for (const layer of this.#layers) {
      if (layer.kind === "region" && layer.isStale && layer.rect !== null) paint(layer)
    }
  }

  compose(ink: Grid, back: Grid): void {
    back.cells.set(ink.cells)
    for (const layer of this.#layers) {
      if (layer.rect !== null) {
        put(layer, layer.rect, ink, back, layer.kind === "region" ? layer.canvas : null)
      }
    }
  }

  /** The same, painted from nothing: what the screen ought to be. */
  composeFresh(ink: Grid, back: Grid): void {
    back.cells.set(ink.cells)
    for (const layer of this.#layers) {
      if (layer.rect === null) continue
      if (layer.kind === "overlay") {
        put(layer, layer.rect, ink, back, null)
        continue
      }
      const canvas = new GridCanvas(grid(layer.rect.width, layer.rect.height))
      layer.source.paint(canvas)
      put(layer, layer.rect, ink, back, canvas)
    }
  }

  #place(region: PlacedRegion, rect: Rect | null): void {
    if (rect === null) return
    if (rect.width === region.canvas.width && rect.height === region.canvas.height) return
    region.canvas = new GridCanvas(grid(rect.width, rect.height))
    region.isStale = true
    region.source.onSize?.(rect.width, rect.height)
  }

  #add(layer: Layer, invalidate: () => void): Handle {
    const above = this.#layers.findIndex((other) => other.z > layer.z)
    if (above === -1) this.#layers.push(layer)
    else this.#layers.splice(above, 0, layer)
    this.#invalidated()
    return {
      invalidate,
      remove: () => {
        this.#layers = this.#layers.filter((other) => other !== layer)
        this.#invalidated()
      }
    }
  }
}
