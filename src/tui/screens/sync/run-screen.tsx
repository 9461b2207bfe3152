import * as Effect from "effect/Effect"
import {
  type RecordResult,
  type SyncRecord,
  type SyncRun,
  unlistedText,
  whyOf
} from "../../../domain/model/sync-run.ts"
import { SyncBoard } from "../../../domain/ports/sync-board.ts"
import { type Piece, piece } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { clip, columnsOf, safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import {
  countsInWords,
  durationText,
  resultRole,
  resultWord,
  serviceWord,
  triggerWord
} from "./sync-words.ts"

const recordsShown = 1000

const readRun = Effect.fn("readRun")(function* (runId: number) {
  const board = yield* SyncBoard
  const runs = yield* board.runs(1, runId + 1)
  const run = runs.find(({ id }) => id === runId) ?? null
  return { run, records: yield* board.records(runId, recordsShown) }
})

interface RunReading {
  readonly run: SyncRun | null
  readonly records: ReadonlyArray<SyncRecord>
}

const roleOf: Partial<Readonly<Record<RecordResult, Role>>> = {
  quarantined: "need",
  rejected: "need",
  skipped: "dim",
  unchanged: "dim"
}

const cell = (desk: Desk, text: string, width: number, role: Role): Piece => {
  const shown = clip(safe(text), width)
  return piece(safe(shown + " ".repeat(width - columnsOf(shown) + 2)), desk.theme.of(role))
}

const headLines = (run: SyncRun, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  const { clock, theme } = desk
  const end = run.endedAt === null ? "not ended" : clock.moment(run.endedAt)
  const took =
    run.endedAt === null ? "" : `, ${durationText(run.endedAt.getTime() - run.startedAt.getTime())}`
  const facts = `${clock.moment(run.startedAt)} to ${end}${took} · ${triggerWord[run.trigger]} · ${countsInWords(run.counts)}`
  return [
    [piece(safe(`${resultWord(run)}  `), theme.of(resultRole(run))), piece(safe(facts), theme.of("text"))],
    ...wrapped(safe(whyOf(run) ?? ""), width - 3, 4).flatMap(
      (line): ReadonlyArray<DocumentLine> => (line === "" ? [] : [[piece(line, theme.of("need"))]])
    ),
    []
  ]
}

const recordLines = (
  { run, records }: RunReading,
  desk: Desk,
  width: number
): ReadonlyArray<DocumentLine> => {
  const reference = Math.max(10, Math.min(28, width - 50))
  const head: DocumentLine = [
    cell(desk, "REFERENCE", reference, "dim"),
    cell(desk, "RESULT", 11, "dim"),
    cell(desk, "DETAIL", 8, "dim")
  ]
  const lines = records.flatMap(({ reference: name, result, detail }): ReadonlyArray<DocumentLine> => {
    const role = roleOf[result] ?? "text"
    const [first = safe(""), ...rest] = wrapped(safe(detail), Math.max(12, width - reference - 17), 3)
    return [
      [
        cell(desk, name, reference, "text"),
        cell(desk, result, 11, role),
        piece(first, desk.theme.of("text"))
      ],
      ...rest.map(
        (line): DocumentLine => [cell(desk, "", reference + 13, "text"), piece(line, desk.theme.of("text"))]
      )
    ]
  })
  const more = unlistedText(run?.counts ?? {}, records)
  return [head, ...lines, ...(more === null ? [] : [[piece(safe(more), desk.theme.of("dim"))]])]
}

const lines = (reading: RunReading, desk: Desk, width: number): ReadonlyArray<DocumentLine> => [
  ...(reading.run === null ? [] : headLines(reading.run, desk, width)),
  ...(reading.records.length === 0
    ? [
        [
          piece(
            safe(
              reading.run === null
                ? "This run is not kept any more. Sync (4) has those that are."
                : "This run has no records: nothing was new, or it failed before the first one."
            ),
            desk.theme.of("dim")
          )
        ]
      ]
    : recordLines(reading, desk, width))
]

/** One run with the result of every record. */
export const openSyncRun: OpenScreenFor<"sync-run"> = (desk, { runId }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readRun(runId),
    isAffected: ({ about }) => about.has("sync") || about.has("workers"),
    everyMs: 1000
  })
  const run = (): SyncRun | null => query.store.get().value?.run ?? null
  const scroll = new Scroll(
    (width) => {
      const { value, failure } = query.store.get()
      if (value !== null) return lines(value, desk, width)
      const waiting = failure === null ? "Reading the run …" : `The run cannot be read: ${failure}`
      return [[piece(safe(waiting), desk.theme.of(failure === null ? "dim" : "need"))]]
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  return {
    view: () => <ScrollView body={scroll.region} />,
    title: () => {
      const shown = run()
      return shown === null ? `Run ${runId}` : `Run ${runId}, ${shown.party} ${serviceWord[shown.service]}`
    },
    note: () => {
      const shown = run()
      return shown === null ? "" : resultWord(shown)
    },
    actions: {
      ...scroll.actions,
      copy: { run: () => desk.copy(run()?.error ?? String(runId)) }
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
