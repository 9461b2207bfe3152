export interface Match {
  readonly score: number
  /** Which letters of the text were meant, for their look. */
  readonly at: ReadonlyArray<number>
}

const wordStart = 8
const nextLetter = 8
const anyLetter = 1
/** Of what fits equally well the shorter comes first. */
const perLetter = 0.02

const isWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)

interface Best {
  readonly score: number
  /** Where the letter before stands, for the way back; -1: it is the first. */
  readonly from: number
}

const bonusAt = (letters: ReadonlyArray<string>, at: number): number =>
  isWord(letters[at]) && !isWord(letters[at - 1]) ? wordStart : anyLetter

/** For each place of this letter, the best that the letters up to it can be worth. */
const nextRow = (
  letters: ReadonlyArray<string>,
  wanted: string,
  before: ReadonlyArray<Best | undefined> | null
): ReadonlyArray<Best | undefined> => {
  let best: { readonly score: number; readonly at: number } | undefined
  return letters.map((letter, at) => {
    const beside = before?.[at - 1]
    const far = best
    const here = before?.[at]
    if (here !== undefined && (best === undefined || here.score > best.score))
      best = { score: here.score, at }
    if (letter !== wanted) return undefined
    const bonus = bonusAt(letters, at)
    if (before === null) return { score: bonus, from: -1 }
    const adjacent =
      beside === undefined ? undefined : { score: beside.score + nextLetter + bonus, from: at - 1 }
    const distant = far === undefined ? undefined : { score: far.score + bonus, from: far.at }
    return adjacent !== undefined && (distant === undefined || adjacent.score >= distant.score)
      ? adjacent
      : distant
  })
}

const wayBack = (
  rows: ReadonlyArray<ReadonlyArray<Best | undefined>>,
  last: number
): ReadonlyArray<number> => {
  const way: Array<number> = []
  let at = last
  for (const row of rows.toReversed()) {
    way.unshift(at)
    at = row[at]?.from ?? -1
  }
  return way
}

/** The letters in their order, anywhere in the text; beginnings of words and letters side by side are worth more. */
export const fuzzyMatch = (text: string, query: string): Match | null => {
  const letters = [...text.toLowerCase()]
  const wanted = [...query.toLowerCase()].filter((letter) => letter !== " ")
  const rows: Array<ReadonlyArray<Best | undefined>> = []
  for (const letter of wanted) rows.push(nextRow(letters, letter, rows.at(-1) ?? null))
  const last = rows.at(-1)
  if (last === undefined) return { score: 0, at: [] }
  const end = last.reduce<number>(
    (best, here, at) => (here !== undefined && here.score > (last[best]?.score ?? -1) ? at : best),
    -1
  )
  const score = last[end]?.score
  return score === undefined ? null : { score: score - perLetter * letters.length, at: wayBack(rows, end) }
}
