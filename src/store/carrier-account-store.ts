import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type CarrierAccount, type CarrierAccountId, secretOwner } from "../domain/model/carrier-account.ts"
import {
  type CarrierAccountChange,
  CarrierAccountStore,
  type NewCarrierAccount
} from "../domain/ports/carrier-account-store.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

const hourMs = 60 * 60_000
const longestResult = 500

const selectAccounts = (sql: Sql) => sql`
  select id, name, carrier, environment, settings, enabled, calls_per_hour as "callsPerHour",
    quiet_until as "quietUntil", last_poll_at as "lastPollAt", last_result as "lastResult", last_failed as "lastFailed"
  from carrier_accounts`

const insertAccount = (sql: Sql, a: NewCarrierAccount, at: Date) => sql<
  ReadonlyArray<{ id: CarrierAccountId }>
>`
  insert into carrier_accounts (name, carrier, environment, settings, calls_per_hour, created_at)
  values (${a.name}, ${a.carrier}, ${a.environment}, ${rowParameter(a.settings)}::text::jsonb, ${a.callsPerHour}, ${at})
  on conflict (name) do nothing
  returning id`

/** What is not named stays as it is. */
const updateAccount = (sql: Sql, id: CarrierAccountId, c: CarrierAccountChange) => sql`
  update carrier_accounts set
    settings = coalesce(${c.settings === undefined ? null : rowParameter(c.settings)}::text::jsonb, settings),
    enabled = coalesce(${c.enabled ?? null}, enabled),
    calls_per_hour = coalesce(${c.callsPerHour ?? null}, calls_per_hour)
  where id = ${id}`

interface Allowance {
  readonly callsPerHour: number | null
  readonly quietUntil: Date | null
}

/** The lock makes calls of one account count one after the other, whichever worker makes them. */
const lockAllowance = (sql: Sql, id: CarrierAccountId) => sql<ReadonlyArray<Allowance>>`
  select calls_per_hour as "callsPerHour", quiet_until as "quietUntil" from carrier_accounts
  where id = ${id} for no key update`

/** The calls of the hour before `at`, whoever made them; what a clock put back shows as later counts as well. */
const recentCalls = (sql: Sql, id: CarrierAccountId, at: Date) => sql<ReadonlyArray<{ at: Date }>>`
  select at from carrier_calls where carrier_account_id = ${id} and at > ${new Date(at.getTime() - hourMs)}
  order by at`

const countCall = (sql: Sql, id: CarrierAccountId, at: Date) => sql`
  with old as (
    delete from carrier_calls where carrier_account_id = ${id} and at <= ${new Date(at.getTime() - hourMs)})
  insert into carrier_calls (carrier_account_id, at) values (${id}, ${at})`

export const carrierAccountStoreLayer: Layer.Layer<CarrierAccountStore, never, Database | UnitOfWork> =
  Layer.effect(
    CarrierAccountStore,
    Effect.gen(function* () {
      const { query } = yield* Database
      const unitOfWork = yield* UnitOfWork
      const one = (rows: ReadonlyArray<CarrierAccount>) => rows[0] ?? null
      return CarrierAccountStore.of({
        list: Effect.fn("CarrierAccountStore.list")(() =>
          query((sql) => sql<ReadonlyArray<CarrierAccount>>`${selectAccounts(sql)} order by carrier, name`)
        ),
        get: Effect.fn("CarrierAccountStore.get")((id) =>
          Effect.map(
            query((sql) => sql<ReadonlyArray<CarrierAccount>>`${selectAccounts(sql)} where id = ${id}`),
            one
          )
        ),
        byName: Effect.fn("CarrierAccountStore.byName")((name) =>
          Effect.map(
            query((sql) => sql<ReadonlyArray<CarrierAccount>>`${selectAccounts(sql)} where name = ${name}`),
            one
          )
        ),
        add: Effect.fn("CarrierAccountStore.add")(function* (account, at) {
          const [made] = yield* query((sql) => insertAccount(sql, account, at))
          return made?.id ?? null
        }),
        change: Effect.fn("CarrierAccountStore.change")(function* (id, change) {
          yield* query((sql) => updateAccount(sql, id, change))
        }),
        remove: Effect.fn("CarrierAccountStore.remove")(function* (id) {
          yield* query(
            (sql) => sql`
            with secret as (delete from secrets where owner = ${secretOwner(id)})
            delete from carrier_accounts where id = ${id}`
          )
        }),
        takeCall: Effect.fn("CarrierAccountStore.takeCall")((id, at) =>
          unitOfWork.run(
            Effect.gen(function* () {
              const [allowance] = yield* query((sql) => lockAllowance(sql, id))
              if (allowance === undefined) return null
              const { callsPerHour, quietUntil } = allowance
              if (quietUntil !== null && quietUntil > at) return quietUntil
              if (callsPerHour === null) return null
              const calls = yield* query((sql) => recentCalls(sql, id, at))
              const oldest = calls[calls.length - callsPerHour]
              if (oldest !== undefined) return new Date(oldest.at.getTime() + hourMs)
              yield* query((sql) => countCall(sql, id, at))
              return null
            })
          )
        ),
        keepQuiet: Effect.fn("CarrierAccountStore.keepQuiet")(function* (id, until) {
          yield* query(
            (sql) => sql`
            update carrier_accounts set quiet_until = greatest(quiet_until, ${until}::timestamptz) where id = ${id}`
          )
        }),
        polled: Effect.fn("CarrierAccountStore.polled")(function* (id, at, result, failed) {
          yield* query(
            (sql) => sql`
            update carrier_accounts set last_poll_at = ${at}, last_result = ${storableText(result, longestResult)},
              last_failed = ${failed}
            where id = ${id}`
          )
        })
      })
    })
  )
