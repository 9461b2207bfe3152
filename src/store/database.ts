import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import postgres from "postgres"
import { StoreFailure } from "../domain/ports/failure.ts"
import { CurrentTransaction, UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { addArrayTypes, type TypeTables } from "./array-types.ts"
import { connectionAdvice } from "./connection-advice.ts"
import { openPatientSocket } from "./patient-socket.ts"
import { beginTransaction, type OpenTransaction } from "./reserved-connection.ts"
import type { TlsOptions } from "./secured-socket.ts"
import { openLooks } from "./withdrawn-looks.ts"

/** How to reach PostgreSQL. `host` may be the directory of a unix socket. */
export interface ConnectionOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
  /** Verified TLS. Only a unix socket or a loopback address may go without. */
  readonly ssl?: TlsOptions
  readonly max?: number
  readonly applicationName?: string
  /** A commit is answered before it is on the disk: for what is harmless to lose in a crash of the server. */
  readonly lazyCommit?: boolean
  /** A transaction in which nobody says anything for so long is ended by the server. Absent: never. */
  readonly longestSilenceMs?: number
  /** PostgreSQL says that nothing can be changed over it (migrate): what is read is read through the masked views. */
  readonly readOnly?: boolean
}

/**
 * A worker that stands still in the middle of a transaction (a frozen machine, a stopped process) would keep its rows from all
 * others for ever. As long as others wait before they take it for dead.
 */
export const longestSilenceMs = 15_000

export const schemaName = "switchyard"
/** Views of our tables for who may only read (masked-views). Where a login has no right to it, it is passed over. */
export const maskedSchema = "switchyard_masked"
/** pg-boss's. Statements of ours that look into its tables `job` and `queue` name no schema, so that a reader gets the views. */
const queueSchema = "pgboss"

/** bigint columns are our own ids and counts: far below 2^53, so they travel as numbers. */
const bigintAsNumber = {
  to: 20,
  from: [20],
  serialize: (n: number) => String(n),
  parse: (text: string) => Number(text)
}

const opened = (options: ConnectionOptions) =>
  postgres({
    host: options.host,
    port: options.port,
    user: options.user,
    database: options.database,
    ...(options.password === undefined ? {} : { password: options.password }),
    max: options.max ?? 8,
    idle_timeout: 0,
    // Its failure would belong to nobody and end the process: the types are known (array-types).
    fetch_types: false,
    connect_timeout: 10,
    // The driver's own pause grows to 20 s: too long for a database that is back after a restart.
    backoff: (attempt) => Math.min(0.5, 0.02 * 2 ** Math.min(attempt, 5)),
    onnotice: () => {},
    // Known to the driver, not to its types. TLS is ours, so the driver is not told of it.
    ...{ socket: openPatientSocket(options.ssl) },
    types: { bigint: bigintAsNumber },
    connection: {
      application_name: options.applicationName ?? "switchyard",
      search_path: `${options.readOnly === true ? `${maskedSchema}, ` : ""}${schemaName}, public, ${queueSchema}`,
      TimeZone: "UTC",
      ...(options.lazyCommit === true ? { synchronous_commit: "off" } : {}),
      ...(options.longestSilenceMs === undefined
        ? {}
        : { idle_in_transaction_session_timeout: options.longestSilenceMs }),
      // Compiling a plan costs 15 ms; our statements take one.
      jit: "off"
    }
  })

export type Sql = ReturnType<typeof opened>

/** A bound that the planner knows: as a parameter it could be anything, and a kept plan would sort a whole table for it. */
export const literal = (sql: Sql, bound: number) => sql.unsafe(String(Math.trunc(bound)))

export const connect = (options: ConnectionOptions): Sql => {
  const sql = opened(options)
  addArrayTypes(sql.options as unknown as TypeTables)
  return sql
}

const unavailableCodes = new Set([
  "40001",
  "40P01",
  "53300",
  "55P03",
  "57014",
  "57P01",
  "57P02",
  "57P03",
  "25P03",
  "25P04"
])

const isConnectionTrouble = (code: string): boolean =>
  code.startsWith("08") ||
  unavailableCodes.has(code) ||
  code.startsWith("CONNECTION_") ||
  code === "CONNECT_TIMEOUT" ||
  ["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "ENOTFOUND"].includes(code)

const mayOnlyRead = new Set(["25006", "42501"])
/** Before it asks for the right to it, PostgreSQL says of a view that it cannot be changed at all. */
const noViewChanges = new Set(["0A000", "55000", "42809"])

const refusesChange = (code: string, message: string): boolean =>
  mayOnlyRead.has(code) || (noViewChanges.has(code) && message.includes(" view "))

/** What a driver error means to us. The text may quote order data, so whoever shows it escapes it. */
export const storeFailure = (cause: unknown): StoreFailure => {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : ""
  const message = cause instanceof Error ? cause.message : String(cause)
  const advice = connectionAdvice(code, message)
  if (advice !== null)
    return new StoreFailure({ reason: "Defect", message: `${advice} ${message} (${code})` })
  if (isConnectionTrouble(code))
    return new StoreFailure({ reason: "Unavailable", message: `${message} (${code})` })
  // 23xxx: a constraint said no, and another writer was faster or the input breaks a law.
  if (code.startsWith("23")) return new StoreFailure({ reason: "Conflict", message: `${message} (${code})` })
  if (refusesChange(code, message))
    return new StoreFailure({
      reason: "Defect",
      message: `PostgreSQL refused it: this login may only read (switchyard db role list), or lacks a right. ${message} (${code})`
    })
  return new StoreFailure({ reason: "Defect", message: code === "" ? message : `${message} (${code})` })
}

export class Database extends Context.Service<
  Database,
  {
    /** The pool, for what needs its own connection (listen, advisory locks). */
    readonly pool: Sql
    /** One more connection to the same database, for who must be able to throw it away. The caller ends it. */
    readonly connectAside: (applicationName: string) => Sql
    /** Runs one or more statements on the running transaction, else on the pool. */
    readonly query: <A>(run: (sql: Sql) => PromiseLike<A>) => Effect.Effect<A, StoreFailure>
    /** The same for one statement that only reads and may take long: interrupted, it is ended on the server too. */
    readonly look: <A>(run: (sql: Sql) => PromiseLike<A>) => Effect.Effect<A, StoreFailure>
  }
>()("switchyard/Database") {}

/** The connection of the running transaction, for the job queue's adapter. */
export const currentConnection: Effect.Effect<Sql | null> = Effect.map(CurrentTransaction, (tx) =>
  tx === null ? null : (tx.connection as Sql)
)

const attempt = <A>(run: () => PromiseLike<A>): Effect.Effect<A, StoreFailure> =>
  Effect.tryPromise({ try: async () => run(), catch: storeFailure })

/** A transaction that is settled by `commit` or `rollback`. Its connection takes the same statements as the pool. */
export const openTransaction = (pool: Sql): Promise<OpenTransaction<Sql>> =>
  beginTransaction<Sql>((work) => pool.begin((sql) => work(sql as unknown as Sql)))

/**
 * Several statements in one transaction, for work that is not an Effect. The driver's own `begin` sends its rollback to a
 * connection that has gone, and that ends the process.
 */
export const transact = async <A>(pool: Sql, work: (sql: Sql) => Promise<A>): Promise<A> => {
  const transaction = await openTransaction(pool)
  try {
    const answer = await work(transaction.sql)
    await transaction.commit()
    return answer
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

const runIn =
  (pool: Sql) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E | StoreFailure, R> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const transaction = yield* attempt(() => openTransaction(pool))
        const exit = yield* Effect.exit(
          restore(work).pipe(Effect.provideService(CurrentTransaction, { connection: transaction.sql }))
        )
        if (Exit.isSuccess(exit)) yield* attempt(transaction.commit)
        else yield* Effect.promise(transaction.rollback)
        return yield* exit
      })
    )

/** Opens the pool and closes it with the scope. */
export const databaseLayer = (options: ConnectionOptions): Layer.Layer<Database | UnitOfWork> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const pool = yield* Effect.acquireRelease(
        Effect.sync(() => connect({ longestSilenceMs, ...options })),
        (sql) => Effect.promise(() => sql.end({ timeout: 2 }))
      )
      const query = <A>(run: (sql: Sql) => PromiseLike<A>) =>
        Effect.flatMap(currentConnection, (connection) => attempt(() => run(connection ?? pool)))
      const run = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E | StoreFailure, R> =>
        Effect.flatMap(
          Effect.gen(function* () {
            return yield* CurrentTransaction
          }),
          (tx) => (tx === null ? runIn(pool)(work) : work)
        )
      const connectAside = (applicationName: string) => connect({ ...options, max: 1, applicationName })
      const looks = yield* Effect.acquireRelease(
        Effect.sync(() => openLooks(() => connect({ ...options, max: 1 }), pool, storeFailure)),
        (open) => Effect.promise(() => open.close())
      )
      // What a transaction has written is seen in it alone.
      const look = <A>(run: (sql: Sql) => PromiseLike<A>) =>
        Effect.flatMap(currentConnection, (connection) =>
          connection === null ? looks.look(run) : attempt(() => run(connection))
        )
      return Context.make(Database, Database.of({ pool, connectAside, query, look })).pipe(
        Context.add(UnitOfWork, UnitOfWork.of({ run }))
      )
    })
  )
