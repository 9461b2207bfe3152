import { payloadWords } from "../../../domain/model/queue-words.ts"
import type { JobRow } from "../../../domain/ports/job-board.ts"
import { age, timeLeft } from "../../age.ts"
import type { Subscribe } from "../../components/painted.ts"
import { RowList } from "../../components/row-list.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"

const widths = { queue: 20, tries: 5, made: 5, when: 10 }

/** When it runs, or where: one short word. */
const whenText = (job: JobRow, now: number): string => {
  if (job.state === "running") return job.startedAt === null ? "runs" : `runs ${age(job.startedAt, now)}`
  if (job.state === "later") return `in ${timeLeft(job.dueAt, now)}`
  return job.state
}

export const triesText = ({ attempts, mostAttempts }: JobRow): string =>
  mostAttempts === null ? String(attempts) : `${attempts}/${mostAttempts}`

export const jobList = (desk: Desk, hasFocus: () => boolean, focusChanged: Subscribe): RowList<JobRow> =>
  new RowList<JobRow>({
    keyOf: ({ id }) => id,
    hasFocus,
    header: (out) => {
      const dim = desk.theme.of("dim")
      out.cell(safe("JOBS"), widths.queue, dim)
      out.cell(safe("TRIES"), widths.tries, dim, "right")
      out.cell(safe("MADE"), widths.made, dim, "right")
      out.cell(safe("WHEN"), widths.when, dim)
      out.cell(safe("ERROR, PAYLOAD"), out.width, dim)
    },
    format: (job, out) => {
      const { now } = desk.clock.state.get()
      const text = desk.theme.of("text")
      out.cell(safe(job.queue), widths.queue, text)
      out.cell(safe(triesText(job)), widths.tries, text, "right")
      out.cell(safe(age(job.createdAt, now)), widths.made, text, "right")
      out.cell(safe(whenText(job, now)), widths.when, desk.theme.of(job.state === "dead" ? "need" : "text"))
      const error = job.output === null ? "" : `${job.output} · `
      const role = job.output === null ? "text" : "need"
      out.cell(safe(`${error}${payloadWords(job.payload)}`), out.width, desk.theme.of(role))
    },
    layout: () => Math.floor(desk.clock.state.get().now / 1000),
    subscriptions: [focusChanged, (changed) => subscribeSlice(desk.clock.state, ({ now }) => now, changed)]
  })
