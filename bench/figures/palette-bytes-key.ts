import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const paletteBytesKey: Figure = {
  name: "palette_bytes_key",
  unit: "bytes",
  target: null,
  better: "lower",
  measure: async (bench) => {
    const { paletteKey } = await frameCosts(bench)
    return {
      value: paletteKey.bytes,
      detail: `written to the terminal, a letter typed into the palette or taken back; 120x44, 10,000 orders in memory, ${paletteKey.frames} frames in ${paletteKey.writes} writes`
    }
  }
}
