import { jobReads } from "../../test/fixtures/polled-reads.ts"
import { dearest } from "../contests/polled.ts"
import type { Figure } from "../figure.ts"

export const jobsBoard1mP95Ms: Figure = {
  name: "jobs_board_1m_p95_ms",
  unit: "ms",
  target: 5,
  better: "lower",
  measure: (bench) => dearest(bench, jobReads, "the screen Jobs")
}
