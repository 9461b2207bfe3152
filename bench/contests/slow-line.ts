import type { Bench } from "../bench-context.ts"
import { bundled, runOf } from "./console-frames.ts"

/** A mobile phone's worst corner: what a page of the list weighs takes a third of a second, and 150 ms more. */
export const slowLine = { bytesPerSecond: 5_000, delayMs: 150 } as const

export interface SlowLineFigures {
  /** Keys and changes of the burst, 50 a second each. */
  readonly steps: number
  readonly frames: number
  readonly mostWaitingBytes: number
  readonly mostWaitingFrames: number
  /** From the last change of the burst until the far end shows it. */
  readonly newestMs: number
}

export const slowLineFigures = (bench: Bench): Promise<SlowLineFigures> =>
  bench.once("slow line", () =>
    bundled("bench/world/slow-line.ts", (file) =>
      runOf<SlowLineFigures>(file, slowLine.bytesPerSecond, slowLine.delayMs, bench.quick ? 3 : 20)
    )
  )
