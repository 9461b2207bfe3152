import * as Effect from "effect/Effect"
import { type Answer, answer } from "../cli/answer.ts"
import type { Input } from "../cli/command-row.ts"
import { argument } from "../cli/input.ts"
import { Refusal } from "../domain/ports/failure.ts"
import type { ConnectionOptions } from "../store/database.ts"
import { addReader, listReaders, removeReader } from "../store/read-only-role.ts"
import type { AppConfig } from "./config.ts"
import { openForChanges, openMigrated } from "./open-database.ts"

/** How the new login is written for DATABASE_URL; `?host=` for the folder of a socket. */
const urlOf = ({ host, port, database }: ConnectionOptions, name: string, password: string): string => {
  const login = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`
  return host.startsWith("/")
    ? `postgres://${login}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}&port=${port}`
    : `postgres://${login}@${host.includes(":") ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`
}

/** The embedded server asks no local user for a password: there a login keeps from mistakes, not from people. */
const embeddedWarning =
  "The embedded PostgreSQL trusts every program of its own user: this keeps from mistakes, not from people who have that user. For others, use a PostgreSQL of your own."

const added = Effect.fn("db.role.add")(function* (config: AppConfig, input: Input) {
  const connection = yield* openForChanges(config)
  const { name, password, unsaid } = yield* addReader(
    connection,
    argument(input, "name"),
    input.flags.renew === true
  )
  const url = password === null ? null : urlOf(connection, name, password)
  return answer({ role: name, readOnly: true, url, unsaid }, [
    `${name} reads what the console shows, personal data masked, and changes nothing.`,
    ...(url === null
      ? ["Its password stays as it was; --renew gives it another one."]
      : ["Its DATABASE_URL, shown this once:", url]),
    ...(unsaid.length === 0
      ? []
      : [
          "Its rights hold. One more lock, and the limit of 15 s, are for who may alter that login to say:",
          ...unsaid.map((s) => `  ${s};`)
        ]),
    ...(connection.ssl?.ca === undefined ? [] : ["Add the same sslmode and sslrootcert as yours."]),
    ...(config.database === null ? [embeddedWarning] : [])
  ])
})

const removed = Effect.fn("db.role.remove")(function* (config: AppConfig, input: Input) {
  const connection = yield* openForChanges(config)
  const name = argument(input, "name")
  if (input.flags.yes !== true)
    return yield* new Refusal({
      message: `This ends the login ${name} and its open connections. Repeat with --yes.`
    })
  const { stays } = yield* removeReader(connection, name)
  return answer({ role: name, removed: true, loginStays: stays }, [
    stays
      ? `${name} may read nothing here any more. The login itself was made by somebody else: they end it (drop role), and its open connections.`
      : `${name} cannot log in any more.`
  ])
})

const listed = Effect.fn("db.role.list")(function* (config: AppConfig) {
  const names = yield* listReaders(yield* openMigrated(config))
  return answer({ roles: names }, names.length === 0 ? ["There is no read-only login."] : names)
})

/** `db role add|remove|list` */
export const roleCommand = (config: AppConfig, verb: string, input: Input) => {
  const work: Effect.Effect<Answer, unknown, never> = Effect.scoped(
    verb === "add" ? added(config, input) : verb === "remove" ? removed(config, input) : listed(config)
  )
  return work
}
