/** What became of the last word to a channel about one of its SKUs. */
export const stockAnswers = [
  "accepted",
  "stale",
  "unknown",
  "rejected",
  "unnamed",
  "unheard",
  "waits"
] as const
export type StockAnswer = (typeof stockAnswers)[number]

/** What a channel was told of one SKU, what it said to that, and what was found there. */
export interface StockWord {
  readonly quantity: number
  /** What it accepted last, or showed when it was asked; null: nobody knows. */
  readonly shown: number | null
  readonly told: number | null
  readonly toldAt: Date | null
  readonly answer: StockAnswer | null
  readonly reason: string
  /** Somebody changed it there: what it showed then, instead of what we had told. */
  readonly found: number | null
  readonly foundInsteadOf: number | null
  readonly foundAt: Date | null
  /** Refused so often that it is not told again before. */
  readonly parkedUntil: Date | null
}

/** Where a listing stands, as one word: whether the channel shows what it is to show, and if not, why. */
export type ListingState =
  | "same"
  | "never told"
  | "differs"
  | "refused"
  | "not there"
  | "no answer"
  | "daily limit"
  | "changed there"

const answerStates: Readonly<Record<StockAnswer, ListingState>> = {
  accepted: "differs",
  stale: "differs",
  unknown: "not there",
  rejected: "refused",
  unnamed: "no answer",
  unheard: "no answer",
  waits: "daily limit"
}

/** A manual change that nothing of ours has overwritten yet is said first: it is what a person has to know. */
const isChangedThere = ({ found, foundAt, toldAt, shown }: StockWord): boolean =>
  found !== null && foundAt !== null && shown === found && (toldAt === null || foundAt >= toldAt)

export const listingState = (word: StockWord): ListingState => {
  if (isChangedThere(word)) return "changed there"
  if (word.shown === word.quantity) return "same"
  if (word.answer !== null) return answerStates[word.answer]
  return word.told === null && word.shown === null ? "never told" : "differs"
}

/** The states of a product's listings beside what is to be told as of now, which may be newer than what was computed for sending. */
export const listingStates = (
  quantity: number | null,
  words: ReadonlyArray<StockWord>
): ReadonlyArray<ListingState> =>
  words.map((word) => listingState(quantity === null ? word : { ...word, quantity }))

/** The same in a sentence; `moment` writes a time. */
export const listingWords = (word: StockWord, moment: (at: Date) => string): string => {
  const told = word.toldAt === null ? "" : `told ${word.told} ${moment(word.toldAt)}`
  const because = word.reason === "" ? "" : `: ${word.reason}`
  switch (listingState(word)) {
    case "same":
      return told === "" ? `it shows ${word.shown}` : `${told}, accepted`
    case "never told":
      return "it was never told, and what it shows is not known"
    case "changed there":
      return `changed there to ${word.found} ${word.foundAt === null ? "" : moment(word.foundAt)}${word.foundInsteadOf === null ? "" : ` instead of ${word.foundInsteadOf}`}`
    case "refused":
      return `${told}, refused${because}${word.parkedUntil === null ? "" : `; not told again before ${moment(word.parkedUntil)}`}`
    case "not there":
      return `${told}, the channel has no such SKU${because}`
    case "no answer":
      return `${told}, not answered${because}`
    case "daily limit":
      return `${told === "" ? "not told" : told}${because || ": changed as often today as the channel allows"}`
    case "differs":
      return told === ""
        ? `it shows ${word.shown ?? "?"}, due to be told`
        : `${told}${word.answer === "stale" ? ", changed meanwhile" : ""}; due to be told anew${because}`
  }
}
