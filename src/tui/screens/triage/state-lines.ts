import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import type { WorkerRow } from "../../../domain/ports/worker-registry.ts"
import { age } from "../../age.ts"
import { type Piece, piece } from "../../components/painted.ts"
import type { Figures } from "../../figures.ts"
import { safe } from "../../safe-text.ts"
import { stopOf } from "../../stop-words.ts"
import type { Role, Theme } from "../../theme.ts"

export interface MachineFacts {
  readonly figures: Figures
  readonly workers: ReadonlyArray<WorkerRow>
  readonly now: number
  readonly theme: Theme
}

type Line = ReadonlyArray<Piece>

const line = (theme: Theme, head: string, words: string, role: Role = "text"): Line => [
  piece(safe(head.padEnd(10)), theme.of("dim")),
  piece(safe(words), role === "text" ? theme.of(role) : theme.of(role, "bold"))
]

const heading = (theme: Theme, words: string): Line => [piece(safe(words), theme.of("dim"))]

const sendsLine = ({ figures, theme }: MachineFacts): Line => {
  if (!figures.triage.sendsStopped) {
    if (figures.stops.length === 0) return line(theme, "sends", "on")
    const stopped = figures.stops.map((stop) => `${stopOf(stop)} STOPPED by ${stop.by}`)
    return line(theme, "sends", stopped.join(", "), "need")
  }
  return line(
    theme,
    "sends",
    `STOPPED${figures.stoppedBy === null ? "" : ` by ${figures.stoppedBy}`}`,
    "need"
  )
}

const workerLines = ({ workers, figures, now, theme }: MachineFacts): ReadonlyArray<Line> => {
  const count = figures.triage.workers
  const head = line(
    theme,
    "workers",
    count === 0 ? "NONE: nothing moves" : String(count),
    count === 0 ? "need" : "text"
  )
  return [
    head,
    ...workers
      .slice(0, 4)
      .map((w) => [
        piece(safe(`  ${w.host}:${w.pid} `), theme.of("text")),
        piece(
          safe(`${w.workingOn === "" ? "idle" : w.workingOn}, seen ${age(w.seenAt, now)}`),
          theme.of("dim")
        )
      ])
  ]
}

const stateOf = ({ last, nextAt, enabled }: SyncLine, now: number): { words: string; role: Role } => {
  if (!enabled) return { words: "off", role: "dim" }
  if (last?.state === "running") return { words: "running", role: "text" }
  if (last?.state === "failed") return { words: `FAILED: ${last.error ?? "no reason given"}`, role: "need" }
  if (nextAt === null) return { words: "not planned", role: "dim" }
  const late = now - nextAt.getTime()
  return late > 60_000
    ? { words: `late by ${age(nextAt, now)}`, role: "doubt" }
    : { words: late > 0 ? "due now" : `in ${age(now, nextAt.getTime())}`, role: "text" }
}

const syncLines = ({ figures, now, theme }: MachineFacts): ReadonlyArray<Line> =>
  figures.sync.map((sync) => {
    const { words, role } = stateOf(sync, now)
    return [
      piece(safe(`  ${sync.party} ${sync.service} `), theme.of("text")),
      piece(safe(words), theme.of(role))
    ]
  })

/** How the machinery is: sends, auto-processing, money, workers, and what is read from whom. */
export const stateLines = (facts: MachineFacts): ReadonlyArray<Line> => {
  const { autoOn, channels } = facts.figures.triage
  return [
    heading(facts.theme, "MACHINERY"),
    sendsLine(facts),
    line(facts.theme, "auto", `on for ${autoOn} of ${channels} channels`),
    ...workerLines(facts),
    [],
    heading(facts.theme, "SYNC"),
    ...syncLines(facts)
  ]
}
