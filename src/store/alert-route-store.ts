import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type AlertRoute, routeOwner } from "../domain/model/alert.ts"
import { AlertRouteStore } from "../domain/ports/alert-route.ts"
import { routeColumns } from "./alert-tellings.ts"
import { Database } from "./database.ts"

const mostRoutes = 100

export const alertRouteStoreLayer: Layer.Layer<AlertRouteStore, never, Database> = Layer.effect(
  AlertRouteStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return AlertRouteStore.of({
      list: Effect.fn("AlertRouteStore.list")(() =>
        query(
          (sql) => sql<ReadonlyArray<AlertRoute>>`
            select ${routeColumns(sql)} from alert_routes order by name limit ${mostRoutes}`
        )
      ),
      add: Effect.fn("AlertRouteStore.add")(function* (route, actor, at) {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<AlertRoute>>`
            insert into alert_routes (name, kind, target, created_by, created_at)
            values (${route.name}, ${route.kind}, ${route.target}, ${actor}, ${at})
            on conflict (name) do nothing returning ${routeColumns(sql)}`
        )
        return row ?? null
      }),
      // The secret goes with the route it belongs to.
      remove: Effect.fn("AlertRouteStore.remove")(function* (id) {
        yield* query((sql) => sql`delete from secrets where owner = ${routeOwner(id)}`)
        yield* query((sql) => sql`delete from alert_routes where id = ${id}`)
      }),
      tested: Effect.fn("AlertRouteStore.tested")(function* (id, at) {
        yield* query((sql) => sql`update alert_routes set tested_at = ${at} where id = ${id}`)
      })
    })
  })
)
