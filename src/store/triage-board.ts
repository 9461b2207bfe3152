import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { withoutContacts } from "../domain/model/contacts-in-text.ts"
import type { Money } from "../domain/model/money.ts"
import { type BreakerOpening, TriageBoard, type VersionChange } from "../domain/ports/triage-board.ts"
import { Database, literal, type Sql } from "./database.ts"
import { selectFlow, selectSuppliers, toFlow } from "./triage-flow.ts"
import { selectHolds, selectStake, selectStandings } from "./triage-standings.ts"

const mostNews = 50

const selectOpenings = (sql: Sql, since: Date) => sql<ReadonlyArray<BreakerOpening>>`
  select * from (
    select o.supplier_id as "supplierId", s.name as supplier, o.opened_at as "openedAt", o.message, o.ended_at as "endedAt"
    from breaker_openings o join suppliers s on s.id = o.supplier_id
    where o.ended_at is null or o.ended_at >= ${since} order by o.id desc limit ${literal(sql, mostNews)}) newest
  order by "openedAt"`

const selectVersions = (sql: Sql, since: Date) => sql<ReadonlyArray<VersionChange>>`
  select version, before, at from (
    select version, lag(version) over (order by id) as before, at from version_changes) c
  where at >= ${since} order by at limit ${literal(sql, mostNews)}`

const money = (rows: ReadonlyArray<Money & { readonly kind: string }>, kind: string): ReadonlyArray<Money> =>
  rows.filter((row) => row.kind === kind).map(({ amount, currency }) => ({ amount, currency }))

export const triageBoardLayer: Layer.Layer<TriageBoard, never, Database> = Layer.effect(
  TriageBoard,
  Effect.gen(function* () {
    const { query } = yield* Database
    return TriageBoard.of({
      standings: Effect.fn("TriageBoard.standings")(function* (at) {
        const [standings, stake, holds] = yield* Effect.all(
          [query((sql) => selectStandings(sql, at)), query(selectStake), query(selectHolds)],
          { concurrency: "unbounded" }
        )
        return {
          standings,
          holds,
          unsent: money(stake, "unsent"),
          sending: money(stake, "sending"),
          failed: money(stake, "failed"),
          inDoubt: money(stake, "inDoubt"),
          at
        }
      }),
      flow: Effect.fn("TriageBoard.flow")(function* (at) {
        return toFlow(yield* query((sql) => selectFlow(sql, at)), at)
      }),
      suppliers: Effect.fn("TriageBoard.suppliers")((at) =>
        Effect.map(
          query((sql) => selectSuppliers(sql, at)),
          (all) =>
            all.map((one) => ({
              ...one,
              message: withoutContacts(one.message)
            }))
        )
      ),
      news: Effect.fn("TriageBoard.news")(function* (since) {
        const [breakers, versions] = yield* Effect.all([
          query((sql) => selectOpenings(sql, since)),
          query((sql) => selectVersions(sql, since))
        ])
        return {
          breakers: breakers.map((one) => ({ ...one, message: withoutContacts(one.message) })),
          versions
        }
      }),
      lookedAt: Effect.fn("TriageBoard.lookedAt")(function* (actor) {
        const [row] = yield* query(
          (sql) => sql<Array<{ at: Date }>>`select looked_at as at from operator_looks where actor = ${actor}`
        )
        return row?.at ?? null
      }),
      look: Effect.fn("TriageBoard.look")(function* (actor, at) {
        yield* query(
          (sql) => sql`
            insert into operator_looks as l (actor, looked_at) values (${actor}, ${at})
            on conflict (actor) do update set looked_at = greatest(l.looked_at, excluded.looked_at)`
        )
      })
    })
  })
)
