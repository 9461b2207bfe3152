import { isWaiting, waitWords, whyOf } from "../../../domain/model/sync-run.ts"
import type { Work } from "../../../domain/operations/look-at-triage.ts"
import { newestLetters } from "../../../domain/ports/job-board.ts"
import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import { mostCounted, type StandingKind, type SupplierStanding } from "../../../domain/ports/triage-board.ts"
import { age } from "../../age.ts"
import type { Figures } from "../../figures.ts"
import { grouped } from "../../order-words.ts"
import type { Place } from "../../screen.ts"
import { stopOf } from "../../stop-words.ts"
import type { Role } from "../../theme.ts"
import { type Freshness, right, strong, type TriageBlock, type TriageRow, text } from "./triage-block.ts"

const widths = { label: 24, next: 8, count: 9, fact: 20 }
/** Suppliers that are well and named all the same; the others are one line. */
const mostWell = 6

interface State {
  readonly words: string
  readonly role: Role
}

const serviceWords: Readonly<Record<SyncLine["service"], string>> = {
  orders: "orders",
  tracking: "tracking",
  fulfillment: "push",
  inventory: "stock"
}

const lateAfterMs = 60_000

const syncState = ({ last, nextAt, enabled }: SyncLine, now: number): State => {
  if (!enabled) return { words: "off", role: "dim" }
  if (last?.state === "running" && !isWaiting(last)) return { words: "running", role: "text" }
  if (last?.state === "running")
    return {
      words: `${waitWords(last, new Date(now))}: ${whyOf(last) ?? "the other side asks to"}`,
      role: "doubt"
    }
  if (last?.state === "failed") return { words: `FAILED: ${last.error ?? "no reason given"}`, role: "need" }
  if (nextAt === null) return { words: "not planned", role: "dim" }
  if (now - nextAt.getTime() > lateAfterMs) return { words: `LATE by ${age(nextAt, now)}`, role: "doubt" }
  const ended = last?.endedAt ?? null
  return { words: ended === null ? "has never run" : `ok, ${age(ended, now)} ago`, role: "text" }
}

const nextWords = ({ enabled, last, nextAt }: SyncLine, now: number): string => {
  const until = last?.state === "running" ? last.progress?.waitsUntil : null
  if (enabled && until != null) return until.getTime() <= now ? "due" : `in ${age(now, until.getTime())}`
  if (!enabled || nextAt === null || last?.state === "running") return "-"
  return nextAt.getTime() <= now ? "due" : `in ${age(now, nextAt.getTime())}`
}

const syncRow = (line: SyncLine, now: number): TriageRow => {
  const { words, role } = syncState(line, now)
  return {
    name: `sync ${line.partyKind} ${line.partyId} ${line.service}`,
    letter: "",
    cells: [
      text(`${line.party} ${serviceWords[line.service]}`, widths.label),
      right(nextWords(line, now), widths.next),
      text(`  ${words}`, 0, role)
    ],
    isFault: role === "need" || role === "doubt",
    place: () => ({ screen: "sync", line: `${line.partyKind}/${line.partyId}/${line.service}` }),
    refusal: null
  }
}

export const syncBlock = (figures: Figures, freshness: Freshness, now: number): TriageBlock => ({
  name: "sync",
  title: "SYNC",
  labelWidth: widths.label,
  head: [right("NEXT", widths.next, "dim")],
  rows: figures.sync.filter(({ enabled }) => enabled).map((line) => syncRow(line, now)),
  empty: "No service is on yet: switchyard channels add",
  freshness
})

/** `more`: a plus where not all that nobody answered were counted. */
const supplierState = (s: SupplierStanding, now: number, more: string): State => {
  const unanswered = s.unanswered === 0 ? "" : `${grouped(s.unanswered)}${more} unanswered`
  if (s.stoppedBy !== null) return { words: `STOPPED by ${s.stoppedBy}`, role: "need" }
  if (s.breaker !== "closed") {
    const since = s.openedAt === null ? "" : ` ${age(s.openedAt, now)}`
    const word = s.breaker === "open" ? "breaker OPEN" : "recovering"
    return { words: `${word}${since}${s.message === null ? "" : `: ${s.message}`}`, role: "need" }
  }
  return unanswered === "" ? { words: "ok", role: "text" } : { words: unanswered, role: "doubt" }
}

const supplierRow = (s: SupplierStanding, now: number, more: string): TriageRow => {
  const { words, role } = supplierState(s, now, more)
  return {
    name: `supplier ${s.id}`,
    letter: "",
    cells: [
      text(s.name, widths.label),
      right(grouped(s.sentInDay), widths.count),
      text(`  ${words}`, 0, role)
    ],
    isFault: role !== "text",
    place: () => ({ screen: "supplier", id: s.id, name: s.name }),
    refusal: null
  }
}

export const suppliersBlock = (work: Work, freshness: Freshness, now: number): TriageBlock => {
  const silent = work.suppliers.reduce((sum, { unanswered }) => sum + unanswered, 0)
  const more = silent >= mostCounted ? "+" : ""
  const rows = work.suppliers.map((s) => supplierRow(s, now, more))
  const well = rows.filter(({ isFault }) => !isFault)
  const left = well.length - mostWell
  const rest: TriageRow = {
    name: "suppliers well",
    letter: "",
    cells: [text(`and ${left} more, all ok`, 0, "dim")],
    isFault: false,
    place: () => ({ screen: "suppliers" }),
    refusal: null
  }
  return {
    name: "suppliers",
    title: "SUPPLIERS",
    labelWidth: widths.label,
    head: [right("SENT 24 H", widths.count, "dim")],
    rows: [...rows.filter(({ isFault }) => isFault), ...well.slice(0, mostWell), ...(left > 0 ? [rest] : [])],
    empty: "There is no supplier yet: switchyard suppliers add",
    freshness
  }
}

interface Fact extends State {
  readonly name: string
  readonly label: string
  readonly place: Place
}

const factRow = ({ name, label, words, role, place }: Fact): TriageRow => ({
  name,
  letter: "",
  cells: [text(label, widths.fact, "dim"), role === "need" ? strong(words, 0, role) : text(words, 0, role)],
  isFault: role === "need" || role === "doubt",
  place: () => place,
  refusal: null
})

const sendsFact = ({ triage, stops, stoppedBy }: Figures): Fact => {
  const fact = { name: "sends", label: "sends", place: { screen: "sends" } as const }
  if (triage.sendsStopped)
    return { ...fact, words: `STOPPED${stoppedBy === null ? "" : ` by ${stoppedBy}`}`, role: "need" }
  if (stops.length === 0) return { ...fact, words: "on", role: "text" }
  const stopped = stops.map((stop) => `${stopOf(stop)} STOPPED by ${stop.by}`).join(", ")
  return { ...fact, words: stopped, role: "need" }
}

const workersFact = (count: number, work: Work | null, now: number): Fact => {
  const fact = { name: "workers", label: "workers alive", place: { screen: "workers" } as const }
  if (count === 0) return { ...fact, words: "NONE: nothing moves", role: "need" }
  const busy = (work?.workers ?? []).filter(({ workingOn }) => workingOn !== "")
  const seen = (work?.workers ?? []).map(({ seenAt }) => seenAt.getTime())
  const last = seen.length === 0 ? "" : `, seen ${age(Math.max(...seen), now)}`
  return { ...fact, words: `${count}, ${busy.length} busy${last}`, role: "text" }
}

const counted = (work: Work, kind: StandingKind) => work.standings.find((s) => s.kind === kind)

const waiting = (
  name: string,
  label: string,
  place: Place,
  found: { readonly count: number; readonly oldestAt: Date | null; readonly isMore?: boolean } | undefined,
  now: number
): Fact => {
  const { count = 0, oldestAt = null } = found ?? {}
  const since = oldestAt === null ? "" : `, oldest ${age(oldestAt, now)}`
  return count === 0
    ? { name, label, place, words: "none", role: "dim" }
    : {
        name,
        label,
        place,
        words: `${grouped(count)}${found?.isMore === true ? "+" : ""}${since}`,
        role: "doubt"
      }
}

/** The oldest of the newest is not the oldest. */
const deadOf = ({ deadLetters }: Work) => {
  const count = deadLetters.reduce((all, letters) => all + letters.count, 0)
  const oldest = deadLetters.map(({ firstAt }) => firstAt).sort((a, b) => a.getTime() - b.getTime())[0]
  const isMore = count >= newestLetters
  return { count, oldestAt: isMore ? null : (oldest ?? null), isMore }
}

const waitingFacts = (work: Work, now: number): ReadonlyArray<Fact> => [
  waiting("held feeds", "feeds held", { screen: "feeds" }, counted(work, "held_feeds"), now),
  waiting(
    "quarantine",
    "in quarantine",
    { screen: "exceptions", part: "quarantine" },
    counted(work, "quarantine"),
    now
  ),
  waiting("dead letters", "dead letters", { screen: "jobs", show: "dead" }, deadOf(work), now),
  waiting(
    "parcels",
    "parcels in trouble",
    { screen: "exceptions", part: "parcels" },
    counted(work, "parcels"),
    now
  )
]

export const machineryBlock = (
  figures: Figures,
  work: Work | null,
  freshness: Freshness,
  now: number
): TriageBlock => {
  const { alerts, autoOn, channels, workers } = figures.triage
  const facts: ReadonlyArray<Fact> = [
    sendsFact(figures),
    {
      name: "auto",
      label: "auto-processing",
      words: `on for ${autoOn} of ${channels} channels`,
      role: "text",
      place: { screen: "channels" }
    },
    workersFact(workers, work, now),
    {
      name: "alerts",
      label: "alerts open",
      words: alerts === 0 ? "none" : grouped(alerts),
      role: alerts === 0 ? "dim" : "need",
      place: { screen: "alerts" }
    },
    ...(work === null ? [] : waitingFacts(work, now))
  ]
  return {
    name: "machinery",
    title: "MACHINERY",
    labelWidth: 0,
    head: [],
    rows: facts.map(factRow),
    empty: "",
    freshness
  }
}
