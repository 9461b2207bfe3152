import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import { Refusal, type StoreFailure } from "../domain/ports/failure.ts"
import { type ConnectionOptions, connect, type Sql, storeFailure } from "./database.ts"
import { grantReading, readersOf, writeMaskedViews } from "./masked-views.ts"

export interface ReaderMade {
  readonly name: string
  /** Only where the login was made, or was given a new one: nobody else keeps it. */
  readonly password: string | null
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

const add = async (sql: Sql, database: string, name: string, renew: boolean): Promise<ReaderMade> => {
  const role = await found(sql, name)
  if (role !== undefined) refuseMighty(name, role)
  const isNew = role === undefined
  const password = isNew || renew ? randomBytes(24).toString("base64url") : null
  await sql.begin(async (tx) => {
    const inside = tx as unknown as Sql
    if (isNew) await tx.unsafe(`create role ${quote(name)} login noinherit`)
    if (password !== null) await tx.unsafe(`alter role ${quote(name)} password '${verifierOf(password)}'`)
    await writeMaskedViews(inside)
    await tx.unsafe(`grant connect on database ${quote(database)} to ${quote(name)}`)
    await grantReading(inside, name)
    for (const setting of settings(name, database)) await tx.unsafe(setting)
  })
  return { name, password }
}

/** Its rights here end at once; the login itself only where nothing else needs it. */
const remove = async (sql: Sql, name: string): Promise<boolean> => {
  const readers = await readersOf(sql)
  if (!readers.some((one) => one.name === name))
    throw new Refused(
      `${name} is no read-only login of this database. There ${readers.length === 1 ? "is" : "are"}: ${readers.map((r) => r.name).join(", ") || "none"}.`
    )
  await sql.begin(async (tx) => {
    await tx`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${name} and datname = current_database()`
    // Who made a login may end it, but takes its rights away only as one of its kind.
    await tx.unsafe(`grant ${quote(name)} to current_user`)
    await tx.unsafe(`drop owned by ${quote(name)}`)
    await tx.unsafe(`drop role ${quote(name)}`)
  })
  return true
}

const mayNot = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "code" in cause && cause.code === "42501"

const asked = <A>(
  options: ConnectionOptions,
  work: (sql: Sql) => Promise<A>
): Effect.Effect<A, StoreFailure | Refusal> =>
  Effect.acquireUseRelease(
    Effect.sync(() =>
      connect({ ...options, max: 1, withoutArrays: true, applicationName: "switchyard roles" })
    ),
    (sql) =>
      Effect.tryPromise({
        try: () => work(sql),
        catch: (cause) => {
          if (cause instanceof Refused) return new Refusal({ message: cause.message })
          if (mayNot(cause))
            return new Refusal({
              message: `PostgreSQL refused it: ${cause instanceof Error ? cause.message : ""}. The login of DATABASE_URL needs CREATEROLE for this; give the command a DATABASE_URL of who may create logins and owns the tables.`
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
  asked(options, (sql) => remove(sql, name))

export const listReaders = (options: ConnectionOptions) =>
  asked(options, async (sql) => (await readersOf(sql)).map(({ name }) => name))
