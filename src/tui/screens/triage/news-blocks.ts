import { type NewsLine, newsOf } from "../../../domain/model/activity-news.ts"
import type { QueryFieldName } from "../../../domain/model/order-query-fields.ts"
import { mostActs, type News } from "../../../domain/operations/look-at-triage.ts"
import type { BreakerOpening, FlowKind, VersionChange } from "../../../domain/ports/triage-board.ts"
import { age } from "../../age.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { grouped } from "../../order-words.ts"
import type { Place } from "../../screen.ts"
import { sparkLine } from "./spark-line.ts"
import { type Freshness, right, type TriageBlock, type TriageRow, text } from "./triage-block.ts"

const widths = { age: 4, flow: 8, hour: 12, day: 24, number: 8 }

interface NewsRow {
  readonly name: string
  readonly at: Date
  readonly words: string
  readonly isFault: boolean
  readonly place: () => Place
}

const ofPerson = (line: NewsLine): NewsRow => ({
  name: `news ${line.key}`,
  at: line.at,
  words: `${line.actor} ${line.words}`,
  isFault: false,
  place: () => ({ screen: "activity", filter: { actor: line.actor } })
})

const ofBreaker =
  (clock: ConsoleClock) =>
  (opening: BreakerOpening): NewsRow => {
    const from = clock.minutes(opening.openedAt)
    const still = opening.endedAt === null
    const when = opening.endedAt === null ? `since ${from}` : `${from}-${clock.minutes(opening.endedAt)}`
    return {
      name: `news breaker ${opening.supplierId} ${opening.openedAt.getTime()}`,
      at: opening.endedAt ?? opening.openedAt,
      words: `breaker ${opening.supplier} ${still ? "OPEN" : "open"} ${when}: ${opening.message}`,
      isFault: still,
      place: () => ({ screen: "supplier", id: opening.supplierId, name: opening.supplier })
    }
  }

const ofVersion = ({ version, before, at }: VersionChange): NewsRow => ({
  name: `news version ${at.getTime()} ${version}`,
  at,
  words: before === null ? `version ${version} began to work` : `version ${before} → ${version}`,
  isFault: false,
  place: () => ({ screen: "workers" })
})

const toRow = ({ name, at, words, isFault, place }: NewsRow, now: number): TriageRow => ({
  name,
  letter: "",
  cells: [right(age(at, now), widths.age, "dim"), text(`  ${words}`, 0, isFault ? "need" : "text")],
  isFault,
  place,
  refusal: null
})

/** People and machines in one list, newest first. `isKept`: this role's looks are written down. */
export const newsBlock = (
  news: News,
  isKept: boolean,
  freshness: Freshness,
  clock: ConsoleClock
): TriageBlock => {
  const rows = [
    ...newsOf(news.people, news.people.length >= mostActs).map(ofPerson),
    ...news.breakers.map(ofBreaker(clock)),
    ...news.versions.map(ofVersion)
  ].sort((a, b) => b.at.getTime() - a.at.getTime())
  const { now } = clock.state.get()
  const since = clock.day(news.since) === clock.day(now) ? "" : `${clock.day(news.since)} `
  return {
    name: "news",
    title: `${isKept ? "SINCE YOU LAST LOOKED" : "IN THE LAST 24 H"} (${since}${clock.minutes(news.since)})`,
    labelWidth: 0,
    head: [],
    rows: rows.map((row) => toRow(row, now)),
    empty: "Nobody changed a setting, no breaker opened.",
    freshness
  }
}

/** Orders, purchase orders and parcels of a day; behind each are the orders that they belong to. */
const flowWords: Readonly<Record<FlowKind, { readonly label: string; readonly field: QueryFieldName }>> = {
  in: { label: "in", field: "came" },
  sent: { label: "sent", field: "sent" },
  shipped: { label: "shipped", field: "shipped" }
}

const flowPlace = (kind: FlowKind): Place => {
  const day = { is: "compared", by: "<", number: "24", unit: "h" } as const
  const query = [{ kind: "field", field: flowWords[kind].field, isNot: false, test: day }] as const
  return { screen: "orders", filter: { query } }
}

const sum = (numbers: ReadonlyArray<number>): string => grouped(numbers.reduce((all, n) => all + n, 0))

export const flowBlock = (news: News, freshness: Freshness): TriageBlock => ({
  name: "flow",
  title: "FLOW",
  labelWidth: widths.flow,
  head: [
    text("LAST HOUR", widths.hour, "dim"),
    right("", widths.number),
    text("  LAST 24 H", widths.day, "dim")
  ],
  rows: news.flow.map(({ kind, hour, day }) => ({
    name: `flow ${kind}`,
    letter: "",
    cells: [
      text(flowWords[kind].label, widths.flow),
      text(sparkLine(hour), widths.hour, "accent"),
      right(sum(hour), widths.number - 1),
      text("  ", 2),
      text(sparkLine(day), widths.day, "accent"),
      right(sum(day), widths.number)
    ],
    isFault: false,
    place: () => flowPlace(kind),
    refusal: null
  })),
  empty: "",
  freshness
})
