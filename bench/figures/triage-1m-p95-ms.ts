import { triageReads } from "../../test/fixtures/polled-reads.ts"
import { dearest } from "../contests/polled.ts"
import type { Figure } from "../figure.ts"

export const triage1mP95Ms: Figure = {
  name: "triage_1m_p95_ms",
  unit: "ms",
  target: 5,
  better: "lower",
  measure: (bench) => dearest(bench, triageReads, "the header or Triage")
}
