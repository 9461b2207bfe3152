import type { SyncRecord } from "./model/sync-run.ts"
import type { NotedLevel, SettledLevel, ToldLevel } from "./ports/stock-pushes.ts"

const resultOf: Readonly<Record<SettledLevel["answer"], SyncRecord["result"]>> = {
  accepted: "accepted",
  stale: "updated",
  unknown: "rejected",
  rejected: "rejected",
  unnamed: "skipped",
  unheard: "skipped",
  waits: "skipped"
}

const foundText = (shown: number, insteadOf: number): string =>
  `Changed there: it showed ${shown}, not ${insteadOf} as it was told. It is set again.`

const detailOf = (level: SettledLevel, told: ToldLevel | undefined): string => {
  if (level.found !== null) return foundText(level.found.shown, level.found.insteadOf)
  const number = told === undefined ? "" : `${told.quantity}`
  if (level.answer === "accepted")
    return told?.shown == null || told.shown === told.quantity ? number : `${number} (was ${told.shown})`
  return `${number}: ${level.reason}`
}

/** What became of each level of a batch, and which of them wait for tomorrow. */
export const saidRecords = (said: {
  readonly levels: ReadonlyArray<ToldLevel>
  readonly settled: ReadonlyArray<SettledLevel>
  readonly waiting: ReadonlyArray<string>
}): ReadonlyArray<SyncRecord> => {
  const told = new Map(said.levels.map((level) => [level.sku, level]))
  return [
    ...said.settled.map((level) => ({
      reference: level.sku,
      result: resultOf[level.answer],
      detail: detailOf(level, told.get(level.sku))
    })),
    ...said.waiting.map((sku) => ({
      reference: sku,
      result: "skipped" as const,
      detail: "Changed as often today as the channel allows. It is told tomorrow."
    }))
  ]
}

/** What a reading found. That the channel does not say what it shows is no news of one SKU. */
export const readRecords = (noted: ReadonlyArray<NotedLevel>): ReadonlyArray<SyncRecord> =>
  noted.flatMap(({ sku, found }) =>
    found === null
      ? []
      : [{ reference: sku, result: "updated" as const, detail: foundText(found.shown, found.insteadOf) }]
  )
