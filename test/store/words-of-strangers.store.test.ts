import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeAll, expect, it } from "vitest"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { Breakers } from "../../src/domain/ports/breakers.ts"
import { SyncBoard } from "../../src/domain/ports/sync-board.ts"
import { TriageBoard } from "../../src/domain/ports/triage-board.ts"
import { alertStoreLayer } from "../../src/store/alert-store.ts"
import { breakersLayer } from "../../src/store/breakers.ts"
import { syncBoardLayer } from "../../src/store/sync-board.ts"
import { triageBoardLayer } from "../../src/store/triage-board.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantParties } from "./plant.ts"

const store = withTestDatabase(
  Layer.mergeAll(syncBoardLayer, breakersLayer, triageBoardLayer, alertStoreLayer)
)

const said = "550 no route to wilhelmina@feather.example, call +1 (555) 867-5309; order 1043, sku NW-100"

beforeAll(async () => {
  const sql = store.sql()
  await plantParties(sql)
  await sql`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, counts, error)
    values ('orders', 1, 'demand', 'failed', ${plantedAt}, ${plantedAt}, '{}', ${said})`
  await sql`insert into sync_run_records (sync_run_id, reference, result, detail) select id, '1043', 'rejected', ${said} from sync_runs`
  await sql`insert into breakers (supplier_id, state, failures, reason, message, opened_at, next_probe_at)
    select id, 'open', 3, 'Unreachable', ${said}, ${plantedAt}, ${plantedAt} from suppliers limit 1`
  await sql`insert into breaker_openings (supplier_id, opened_at, message) select id, ${plantedAt}, ${said} from suppliers limit 1`
  await sql`insert into alerts (cause, title, first_at, last_at, count, urgency)
    values ('failed:x', ${said}, ${plantedAt}, ${plantedAt}, 1, 'digest')`
})

it("what a stranger said of no known order is told without mail addresses and phones, and with all that helps", async () => {
  const told = await store.run(
    Effect.gen(function* () {
      const sync = yield* SyncBoard
      const [run] = yield* sync.runs(10, null)
      if (run === undefined) return yield* Effect.die("no run was planted")
      const triage = yield* TriageBoard
      return {
        status: (yield* sync.status()).flatMap(({ last }) => last?.error ?? []),
        run: [run.error],
        records: (yield* sync.records(run.id, 10)).map(({ detail }) => detail),
        breakers: (yield* (yield* Breakers).list()).flatMap(({ message }) => message ?? []),
        suppliers: (yield* triage.suppliers(plantedAt)).flatMap(({ message }) => message ?? []),
        news: (yield* triage.news(new Date(0))).breakers.map(({ message }) => message),
        alerts: (yield* (yield* AlertStore).list(10)).map(({ title }) => title)
      }
    })
  )
  const masked = "550 no route to ***@feather.example, call ***; order 1043, sku NW-100"
  for (const [where, words] of Object.entries(told)) expect([where, words]).toEqual([where, [masked]])
})
