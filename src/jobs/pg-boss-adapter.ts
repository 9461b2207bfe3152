import type { Db, PgBoss } from "pg-boss"
import { openTransaction, type Sql } from "../store/database.ts"

type Rows = { rows: Array<Record<string, unknown>> }
/** A place where statements run: the pool, or one reserved connection. */
type Place = Pick<Sql, "unsafe" | "typed">
type Values = ReadonlyArray<unknown>

/** pg-boss's own shape of a transaction that is settled from another call frame. */
export interface JobTransaction {
  readonly db: Db
  readonly commit: () => Promise<void>
  readonly rollback: () => Promise<void>
}

export type JobDatabase = Db & { readonly beginTransaction: () => Promise<JobTransaction> }

const textType = 25
const rollbackLimitMs = 5_000

/**
 * pg-boss hands over JSON that is text already. Where a parameter is cast to json, it travels as text, so that no
 * serialiser of the connection (the domain's stringifies objects) quotes it a second time.
 */
const asText = (place: Place, text: string, values: Values): Array<never> => {
  const parameters = [...values]
  for (const [, number] of text.matchAll(/\$(\d+)::jsonb?\b/g)) {
    const at = Number(number) - 1
    const value = parameters[at]
    if (typeof value === "string") parameters[at] = place.typed(value as never, textType)
  }
  return parameters as Array<never>
}

/** postgres.js reads a null inside an int[] as NaN: its array parser knows no nulls. */
const repaired = (row: Record<string, unknown>): Record<string, unknown> => {
  for (const key in row) {
    const value = row[key]
    if (Array.isArray(value) && value.some(Number.isNaN))
      row[key] = value.map((element) => (Number.isNaN(element) ? null : element))
  }
  return row
}

/** A script of several statements answers with a list of results: pg-boss wants the rows of all. */
const flattened = (result: ReadonlyArray<unknown>): Rows => {
  const rows = result.some(Array.isArray) ? result.flat() : Array.from(result)
  return { rows: (rows as Array<Record<string, unknown>>).map(repaired) }
}

/** pg-boss passes an empty list where there are none. */
const hasNone = (values: Values | undefined): values is undefined =>
  values === undefined || values.length === 0

/** Texts that come without values may hold several statements; those with values are one, and worth preparing. */
const execute = async (place: Place, text: string, values: Values | undefined): Promise<Rows> =>
  flattened(
    hasNone(values)
      ? await place.unsafe(text).simple()
      : await place.unsafe(text, asText(place, text, values), { prepare: true })
  )

const within = async (limitMs: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  await Promise.race([limit, work])
  clearTimeout(timer)
}

/** pg-boss's scripts bring their own BEGIN and COMMIT: those are ours, on one pinned connection. */
const runScript = async (pool: Sql, text: string): Promise<Rows> => {
  const transaction = await beginOn(pool)
  try {
    const body = text.replace(/^\s*begin\s*;/i, "").replace(/\bcommit\s*;?\s*$/i, "")
    const result = await transaction.db.executeSql(body)
    await transaction.commit()
    return result
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

const beginOn = async (pool: Sql): Promise<JobTransaction> => {
  const transaction = await openTransaction(pool)
  let open = true
  const lost = new Promise<never>((_, reject) =>
    transaction.onLost(() =>
      reject(Object.assign(new Error("The connection to PostgreSQL was lost"), { code: "CONNECTION_CLOSED" }))
    )
  )
  lost.catch(() => {})
  const run = (text: string, values?: Values): Promise<Rows> =>
    open
      ? Promise.race([lost, execute(transaction.sql, text, values)])
      : Promise.reject(new Error("The transaction is already settled"))
  return {
    db: { executeSql: (text: string, values?: Values) => run(text, values) },
    commit: async () => {
      if (!open) throw new Error("The transaction is already settled")
      open = false
      await Promise.race([lost, transaction.commit()])
    },
    rollback: async () => {
      if (!open) return
      open = false
      await within(rollbackLimitMs, transaction.rollback())
    }
  }
}

/** The pool of the job queue, as pg-boss wants to see it. */
export const fromPool = (pool: Sql): JobDatabase => ({
  executeSql: (text: string, values?: Values) =>
    hasNone(values) && /^\s*begin\b/i.test(text) ? runScript(pool, text) : execute(pool, text, values),
  beginTransaction: () => beginOn(pool),
  listen: async (channel, onNotification, onReconnect) => {
    const listening = await pool.listen(channel, onNotification, onReconnect)
    return { close: () => listening.unlisten() }
  }
})

/** The caller's connection, for jobs that are committed together with the caller's rows. */
export const fromConnection = (connection: Place): Db => ({
  executeSql: (text: string, values?: Values) => execute(connection, text, values)
})

export type { PgBoss }
