import { painted } from "../components/painted.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { safe } from "../safe-text.ts"
import type { Theme } from "../theme.ts"

export const rule = (theme: Theme): RegionSource =>
  painted((canvas) => canvas.text(0, 0, safe("─".repeat(canvas.width)), theme.of("rule")), [])
