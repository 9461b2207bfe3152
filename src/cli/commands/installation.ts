import * as Effect from "effect/Effect"
import { coveredText } from "../../domain/model/covered-text.ts"
import { heldId } from "../../domain/model/held-at-end.ts"
import { listQuarantined, revealInputs } from "../../domain/operations/list-quarantined.ts"
import { type GoneWorker, WorkerRegistry, type WorkerRow } from "../../domain/ports/worker-registry.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { has, number } from "../input.ts"
import { moment } from "../moment.ts"
import { howToReveal } from "../revealing.ts"

/** `orders.validate 2/2, 120 done 1 failed a minute`. */
const loadText = ({ load }: WorkerRow): string =>
  Object.entries(load)
    .map(([queue, l]) => `${queue} ${l.running}/${l.places}, ${l.done} done ${l.failed} failed a minute`)
    .join("; ")

const heldText = ({ ending, held, jobs }: GoneWorker): string =>
  jobs.map((job) => `${job.queue} ${heldId(ending, job)}`).join("; ") +
  (held > jobs.length ? `; and ${held - jobs.length} more` : "")

const goneLines = (gone: ReadonlyArray<GoneWorker>): ReadonlyArray<Block> => {
  if (gone.length === 0) return []
  const rows = gone.map((w) => [
    w.name,
    w.host,
    String(w.pid),
    moment(w.startedAt),
    w.ending,
    moment(w.goneAt),
    w.rescuedBy ?? (w.isOver ? "" : "nobody yet"),
    heldText(w)
  ])
  const titles = ["name", "host", ">pid", "started", "ended", "when", "rescued by", "held"]
  return [
    "",
    "Work no more, of the last week (a job that one held: switchyard jobs show <id>):",
    table(titles, rows)
  ]
}

export const workers: Run = () =>
  Effect.gen(function* () {
    const registry = yield* WorkerRegistry
    const found = yield* registry.list()
    const gone = yield* registry.gone()
    const rows = found.map((w) => [
      w.name,
      w.host,
      String(w.pid),
      moment(w.startedAt),
      moment(w.seenAt),
      loadText(w)
    ])
    return answer({ workers: found, gone }, [
      ...listOr(
        "No worker runs, so nothing is downloaded or sent. Start one: switchyard worker",
        table(["name", "host", ">pid", "started", "seen", "works on"], rows)
      ),
      ...goneLines(gone)
    ])
  })

const rawShown = 80

export const quarantine: Run = (input) =>
  Effect.gen(function* () {
    const limit = number(input, "limit") ?? 50
    const covered = yield* listQuarantined(limit)
    const ids = has(input, "reveal") ? covered.map(({ id }) => id) : []
    if (ids.length > 0) yield* revealInputs(ids)
    const inputs = ids.length > 0 ? yield* listQuarantined(limit, new Set(ids)) : covered
    const how = yield* howToReveal
    const rows = inputs.map((q) => [
      String(q.id),
      q.party,
      q.source,
      q.place,
      q.reason,
      String(q.times),
      moment(q.lastAt),
      q.isCovered ? "***" : q.raw.slice(0, rawShown)
    ])
    return answer({ quarantine: inputs }, [
      ...listOr(
        "Nothing is quarantined: all input could be read.",
        table([">id", "from", "source", "place", "reason", ">times", "last", "raw"], rows)
      ),
      ...(inputs.some(({ isCovered }) => isCovered) ? ["", `Raw forms are ${coveredText}; ${how}.`] : [])
    ])
  })
