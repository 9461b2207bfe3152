import type { ChannelStanding } from "../../../domain/model/order.ts"
import { chosen } from "../../files/incoming-format.ts"
import { foreignText } from "../../foreign-text.ts"

export const standings: ReadonlyArray<ChannelStanding> = ["ok", "canceled", "refunded"]

/** What an order without a status is called. */
export const usualStatus = "new"

export type StatusWords = ReadonlyMap<string, ChannelStanding>

const known: StatusWords = new Map([
  ["canceled", "canceled"],
  ["cancelled", "canceled"],
  ["void", "canceled"],
  ["voided", "canceled"],
  ["refunded", "refunded"]
])

const isStanding = (word: unknown): word is ChannelStanding => standings.some((standing) => standing === word)

/** `{"Storniert": "canceled"}`, or what keeps it from working. */
export const statusWords = (settings: Readonly<Record<string, string>>): StatusWords | string => {
  const text = chosen(settings, "statusWords")
  if (text === "") return known
  const example = `statusWords is not JSON like {"Their word": "canceled"}.`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return example
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return example
  const words = new Map(known)
  for (const [word, standing] of Object.entries(json)) {
    if (!isStanding(standing))
      return `statusWords gives "${foreignText(word)}" none of ${standings.join(", ")}.`
    words.set(word.trim().toLowerCase(), standing)
  }
  return words
}

export const standingOf = (status: string, words: StatusWords): ChannelStanding =>
  words.get(status.toLowerCase()) ?? "ok"
