import { type HeldAtEnd, heldId } from "../../../domain/model/held-at-end.ts"
import type { GoneWorker, WorkerRow } from "../../../domain/ports/worker-registry.ts"

/** A job that a worker held when it ended, under the id by which it is found. */
export interface HeldJobRow {
  readonly queue: string
  readonly id: string
  readonly ordinal: number
}

export type ListedWorker =
  | { readonly kind: "alive"; readonly worker: WorkerRow }
  | { readonly kind: "gone"; readonly gone: GoneWorker }
  | { readonly kind: "held"; readonly gone: GoneWorker; readonly job: HeldJobRow }

const heldRow = (gone: GoneWorker, job: HeldAtEnd, ordinal: number): ListedWorker => ({
  kind: "held",
  gone,
  job: { queue: job.queue, id: heldId(gone.ending, job), ordinal }
})

/** Who works; then who works no more, each with the jobs that it held under it. */
export const listedWorkers = (
  alive: ReadonlyArray<WorkerRow>,
  gone: ReadonlyArray<GoneWorker>
): ReadonlyArray<ListedWorker> => [
  ...alive.map((worker): ListedWorker => ({ kind: "alive", worker })),
  ...gone.flatMap(
    (one): ReadonlyArray<ListedWorker> => [
      { kind: "gone", gone: one },
      ...one.jobs.map((job, ordinal) => heldRow(one, job, ordinal))
    ]
  )
]

export const listedKey = (row: ListedWorker): string => {
  if (row.kind === "alive") return String(row.worker.id)
  return row.kind === "gone" ? String(row.gone.id) : `${row.gone.id} ${row.job.ordinal}`
}

/** The job that enter opens: that of the row, or the first that its worker held. */
export const heldJobOf = (row: ListedWorker | undefined): HeldJobRow | null => {
  if (row?.kind === "held") return row.job
  if (row?.kind !== "gone") return null
  const [job] = row.gone.jobs
  return job === undefined ? null : { queue: job.queue, id: heldId(row.gone.ending, job), ordinal: 0 }
}

/** What somebody has to do something about stands out without a color. */
export const endingWord = ({ ending }: GoneWorker): string =>
  ending === "died" || ending === "hangs" ? ending.toUpperCase() : ending

/** `DIED 3m ago, held 2 jobs, rescued by box:81`. */
export const endingText = (gone: GoneWorker, ago: string): string => {
  const held = gone.held === 0 ? "held no job" : `held ${gone.held} ${gone.held === 1 ? "job" : "jobs"}`
  if (gone.ending === "stopped") {
    const gave = gone.held === 0 ? "held no job" : `gave ${gone.held} back`
    return `${endingWord(gone)} in order ${ago} ago, ${gave}`
  }
  if (!gone.isOver) {
    const waits = gone.held === 0 ? "" : ", which another worker will take up"
    return gone.ending === "hangs"
      ? `${endingWord(gone)}, silent for ${ago}, holds ${held.slice("held ".length)}${waits}`
      : `${endingWord(gone)} ${ago} ago, ${held}${waits}`
  }
  const by = gone.held === 0 || gone.rescuedBy === null ? "" : `, rescued by ${gone.rescuedBy}`
  return `${endingWord(gone)} ${ago} ago, ${held}${by}`
}
