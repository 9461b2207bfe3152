import * as Effect from "effect/Effect"
import { paceText } from "../../domain/model/sync-progress.ts"
import {
  isWaiting,
  type SyncRun,
  SyncRunId,
  type SyncService,
  unlistedText,
  waitWords,
  whyOf
} from "../../domain/model/sync-run.ts"
import { cancelSync, notGoingOn } from "../../domain/operations/cancel-sync.ts"
import { fetchStock, type SyncStarted, syncNow } from "../../domain/operations/sync-now.ts"
import { now } from "../../domain/ports/clock.ts"
import { SyncBoard, type SyncLine } from "../../domain/ports/sync-board.ts"
import { WorkerRegistry } from "../../domain/ports/worker-registry.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { has, number } from "../input.ts"
import { moment } from "../moment.ts"
import { progress } from "../progress.ts"

const pollMs = 500
const runsLookedAt = 500
const recordsShown = 1000

const runningText = (run: SyncRun, at: Date): string => {
  const waits = run.progress?.waitsUntil ?? null
  const why = whyOf(run)
  if (why === null) return paceText(run, at)
  const wait =
    waits === null ? "" : `${waitWords(run, at)} ${waits > at ? "until" : "since"} ${moment(waits)}: `
  const wayOn =
    run.pause == null ? "" : `, since ${moment(run.pause.at)}: switchyard jobs resume ${run.pause.queue}`
  return `${paceText(run, at)}; ${wait}${why}${wayOn}`
}

const resultText = (run: SyncRun, at: Date): string => {
  if (run.state === "running") return runningText(run, at)
  if (run.error !== null) return run.error
  const parts = Object.entries(run.counts).map(([result, n]) => `${n} ${result}`)
  return parts.length > 0 ? parts.join(", ") : "nothing new"
}

/** The run that was started, or the one of the same service and party that was going on already. */
const isRunOf = (started: SyncStarted) => (run: SyncRun) =>
  started.runId === null
    ? run.service === started.service && run.party === started.party
    : run.id === started.runId

const followText = (runs: ReadonlyArray<SyncRun>, running: number, all: number, at: Date): string => {
  const [one] = runs.filter((r) => r.state === "running")
  return running === 1 && one !== undefined
    ? `${one.party}: ${runningText(one, at)}`
    : `${running} of ${all} still running`
}

/** Said before the waiting, not after it. It is waited all the same: a worker may be about to start. */
const warnOfNoWorker = Effect.gen(function* () {
  const workers = yield* (yield* WorkerRegistry).list()
  if (workers.length === 0)
    yield* progress("No worker runs, so nothing is carried out yet. Start one: switchyard worker")
})

/** Follows the runs until all have ended or the time is up. */
const follow = Effect.fn("follow")(function* (started: ReadonlyArray<SyncStarted>, seconds: number) {
  const board = yield* SyncBoard
  for (let left = Math.ceil((seconds * 1000) / pollMs); ; left--) {
    const latest = yield* board.runs(runsLookedAt, null)
    const runs = started.flatMap((s) => latest.find(isRunOf(s)) ?? [])
    const running = runs.filter((r) => r.state === "running").length + started.length - runs.length
    if (running === 0 || left <= 0) return runs
    if (left % 10 === 0) yield* progress(followText(runs, running, started.length, yield* now))
    yield* Effect.sleep(pollMs)
  }
})

/** A program reads why in `pause` and `progress`; a person must not read that it runs. */
const stateText = (run: SyncRun): string => (isWaiting(run) ? "waits" : run.state)

const runRow =
  (at: Date) =>
  (run: SyncRun): ReadonlyArray<string> => [
    String(run.id),
    run.party,
    run.service,
    run.trigger,
    stateText(run),
    moment(run.startedAt),
    moment(run.endedAt),
    resultText(run, at)
  ]
const runColumns = [">run", "party", "service", "started by", "state", "start", "end", "result"]

const goingOnText = ({ goingOn }: SyncStarted): string =>
  goingOn === null
    ? "one is running already"
    : `run ${goingOn.id} is going on already, since ${moment(goingOn.startedAt)}`

const startedBlocks = (started: ReadonlyArray<SyncStarted>) =>
  listOr(
    "Nothing to sync.",
    table(
      ["party", "service", "run"],
      started.map((s) => [s.party, s.service, s.runId === null ? goingOnText(s) : `started, run ${s.runId}`])
    )
  )

type Start = ReturnType<typeof syncNow> | ReturnType<typeof fetchStock>

/** Starts, and with --wait follows until it has ended. */
const started =
  (start: (name: string | null) => Start): Run =>
  (input: Input) =>
    Effect.gen(function* () {
      const started = yield* start(input.arguments.name ?? null)
      const seconds = number(input, "wait")
      if (seconds === undefined)
        return answer({ started }, [
          ...startedBlocks(started),
          "A worker carries it out. Follow it: switchyard sync status"
        ])
      if (started.length > 0) yield* warnOfNoWorker
      const runs = yield* follow(started, seconds)
      const done = runs.filter((r) => r.state === "done").length
      const left = started.length - runs.filter((r) => r.state !== "running").length
      const late = `${left} still running after ${seconds} s. Is a worker running? switchyard workers list`
      return answer(
        { started, runs },
        [
          ...listOr("No run was recorded.", table(runColumns, runs.map(runRow(yield* now)))),
          ...(left > 0 ? [late] : [])
        ],
        done < started.length
      )
    })

export const startSync = (service: SyncService): Run => started((name) => syncNow(service, name))

export const fetchFeeds: Run = started(fetchStock)

const nextText = (line: SyncLine): string => {
  if (!line.enabled) return "off"
  return `${moment(line.nextAt)} (every ${line.everyMinutes} min)`
}

const lastText = (last: SyncRun | null, at: Date): ReadonlyArray<string> =>
  last === null
    ? ["never", "-", "-"]
    : [stateText(last), moment(last.endedAt ?? last.startedAt), resultText(last, at)]

export const syncStatus: Run = () =>
  Effect.gen(function* () {
    const lines = yield* (yield* SyncBoard).status()
    const at = yield* now
    const rows = lines.map((l) => [
      l.party,
      l.service,
      ...lastText(l.last, at),
      nextText(l),
      String(l.backlog)
    ])
    const shown = table(["party", "service", "last", "at", "result", "next", ">waiting"], rows)
    return answer(
      { services: lines },
      listOr("Nothing to sync yet. Add a channel: switchyard channels add --help", shown)
    )
  })

const records = Effect.fn("records")(function* (runId: number) {
  const run = yield* findRun(runId)
  const found = yield* (yield* SyncBoard).records(runId, recordsShown)
  const more = unlistedText(run?.counts ?? {}, found)
  const shown = table(
    ["record", "result", "detail"],
    found.map((r) => [r.reference, r.result, r.detail])
  )
  return answer({ runId, records: found }, [
    ...listOr(`Run ${runId} has no records.`, shown),
    ...(more === null ? [] : [more])
  ])
})

/** The newest run of that number or before it is that run, or there is none. */
const findRun = Effect.fn("findRun")(function* (runId: number) {
  const runs = yield* (yield* SyncBoard).runs(1, runId + 1)
  return runs.find(({ id }) => id === runId)
})

const demandGoingOn = Effect.fn("demandGoingOn")(function* (runId: SyncRunId) {
  const run = yield* findRun(runId)
  return run?.state === "running" ? run : yield* notGoingOn(runId)
})

export const cancelRun: Run = (input) =>
  Effect.gen(function* () {
    const runId = SyncRunId(Number(input.arguments.run))
    if (!has(input, "yes")) {
      const run = yield* demandGoingOn(runId)
      return answer({ runId, canceled: false, run, next: "--yes" }, [
        `Run ${runId}, ${run.service} of ${run.party}, would end: ${runningText(run, yield* now)}. What it read stays; the next run goes on there.`,
        "Nothing was changed. To cancel it, add --yes."
      ])
    }
    yield* cancelSync(runId)
    return answer({ runId, canceled: true }, [
      `Run ${runId} is canceled. What it read stays; the next run goes on there.`
    ])
  })

export const syncHistory: Run = (input) =>
  Effect.gen(function* () {
    if (input.arguments.run !== undefined) return yield* records(Number(input.arguments.run))
    const limit = number(input, "limit") ?? 20
    const runs = yield* (yield* SyncBoard).runs(limit, number(input, "before") ?? null)
    const last = runs.at(-1)
    const more =
      last !== undefined && runs.length === limit
        ? [`Older: switchyard sync history --before ${last.id} --limit ${limit}`]
        : []
    return answer({ runs }, [
      ...listOr("No sync has run yet.", table(runColumns, runs.map(runRow(yield* now)))),
      ...more
    ])
  })
