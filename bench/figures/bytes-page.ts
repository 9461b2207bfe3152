import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const bytesPage: Figure = {
  name: "bytes_page",
  unit: "bytes",
  target: 4000,
  better: "lower",
  measure: async (bench) => {
    const { page } = await frameCosts(bench)
    return {
      value: page.bytes,
      detail: `written to the terminal, a page down or up; 120x44, mean of ${page.frames} frames`
    }
  }
}
