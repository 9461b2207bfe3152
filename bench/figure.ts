import type { Bench } from "./bench-context.ts"

/** One number that is followed from issue to issue. Its name never changes; what it means stands in `means`. */
export interface Figure {
  readonly name: string
  readonly unit: "ratio" | "ms" | "s" | "MB" | "%" | "bytes" | "chunks" | "frames"
  /** null: followed, but nothing was promised. */
  readonly target: number | null
  readonly better: "higher" | "lower"
  /** Taken anew or, with what it was taken from, from the bench's memory. */
  readonly measure: (bench: Bench) => Promise<Measured>
}

export interface Measured {
  readonly value: number
  readonly detail: string
}

/** What a figure throws when somebody it needs is not there: neither a pass nor a miss. */
export class NotMeasured extends Error {}

/** One row of `results.json`. */
export interface Result {
  readonly name: string
  readonly value: number | null
  readonly unit: string
  readonly target: number | null
  readonly better: "higher" | "lower"
  readonly pass: boolean | null
  readonly detail: string
}

const passes = (figure: Figure, value: number): boolean | null => {
  if (figure.target === null) return null
  return figure.better === "higher" ? value >= figure.target : value <= figure.target
}

/** Three digits say as much as this machine can repeat. */
const rounded = (value: number): number => Number(value.toPrecision(3))

const row = (figure: Figure, value: number | null, detail: string): Result => ({
  name: figure.name,
  value: value === null ? null : rounded(value),
  unit: figure.unit,
  target: figure.target,
  better: figure.better,
  pass: value === null ? null : passes(figure, value),
  detail
})

/** A figure that could not be taken is said so, and the others go on. */
export const take = async (figure: Figure, bench: Bench): Promise<Result> => {
  try {
    const { value, detail } = await figure.measure(bench)
    if (!Number.isFinite(value)) throw new Error(`${value} is not a number`)
    return row(figure, value, detail)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (!(error instanceof NotMeasured)) console.error(error)
    return row(figure, null, `not measured: ${why.split("\n")[0] ?? ""}`)
  }
}
