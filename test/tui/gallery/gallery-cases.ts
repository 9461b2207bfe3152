import type { Place } from "../../../src/tui/screen.ts"
import { type Between, nothingBetween } from "../world/between.ts"
import { ChangingWorld } from "../world/changing-world.ts"
import { type Field, type Walker, walked } from "../world/walk-answer.ts"
import { type Easel, easelOf } from "./easel.tsx"
import { hostilePlace, hostileWords, longWordsWalker } from "./foreign-words.ts"
import { fullWorld } from "./full-world.ts"
import type { GalleryRow } from "./gallery-rows.ts"
import { usualWorld } from "./usual-world.ts"

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** `away`: it cannot be read at all. `lost`: it was read, and cannot be any more. */
export const caseNames = ["empty", "usual", "full", "away", "lost", "hostile"] as const
export type CaseName = (typeof caseNames)[number]

const refused = "connection refused (127.0.0.1:5432)"
const own = (words: string): string => words
const lostForMs = 185_000

const worldOf = (name: CaseName): ChangingWorld => {
  if (name === "empty") return Object.assign(new ChangingWorld(), { channels: 0, autoOn: 0 })
  return name === "full" ? fullWorld() : usualWorld()
}

const wordsOf = (name: CaseName, round: number): Walker | null => {
  if (name === "full") return longWordsWalker
  return name === "hostile" ? hostileWords(round) : null
}

/** Says everything in other words, and knows its own again when it is asked by them. */
const inOtherWords = (walker: Walker): Pick<Between, "answer" | "question"> => {
  const own = new Map<string, string>()
  const said = ({ name }: Field, words: string): string => `${name}\0${words}`
  return {
    answer: (value) =>
      walked(value, {
        ...walker,
        text: (text, field) => {
          const words = walker.text?.(text, field) ?? text
          own.set(said(field, words), text)
          return words
        }
      }),
    question: (value) => walked(value, { text: (words, field) => own.get(said(field, words)) ?? words })
  }
}

const placeOf = (row: GalleryRow, name: CaseName, round: number): Place => {
  if (name === "full")
    return row.place((words) => longWordsWalker.text?.(words, { path: "", name: "", index: 0 }) ?? "")
  return row.place(name === "hostile" ? hostilePlace(round) : own)
}

export interface Showing {
  /** Which entries of the hostile corpus are where. */
  readonly round?: number
  readonly env?: Readonly<Record<string, string>>
}

/** The screen of this row in this case, come to rest. */
export const showCase = async (
  row: GalleryRow,
  name: CaseName,
  size: Size,
  { round = 0, env = {} }: Showing = {}
): Promise<Easel> => {
  const between = nothingBetween()
  const words = wordsOf(name, round)
  if (words !== null) Object.assign(between, inOtherWords(words))
  if (name === "away") between.failure = refused
  const world = worldOf(name)
  const easel = await easelOf(world, placeOf(row, name, round), size, between, env)
  if (row.firstKeys !== undefined) await easel.press(row.firstKeys)
  if (name === "lost") {
    between.failure = refused
    await easel.later(lostForMs)
  }
  return easel
}
