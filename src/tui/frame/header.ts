import { age } from "../age.ts"
import { type Piece, painted, paintPieces, piece, type Subscribe, widthOf } from "../components/painted.ts"
import type { ConsoleClock } from "../console-clock.ts"
import { type FigureQuery, type Figures, isReadOnly, lagMs } from "../figures.ts"
import type { Live } from "../live.ts"
import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { subscribeSlice } from "../presenter/select.ts"
import { clip, type SafeText, safe } from "../safe-text.ts"
import type { Session } from "../screen.ts"
import { stopOf } from "../stop-words.ts"
import type { Theme } from "../theme.ts"
import { FiguresAge } from "./figures-age.ts"

export interface HeaderFacts {
  readonly theme: Theme
  readonly session: Session
  readonly clock: ConsoleClock
  readonly live: Live
  readonly figures: FigureQuery
}

/** Each part with its wordings, longest first; "" leaves the part out. What must stay has no empty wording. */
interface Part {
  readonly wordings: ReadonlyArray<SafeText>
  readonly style: Piece["style"]
}

const separator = safe(" · ")

const text = (...wordings: ReadonlyArray<string>): ReadonlyArray<SafeText> => wordings.map((w) => safe(w))

/** The facts, and how old the figures among them are. */
interface Aged extends HeaderFacts {
  readonly figuresAge: FiguresAge
}

const connectionPart = ({ theme, live, clock, figuresAge }: Aged): Part | null => {
  const connection = live.connection.get()
  const { now } = clock.state.get()
  if (connection.answeredAt === null) {
    const isFailing = connection.message !== ""
    const role = isFailing ? "need" : "doubt"
    return { wordings: text(isFailing ? "NO DATABASE" : "connecting"), style: theme.of(role, "bold") }
  }
  const olderMs = figuresAge.olderMs()
  if (olderMs === null) return null
  const since = age(now - olderMs, now)
  const words = connection.state === "lost" ? `DATABASE LOST ${since}` : `STALE ${since}`
  return { wordings: text(words), style: theme.of("need", "bold") }
}

const sendsPart = ({ theme }: HeaderFacts, figures: Figures, isStale: boolean): Part => {
  if (figures.triage.sendsStopped) {
    const by = figures.stoppedBy === null ? "" : ` by ${figures.stoppedBy}`
    return { wordings: text(`sends STOPPED${by}`, "sends STOPPED"), style: theme.of("need", "bold") }
  }
  const [first, ...more] = figures.stops
  if (first !== undefined) {
    const name = clip(safe(stopOf(first)), 16)
    const others = more.length === 0 ? "" : ` +${more.length}`
    const wordings = text(
      `${name} STOPPED by ${first.by}${others}`,
      `${name} STOPPED${others}`,
      `STOPPED ${figures.stops.length}`
    )
    return { wordings, style: theme.of("need", "bold") }
  }
  return { wordings: text("sends on"), style: theme.of(isStale ? "stale" : "text") }
}

const figureParts = (facts: HeaderFacts, figures: Figures, isStale: boolean): ReadonlyArray<Part> => {
  const { theme, clock } = facts
  const { autoOn, channels, workers } = figures.triage
  const plain = theme.of(isStale ? "stale" : "text")
  const noWorker = workers === 0 && !isStale ? theme.of("need", "bold") : plain
  const now = clock.state.get().now
  const lag = age(now - lagMs(figures.sync, now), now)
  return [
    sendsPart(facts, figures, isStale),
    { wordings: text(`auto ${autoOn} of ${channels}`, `auto ${autoOn}/${channels}`), style: plain },
    { wordings: text(`workers ${workers}`, `workers ${workers}`, `w ${workers}`), style: noWorker },
    { wordings: text(`lag ${lag}`, ""), style: plain }
  ]
}

const rightParts = (facts: Aged): ReadonlyArray<Part> => {
  const { theme, clock, figures, figuresAge } = facts
  const now = clock.state.get().now
  const isStale = figuresAge.olderMs() !== null
  const value = figures.store.get().value
  const connection = connectionPart(facts)
  return [
    ...(connection === null ? [] : [connection]),
    ...(value === null ? [] : figureParts(facts, value, isStale)),
    { wordings: text(`${clock.minutes(now)} ${clock.zoneName()}`), style: theme.of("text") }
  ]
}

/** PostgreSQL's own word, not the screen's: it is what refuses. */
const readOnlyPart = ({ theme, figures }: HeaderFacts): ReadonlyArray<Part> =>
  isReadOnly(figures) ? [{ wordings: text("READ-ONLY"), style: theme.of("doubt", "bold") }] : []

const leftParts = (facts: HeaderFacts): ReadonlyArray<Part> => {
  const { theme, session } = facts
  const isLive = session.environment === "PROD"
  const { actor, role, databaseName } = session
  return [
    { wordings: text("switchyard", ""), style: theme.of("dim") },
    { wordings: text(session.environment), style: theme.of(isLive ? "need" : "ready", "bold") },
    ...readOnlyPart(facts),
    {
      wordings: [safe(databaseName), clip(safe(databaseName), 12), clip(safe(databaseName), 6)],
      style: theme.of("text")
    },
    {
      wordings: [
        safe(isReadOnly(facts.figures) ? actor : `${actor} (${role})`),
        clip(safe(actor), 16),
        clip(safe(actor), 8),
        safe("")
      ],
      style: theme.of("text")
    }
  ]
}

const piecesOf = (parts: ReadonlyArray<Part>, level: number, dim: Piece["style"]): ReadonlyArray<Piece> =>
  parts
    .map(({ wordings, style }) => piece(wordings[Math.min(level, wordings.length - 1)] ?? safe(""), style))
    .filter((p) => p.text !== "")
    .flatMap((p, index) => (index === 0 ? [p] : [piece(separator, dim), p]))

/** The longest wording of everything that still fits: the left side gives way first. */
const fitting = (
  left: ReadonlyArray<Part>,
  right: ReadonlyArray<Part>,
  room: number,
  dim: Piece["style"]
): readonly [ReadonlyArray<Piece>, ReadonlyArray<Piece>] => {
  const levels = [0, 1, 2, 3].flatMap((l) => [[l, Math.max(0, l - 1)] as const, [l, l] as const])
  for (const [leftLevel, rightLevel] of levels) {
    const [a, b] = [piecesOf(left, leftLevel, dim), piecesOf(right, rightLevel, dim)]
    if (widthOf(a) + widthOf(b) + 2 <= room) return [a, b]
  }
  return [piecesOf(left, 3, dim), piecesOf(right, 3, dim)]
}

const paint = (canvas: Canvas, facts: Aged): void => {
  const dim = facts.theme.of("dim")
  const [left, right] = fitting(leftParts(facts), rightParts(facts), canvas.width - 2, dim)
  const rightAt = Math.max(1, canvas.width - 1 - widthOf(right))
  paintPieces(canvas, 1, 0, left, rightAt - 1)
  paintPieces(canvas, rightAt, 0, right)
}

/** What the second hand changes on this line: the minute, a lag, the age of what is stale. */
const tickOf = ({ clock, figures, figuresAge }: Aged): string => {
  const { now } = clock.state.get()
  const olderMs = figuresAge.olderMs()
  const lag = age(now - lagMs(figures.store.get().value?.sync ?? [], now), now)
  return `${clock.minutes(now)} ${clock.zoneName()} ${lag} ${olderMs === null ? "" : age(now - olderMs, now)}`
}

/** The first line tells the truth: which world, who, whether sends are stopped, how old it all is. */
export const headerLine = (given: HeaderFacts): RegionSource => {
  const { theme, session, clock, live, figures } = given
  const facts: Aged = { theme, session, clock, live, figures, figuresAge: new FiguresAge(given) }
  const tick: Subscribe = (changed) => subscribeSlice(clock.state, () => tickOf(facts), changed)
  const link: Subscribe = (changed) =>
    subscribeSlice(live.connection, ({ state, message }) => [state, message], changed)
  const values: Subscribe = (changed) =>
    subscribeSlice(figures.store, ({ value, failure }) => [value, failure], changed)
  return painted((canvas) => paint(canvas, facts), [tick, link, values, facts.figuresAge.turned])
}
