import * as Effect from "effect/Effect"
import { newsOf } from "../../domain/model/activity-news.ts"
import { type HoldKind, holdKinds } from "../../domain/model/hold.ts"
import { formatSum } from "../../domain/model/money.ts"
import { mostActs, readTriage, type TriageReport } from "../../domain/operations/look-at-triage.ts"
import { newestLetters } from "../../domain/ports/job-board.ts"
import type { TriageLine } from "../../domain/ports/order-board.ts"
import { mostCounted, type StandingKind } from "../../domain/ports/triage-board.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { has, text } from "../input.ts"
import { moment, momentOf } from "../moment.ts"
import { countOf } from "../wording.ts"

interface Fact {
  readonly what: string
  readonly count: number
  readonly oldestAt: Date | null
  /** More than none of it is wrong. */
  readonly isFault: boolean
  /** Nobody counted further. */
  readonly isMore?: boolean
  /** Which they are. */
  readonly names?: ReadonlyArray<string>
}

const mostNames = 3

const actionWords: Readonly<Record<TriageLine["kind"], readonly [words: string, isFault: boolean]>> = {
  resolve: ["wait for RESOLVE", true],
  process: ["ready to PROCESS", false],
  settle: ["IN DOUBT", true],
  retry: ["FAILED", true],
  push: ["shipments REJECTED by the channel", true],
  authorize: ["wait for payment to be AUTHORIZED", false]
}

const standingWords: Readonly<Record<StandingKind, readonly [words: string, isFault: boolean]>> = {
  processing: ["processing", false],
  acknowledge_late: ["not acknowledged in time", true],
  ship_late: ["ship-by overdue", true],
  ship_soon: ["ship-by within 4 hours", false],
  quarantine: ["inputs in quarantine", true],
  held_feeds: ["inventory feeds held", true],
  parcels: ["parcels in trouble", true]
}

const holdWords = (kind: string): string =>
  `held: ${kind in holdKinds ? holdKinds[kind as HoldKind].label : kind}`

const factsOf = ({ triage, work, sync }: TriageReport): ReadonlyArray<Fact> => {
  const dead = work.deadLetters.reduce((all, { count }) => all + count, 0)
  const failing = sync.filter(({ enabled, last }) => enabled && last?.state === "failed")
  const silent = work.suppliers.filter((s) => s.breaker !== "closed" || s.stoppedBy !== null).length
  const plain = (what: string, count: number): Fact => ({ what, count, oldestAt: null, isFault: true })
  return [
    ...triage.lines.map(({ kind, count, oldestAt }): Fact => {
      const [what, isFault] = actionWords[kind]
      return { what, count, oldestAt, isFault }
    }),
    ...work.standings.map(({ kind, count, oldestAt }): Fact => {
      const [what, isFault] = standingWords[kind]
      return { what, count, oldestAt, isFault, isMore: count >= mostCounted }
    }),
    ...work.holds.map(
      ({ kind, count, oldestAt }): Fact => ({
        what: holdWords(kind),
        count,
        oldestAt,
        isFault: true,
        isMore: count >= mostCounted
      })
    ),
    { ...plain("dead letters", dead), isMore: dead >= newestLetters },
    plain("alerts open", triage.alerts),
    {
      ...plain("services whose last run failed", failing.length),
      names: failing.map(({ party, service }) => `${party} ${service}`)
    },
    plain("suppliers with an open breaker or stopped sends", silent),
    ...(triage.sendsStopped ? [plain("sends of everything STOPPED", 1)] : []),
    ...(triage.workers === 0 ? [plain("no worker is alive", 1)] : [])
  ]
}

const whatOf = ({ what, names = [] }: Fact): string =>
  names.length === 0
    ? what
    : `${what}: ${names.slice(0, mostNames).join(", ")}${names.length > mostNames ? " and others" : ""}`

const newsBlocks = ({ news }: TriageReport): ReadonlyArray<Block> => {
  const people = newsOf(news.people, news.people.length >= mostActs).map((line) => [
    moment(line.at),
    line.actor,
    line.words
  ])
  const breakers = news.breakers.map((b) => [
    moment(b.openedAt),
    b.supplier,
    `breaker open ${b.endedAt === null ? "until now" : `until ${moment(b.endedAt)}`}: ${b.message}`
  ])
  const versions = news.versions.map((v) => [
    moment(v.at),
    "version",
    `${v.before ?? "none"} -> ${v.version}`
  ])
  const rows = [...people, ...breakers, ...versions]
  return [
    "",
    ...listOr(
      `Nothing was changed since ${moment(news.since)}.`,
      table([`since ${moment(news.since)}`, "who", "what"], rows)
    )
  ]
}

const stateBlocks = ({ triage, work, news }: TriageReport): ReadonlyArray<Block> => {
  const sum = (numbers: ReadonlyArray<number>): string => String(numbers.reduce((all, n) => all + n, 0))
  const flow = news.flow.map(({ kind, hour, day }) => `${kind} ${sum(hour)} (24 h: ${sum(day)})`)
  return [
    "",
    `Paid and not sent: ${formatSum(work.unsent)}. Being sent: ${formatSum(work.sending)}. Failed: ${formatSum(work.failed)}. In doubt: ${formatSum(work.inDoubt)}.`,
    `Last hour: ${flow.join(", ")}.`,
    `Sends ${triage.sendsStopped ? "STOPPED" : "on"}, auto-processing on for ${triage.autoOn} of ${countOf(triage.channels, "channel")}, ${countOf(triage.workers, "worker")} alive.`
  ]
}

/** The numbers of the console's Triage. Asking is no look: what is new stays new for whoever opens the console. */
export const triage: Run = (input) =>
  Effect.gen(function* () {
    const report = yield* readTriage(momentOf(text(input, "since") ?? ""))
    const facts = factsOf(report)
    const faults = facts.filter(({ isFault, count }) => isFault && count > 0)
    const shown = has(input, "faults") ? faults : facts.filter(({ count }) => count > 0)
    const rows = shown.map((fact) => [
      whatOf(fact),
      `${fact.count}${fact.isMore === true ? "+" : ""}`,
      fact.oldestAt === null ? "" : moment(fact.oldestAt)
    ])
    const list = listOr("Nothing waits for anybody.", table(["what", ">count", "oldest"], rows))
    return answer(
      {
        faults: faults.map(({ what, count, isMore }) => ({
          what,
          count,
          ...(isMore === true && { isMore })
        })),
        ...report
      },
      has(input, "faults") ? list : [...list, ...stateBlocks(report), ...newsBlocks(report)],
      has(input, "faults") && faults.length > 0
    )
  })
