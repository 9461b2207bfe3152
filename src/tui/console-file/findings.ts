import type { Trouble } from "./console-settings.ts"
import { type Layout, layoutOf, placeIn } from "./statements.ts"

export type Table = Readonly<Record<string, unknown>>

export const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** Collects what is wrong, each with its place in the file. */
export class Findings {
  readonly troubles: Array<Trouble> = []
  readonly #text: string
  readonly #layout: Layout

  constructor(text: string) {
    this.#text = text
    this.#layout = layoutOf(text)
  }

  /** `path` leads to a statement or a table; `index` to one of several tables of that name. */
  add(path: ReadonlyArray<string>, message: string, index: number | null = null): void {
    this.troubles.push({ ...placeIn(this.#text, this.#offset(path, index)), message })
  }

  /** The place of the statement itself, else of the table or statement that holds it. */
  #offset(path: ReadonlyArray<string>, index: number | null): number {
    for (let length = path.length; length > 0; length--) {
      const part = path.slice(0, length).join("\0")
      const isHere = (block: { readonly index: number | null } | null): boolean =>
        index === null || block === null || block.index === null || block.index === index
      const statement = this.#layout.statements.find((s) => s.path.join("\0") === part && isHere(s.block))
      if (statement !== undefined) return length === path.length ? statement.start : statement.value.start
      const block = this.#layout.blocks.find((b) => b.path.join("\0") === part && isHere(b))
      if (block !== undefined) return block.header.start
      const inside = this.#layout.statements.find((s) => s.path.join("\0").startsWith(`${part}\0`))
      if (inside !== undefined) return inside.start
    }
    return 0
  }
}

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const longestName = 40

/** `Did you mean orders?`, else what there is. */
export const advice = (name: string, known: ReadonlyArray<string>): string => {
  const near = known
    .filter((one) => one.length <= longestName && name.length <= longestName)
    .map((one) => ({ one, far: distance(name, one) }))
    .sort((a, b) => a.far - b.far)[0]
  if (
    near !== undefined &&
    near.far <= (near.one.length < 4 ? 1 : Math.max(2, Math.floor(near.one.length / 3)))
  )
    return `Did you mean ${near.one}?`
  return `There is ${known.join(", ")}.`
}
