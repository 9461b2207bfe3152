import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Redacted from "effect/Redacted"
import type { Environment } from "../domain/model/environment.ts"
import type { ConnectionOptions } from "../store/database.ts"
import { type Places, placesHere } from "./xdg.ts"

/** Where alert mails leave. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: "tls" | "starttls" | "none"
  readonly from: string
  readonly user?: string
  readonly password?: Redacted.Redacted
}

export interface AppConfig {
  readonly environment: Environment
  readonly places: Places
  /** The folder of this world's embedded database and its other state. */
  readonly home: string
  /** Where the key of the secrets is kept, unless systemd gives one. */
  readonly keyFolder: string
  /** null: the embedded PostgreSQL of this world. */
  readonly database: ConnectionOptions | null
  readonly mail: MailServer | null
  /** Labelled places where a worker kills itself, for the sandbox world only: `send.accepted:0.1,push.accepted:0.1`. */
  readonly crash: ReadonlyMap<string, number>
  /** Said once on stderr: a choice that was made for the user. */
  readonly note: string | null
}

type Env = Readonly<Record<string, string | undefined>>

/** Everything that is wrong with the configuration, not only the first thing. */
export class ConfigError extends Error {
  readonly problems: ReadonlyArray<string>
  constructor(problems: ReadonlyArray<string>) {
    super(problems.join("\n"))
    this.problems = problems
  }
}

class Problems {
  readonly found: Array<string> = []
  attempt<A>(read: () => A, otherwise: A): A {
    try {
      return read()
    } catch (cause) {
      this.found.push(cause instanceof Error ? cause.message : String(cause))
      return otherwise
    }
  }
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("/") || /^127\./.test(host)

const portOf = (text: string, fallback: number): number => (text === "" ? fallback : Number(text))

const parseUrl = (name: string, text: string, looksLike: string): URL => {
  try {
    return new URL(text)
  } catch {
    throw new Error(`${name} is not a URL. It looks like ${looksLike}.`)
  }
}

/** Verified TLS to every host that is not this machine: `require` without a check is no protection (stack.md). */
const tlsOf = (url: URL, host: string): Pick<ConnectionOptions, "ssl"> => {
  const wished = url.searchParams.get("sslmode")
  // A socket has no TLS; to this machine by TCP it is there for who asks for it.
  if (host.startsWith("/") || (isLoopback(host) && wished !== "verify-full")) return {}
  const mode = wished ?? "verify-full"
  if (mode !== "verify-full")
    throw new Error(
      `DATABASE_URL: sslmode=${mode} to ${host} is refused; only verify-full is safe off this machine.`
    )
  const rootCert = url.searchParams.get("sslrootcert")
  const ca = rootCert === null ? {} : { ca: readFileSync(rootCert, "utf8") }
  return { ssl: { ...ca, rejectUnauthorized: true, servername: host } }
}

/** `postgres://user:password@host:port/database`, or with `?host=/socket/dir` for a unix socket. */
export const connectionOf = (text: string): ConnectionOptions => {
  // libpq's own form for a socket, `user@/database?host=/folder`, has no host before the slash; URL wants one.
  const url = parseUrl(
    "DATABASE_URL",
    text.replace(/^(\w+:\/\/[^/@]*@)\//, "$1localhost/"),
    "postgres://user:password@host:5432/switchyard"
  )
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:")
    throw new Error(`DATABASE_URL begins with ${url.protocol}// but must begin with postgres://`)
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname)
  if (host === "") throw new Error("DATABASE_URL names no host.")
  const database = decodeURIComponent(url.pathname.slice(1))
  if (database === "") throw new Error("DATABASE_URL names no database: end it with /switchyard.")
  return {
    host,
    port: portOf(url.searchParams.get("port") ?? url.port, 5432),
    user: decodeURIComponent(url.username) || "switchyard",
    database,
    ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
    ...tlsOf(url, host)
  }
}

const mailSecurity = (url: URL): MailServer["security"] => {
  if (url.protocol === "smtps:") return "tls"
  if (url.protocol !== "smtp:") throw new Error("SWITCHYARD_SMTP_URL must begin with smtp:// or smtps://")
  return isLoopback(url.hostname) && url.searchParams.get("security") === "none" ? "none" : "starttls"
}

/** `smtps://user:password@host:465?from=alerts@example.com`; plain smtp:// means required STARTTLS off this machine. */
export const mailServerOf = (text: string): MailServer => {
  const url = parseUrl("SWITCHYARD_SMTP_URL", text, "smtps://user:password@host:465?from=alerts@example.com")
  const from = url.searchParams.get("from")
  if (from === null) throw new Error("SWITCHYARD_SMTP_URL needs ?from=address, the sender of alert mails.")
  const security = mailSecurity(url)
  return {
    host: url.hostname,
    port: portOf(url.port, security === "tls" ? 465 : 587),
    security,
    from,
    ...(url.username === "" ? {} : { user: decodeURIComponent(url.username) }),
    ...(url.password === "" ? {} : { password: Redacted.make(decodeURIComponent(url.password)) })
  }
}

/** `label:probability,label:probability` */
const crashOf = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split(",")
      .filter((part) => part !== "")
      .map((part) => {
        const [label = "", probability = ""] = part.split(":")
        const chance = Number(probability)
        if (!(chance >= 0 && chance <= 1))
          throw new Error(`SWITCHYARD_CRASH: ${part} is not label:probability.`)
        return [label, chance] as const
      })
  )

export const sandboxHome = (places: Places): string => join(places.data, "sandbox")

const hasCluster = (home: string): boolean => existsSync(join(home, "pg18"))

const worldOf = (env: Env, places: Places): { environment: Environment; note: string | null } => {
  const named = env.SWITCHYARD_WORLD
  if (named === "live" || named === "sandbox") return { environment: named, note: null }
  if (named !== undefined && named !== "")
    throw new Error(`SWITCHYARD_WORLD is “${named}”; it is live or sandbox.`)
  // Who has only ever run the sandbox means the sandbox.
  const onlySandbox =
    env.DATABASE_URL === undefined && hasCluster(sandboxHome(places)) && !hasCluster(places.data)
  return onlySandbox
    ? { environment: "sandbox", note: "(the sandbox world; SWITCHYARD_WORLD=live begins your own)" }
    : { environment: "live", note: null }
}

/** Reads the environment once. Throws a ConfigError that lists all that is wrong. */
export const readConfig = (env: Env, places: Places = placesHere()): AppConfig => {
  const problems = new Problems()
  const world = problems.attempt(() => worldOf(env, places), { environment: "live", note: null } as const)
  const set = (name: string) => (env[name] === undefined || env[name] === "" ? null : env[name])
  const url = set("DATABASE_URL")
  const smtp = set("SWITCHYARD_SMTP_URL")
  const crash = problems.attempt(() => crashOf(set("SWITCHYARD_CRASH") ?? ""), new Map())
  if (crash.size > 0 && world.environment !== "sandbox")
    problems.found.push("SWITCHYARD_CRASH kills workers on purpose and is for the sandbox world only.")
  const config: AppConfig = {
    environment: world.environment,
    note: world.note,
    places,
    home: set("SWITCHYARD_HOME") ?? (world.environment === "sandbox" ? sandboxHome(places) : places.data),
    keyFolder:
      set("SWITCHYARD_HOME") ?? (world.environment === "sandbox" ? sandboxHome(places) : places.config),
    database: url === null ? null : problems.attempt(() => connectionOf(url), null),
    mail: smtp === null ? null : problems.attempt(() => mailServerOf(smtp), null),
    crash
  }
  if (problems.found.length > 0) throw new ConfigError(problems.found)
  return config
}
