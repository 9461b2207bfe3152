import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { StoreFailure } from "../domain/ports/failure.ts"
import { type Installation, SettingsStore } from "../domain/ports/settings-store.ts"
import { Database, type Sql } from "./database.ts"

const columns = (sql: Sql) => sql`
  environment, sends_stopped as "sendsStopped", sends_stopped_by as "sendsStoppedBy", shadow`

/** Live or sandbox is a decision of the start-up (`found`), so nothing is guessed here. */
const unfounded = () =>
  new StoreFailure({
    reason: "Defect",
    message: "This database has no installation row: it was migrated but never set up as live or sandbox."
  })

const make = Effect.gen(function* () {
  const { query } = yield* Database
  const installation = Effect.fn("SettingsStore.installation")(function* () {
    const [row] = yield* query((sql) => sql<Array<Installation>>`select ${columns(sql)} from installation`)
    return row ?? (yield* unfounded())
  })
  return SettingsStore.of({
    installation,
    found: Effect.fn("SettingsStore.found")(function* (environment) {
      const [row] = yield* query((sql) => sql<Array<Installation>>`select ${columns(sql)} from installation`)
      // Found already: who may only read gets that far too.
      if (row !== undefined) return row
      yield* query(
        (sql) => sql`insert into installation (environment) values (${environment}) on conflict do nothing`
      )
      return yield* installation()
    })
  })
})

export const settingsStoreLayer: Layer.Layer<SettingsStore, never, Database> = Layer.effect(
  SettingsStore,
  make
)
