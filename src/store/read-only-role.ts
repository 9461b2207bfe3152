import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import { Refusal, type StoreFailure } from "../domain/ports/failure.ts"
import { type ConnectionOptions, connect, type Sql, storeFailure } from "./database.ts"
import { grantReading, readersOf, revokeReading, writeMaskedViews } from "./masked-views.ts"

export interface ReaderMade {
  readonly name: string
  /** Only where the login was made, or was given a new one: nobody else keeps it. */
  readonly password: string | null
  /** What only who runs the server may say, and which would be one more lock; the rights hold without it. */
  readonly unsaid: ReadonlyArray<string>
}

export interface ReaderRemoved {
  /** It may read nothing here any more, but this login may not end it. */
  readonly stays: boolean
}

const rounds = 4096

/** What the server keeps instead of the password, as RFC 5802 and 7677 say: the password is in no statement and no log. */
const verifierOf = (password: string): string => {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, rounds, 32, "sha256")
  const mac = (text: string) => createHmac("sha256", salted).update(text).digest()
  const stored = createHash("sha256").update(mac("Client Key")).digest("base64")
  return `SCRAM-SHA-256$${rounds}:${salt.toString("base64")}$${stored}:${mac("Server Key").toString("base64")}`
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

interface FoundRole {
  readonly isSuper: boolean
  readonly isSelf: boolean
  readonly owns: boolean
  readonly mayLogin: boolean
}

const found = async (sql: Sql, name: string): Promise<FoundRole | undefined> => {
  const [role] = await sql<Array<FoundRole>>`
    select rolsuper as "isSuper", rolname = current_user as "isSelf", rolcanlogin as "mayLogin",
      exists (select from pg_class c where c.relnamespace = 'switchyard'::regnamespace and pg_has_role(r.oid, c.relowner, 'member'))
        as owns
    from pg_roles r where rolname = ${name}`
  return role
}

class Refused extends Error {}

/** A login that can change things by itself would not be made read-only by what is granted here. */
const refuseMighty = (name: string, role: FoundRole): void => {
  if (role.isSelf || role.isSuper || role.owns)
    throw new Refused(`${name} owns this database's tables or is a superuser: name another login.`)
}

/** The second lock: the first is that it has no right to change anything. */
const settings = (name: string, database: string): ReadonlyArray<string> =>
  [
    "default_transaction_read_only = on",
    "statement_timeout = '15s'",
    "idle_in_transaction_session_timeout = '15s'"
  ].map((setting) => `alter role ${quote(name)} in database ${quote(database)} set ${setting}`)

const mayNot = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "code" in cause && cause.code === "42501"

interface Transaction extends Sql {
  readonly savepoint: <A>(work: (inside: Sql) => Promise<A>) => Promise<A>
}

/** False: PostgreSQL refuses it to this login, and the transaction goes on as if it had not been tried. */
const mayBeSaid = async (tx: Transaction, statements: ReadonlyArray<string>): Promise<boolean> => {
  try {
    // The driver's own: a failure caught in any other way still ends its transaction.
    await tx.savepoint(async (inside) => {
      for (const statement of statements) await inside.unsafe(statement)
    })
    return true
  } catch (cause) {
    if (mayNot(cause)) return false
    throw cause
  }
}

const demand = async (tx: Transaction, statement: string, otherwise: string): Promise<void> => {
  if (!(await mayBeSaid(tx, [statement]))) throw new Refused(otherwise)
}

const whoMay = "somebody who may (a superuser, or on a hosted server its console)"

const makeLogin = (tx: Transaction, name: string): Promise<void> =>
  demand(
    tx,
    `create role ${quote(name)} login noinherit`,
    `The login of DATABASE_URL may make no other: it lacks CREATEROLE. Have ${whoMay} say: create role ${quote(name)} login noinherit password '...'. Then repeat this command with your own DATABASE_URL: it gives that login its rights.`
  )

const givePassword = (tx: Transaction, name: string, password: string): Promise<void> =>
  demand(
    tx,
    `alter role ${quote(name)} password '${verifierOf(password)}'`,
    `The login of DATABASE_URL may not give ${name} another password: it did not make it. Have ${whoMay} say: alter role ${quote(name)} password '...'. Nothing was changed.`
  )

const add = async (sql: Sql, database: string, name: string, renew: boolean): Promise<ReaderMade> => {
  const role = await found(sql, name)
  if (role !== undefined) refuseMighty(name, role)
  const isNew = role === undefined
  const password = isNew || renew ? randomBytes(24).toString("base64url") : null
  const unsaid: Array<string> = []
  await sql.begin(async (tx) => {
    const inside = tx as unknown as Transaction
    if (isNew) await makeLogin(inside, name)
    if (password !== null) await givePassword(inside, name, password)
    // Who does not own the database grants nothing by this, and everybody may connect unless somebody said otherwise.
    await mayBeSaid(inside, [`grant connect on database ${quote(database)} to ${quote(name)}`])
    await writeMaskedViews(inside)
    await grantReading(inside, name)
    for (const setting of settings(name, database))
      if (!(await mayBeSaid(inside, [setting]))) unsaid.push(setting)
  })
  return { name, password, unsaid }
}

/** Its rights here end at once; the login itself only where nothing else needs it, and this one may end it. */
const remove = async (sql: Sql, database: string, name: string): Promise<ReaderRemoved> => {
  const readers = await readersOf(sql)
  if (!readers.some((one) => one.name === name))
    throw new Refused(
      `${name} is no read-only login of this database. There ${readers.length === 1 ? "is" : "are"}: ${readers.map((r) => r.name).join(", ") || "none"}.`
    )
  const who = quote(name)
  return sql.begin(async (tx) => {
    const inside = tx as unknown as Transaction
    await mayBeSaid(inside, [
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${name.replaceAll("'", "''")}' and datname = current_database()`
    ])
    // Who made a login may end it, but takes its rights away only as one of its kind.
    const ended = [`grant ${who} to current_user`, `drop owned by ${who}`, `drop role ${who}`]
    if (await mayBeSaid(inside, ended)) return { stays: false }
    await mayBeSaid(inside, [`revoke connect on database ${quote(database)} from ${who}`])
    await revokeReading(inside, name)
    return { stays: true }
  }) as Promise<ReaderRemoved>
}

const asked = <A>(
  options: ConnectionOptions,
  work: (sql: Sql) => Promise<A>
): Effect.Effect<A, StoreFailure | Refusal> =>
  Effect.acquireUseRelease(
    Effect.sync(() => connect({ ...options, max: 1, applicationName: "switchyard roles" })),
    (sql) =>
      Effect.tryPromise({
        try: () => work(sql),
        catch: (cause) => {
          if (cause instanceof Refused) return new Refusal({ message: cause.message })
          if (mayNot(cause))
            return new Refusal({
              message: `PostgreSQL refused it: ${cause instanceof Error ? cause.message : ""}. The login of DATABASE_URL has to own Switchyard's tables and to have CREATE on the database (grant create on database ${quote(options.database)} to ${quote(options.user)}, said by its owner). Nothing was changed.`
            })
          return storeFailure(cause)
        }
      }),
    (sql) => Effect.promise(() => sql.end({ timeout: 2 }))
  )

/** A login that reads all that the console shows, personal data masked, and changes nothing. Given twice it is brought up to date. */
export const addReader = (options: ConnectionOptions, name: string, renew: boolean) =>
  asked(options, (sql) => add(sql, options.database, name, renew))

export const removeReader = (options: ConnectionOptions, name: string) =>
  asked(options, (sql) => remove(sql, options.database, name))

export const listReaders = (options: ConnectionOptions) =>
  asked(options, async (sql) => (await readersOf(sql)).map(({ name }) => name))
