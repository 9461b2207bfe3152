import type { Canvas } from "./canvas.ts"
import { GridCanvas } from "./canvas.ts"
import type { Rect } from "./cells.ts"
import { copyLine, copyRect, type Grid, grid } from "./grid.ts"
import { isSame } from "./select.ts"

/** A rectangle of the screen that paints itself. */
export interface RegionLayer {
  measure(): Rect | null
  paint(canvas: Canvas): void
  onSize?(width: number, height: number): void
  shows?(): ReadonlyArray<unknown>
  readonly keepsLines?: boolean
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
  /** What its picture was made of; null: it has none yet. */
  shown: ReadonlyArray<unknown> | null
}

interface PlacedOverlay {
  readonly kind: "overlay"
  readonly source: OverlayLayer
  readonly z: number
  rect: Rect | null
}

type Layer = PlacedRegion | PlacedOverlay

const isSameRect = (a: Rect | null, b: Rect | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height)

const emptyCanvas = (): GridCanvas => new GridCanvas(grid(0, 0))

const paint = (region: PlacedRegion): void => {
  region.isStale = false
  const shown = region.source.shows?.() ?? null
  if (shown !== null && region.shown !== null && isSame(shown, region.shown)) return
  region.shown = shown
  if (region.source.keepsLines !== true) region.canvas.clear()
  region.source.paint(region.canvas)
}

/** It is painted from nothing the next time. */
const renew = (region: PlacedRegion, width: number, height: number): void => {
  region.canvas = new GridCanvas(grid(width, height))
  region.shown = null
  region.isStale = true
}

const put = (layer: Layer, rect: Rect, ink: Grid, back: Grid, canvas: GridCanvas | null): void => {
  if (canvas !== null) copyRect(canvas.grid, 0, 0, back, rect)
  else if (layer.kind === "overlay") copyRect(ink, rect.x, rect.y, back, rect)
}

const putLine = (layer: Layer, rect: Rect, ink: Grid, back: Grid, y: number): void => {
  const line = y - rect.y
  if (line < 0 || line >= rect.height) return
  if (layer.kind === "region") copyLine(layer.canvas.grid, 0, 0, back, rect, line)
  else copyLine(ink, rect.x, rect.y, back, rect, line)
}

/** Regions and overlays in the order they lie over each other. */
export class Layers {
  #layers: Layer[] = []
  #invalidated: () => void
  /** Layers came, went or moved: no line is what it was. */
  #isMoved = true

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
      isStale: true,
      shown: null
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
      if (!isSameRect(rect, layer.rect)) this.#isMoved = true
      if (layer.kind === "region") this.#place(layer, rect)
      layer.rect = rect
    }
  }

  markAllStale(): void {
    for (const layer of this.#layers)
      if (layer.kind === "region") renew(layer, layer.canvas.width, layer.canvas.height)
    this.#isMoved = true
  }

  paintStale(): void {
    for (const layer of this.#layers) {
      if (layer.kind === "region" && layer.isStale && layer.rect !== null) paint(layer)
    }
  }

  /** Says of each line of the screen whether a layer has changed it, and forgets it. */
  takeTouched(lines: Uint8Array): void {
    if (this.#isMoved) lines.fill(1)
    this.#isMoved = false
    for (const layer of this.#layers) {
      if (layer.kind !== "region" || layer.rect === null) continue
      const { touched } = layer.canvas
      for (let line = 0; line < touched.length; line++)
        if (touched[line] === 1) lines[layer.rect.y + line] = 1
      touched.fill(0)
    }
  }

  /** Of these lines only; the others in `back` are what they have to be. */
  compose(ink: Grid, back: Grid, lines: Uint8Array): void {
    const { width } = back
    for (let y = 0; y < lines.length; y++) {
      if (lines[y] !== 1) continue
      back.cells.set(ink.cells.subarray(y * width, (y + 1) * width), y * width)
      for (const layer of this.#layers) if (layer.rect !== null) putLine(layer, layer.rect, ink, back, y)
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
    renew(region, rect.width, rect.height)
    region.source.onSize?.(rect.width, rect.height)
  }

  #add(layer: Layer, invalidate: () => void): Handle {
    const above = this.#layers.findIndex((other) => other.z > layer.z)
    if (above === -1) this.#layers.push(layer)
    else this.#layers.splice(above, 0, layer)
    this.#isMoved = true
    this.#invalidated()
    return {
      invalidate,
      remove: () => {
        this.#layers = this.#layers.filter((other) => other !== layer)
        this.#isMoved = true
        this.#invalidated()
      }
    }
  }
}
