import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import { actionOf, type OrderFacts, statusOf } from "../../src/domain/model/order-status.ts"
import { actionOfFacts, statusOfFacts } from "../../src/store/order-status-sql.ts"
import { rowParameter } from "../../src/store/row-parameter.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(Layer.empty)

const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n + 1 }, (_, i) => i)

/** Every way to divide zero, one or two pieces. */
const quantities = upTo(2).flatMap((open) =>
  upTo(2).flatMap((shipped) =>
    upTo(1).flatMap((backordered) =>
      upTo(2).map((canceled) => ({
        ordered: open + shipped + backordered + canceled,
        open,
        shipped,
        backordered,
        canceled
      }))
    )
  )
)

const flags = [
  "queued",
  "sending",
  "inDoubt",
  "sent",
  "failed",
  "pushesDue",
  "pushesRejected",
  "openHolds",
  "awaitingAuthorization"
] as const
type Flags = Record<(typeof flags)[number], number>

const flagSets = Array.from(
  { length: 2 ** flags.length },
  (_, bits) => Object.fromEntries(flags.map((flag, i) => [flag, (bits >> i) & 1])) as Flags
)

test("SQL and TypeScript agree on status and action over all combinations of small facts", async () => {
  const facts = quantities.flatMap((q) => flagSets.map((f): OrderFacts => ({ ...q, ...f })))
  expect(facts.length).toBe(54 * 512)
  const sql = store.sql()
  const rows = await sql`
    with f as (
      select ordinality as place, ordered, open, shipped, backordered, canceled, queued, sending, "inDoubt" as in_doubt,
        sent, failed, "pushesDue" as pushes_due, "pushesRejected" as pushes_rejected, "openHolds" as open_holds,
        "awaitingAuthorization" as awaiting_authorization
      from rows from (
        jsonb_to_recordset(${rowParameter(facts)}::text::jsonb) as (ordered int, open int, shipped int, backordered int,
          canceled int, queued int, sending int, "inDoubt" int, sent int, failed int, "pushesDue" int,
          "pushesRejected" int, "openHolds" int, "awaitingAuthorization" int)
      ) with ordinality
    )
    select s.status, ${actionOfFacts(sql)} as action
    from f cross join lateral (select ${statusOfFacts(sql)} as status) s order by f.place`
  expect(rows.map((r) => [r.status, r.action])).toEqual(facts.map((f) => [statusOf(f), actionOf(f)]))
  const seen = new Set(rows.map((r) => `${r.status}/${r.action}`))
  expect([...seen].sort()).toEqual([
    "canceled/null",
    "completed/null",
    "failed/retry",
    "not_processed/process",
    "not_processed/resolve",
    "processed/authorize",
    "processed/null",
    "processing/null",
    "processing/settle",
    "shipped/null",
    "shipped/push"
  ])
})
