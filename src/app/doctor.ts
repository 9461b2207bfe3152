import { statfsSync } from "node:fs"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Answer } from "../cli/answer.ts"
import { AlertMailer } from "../domain/ports/alert-mailer.ts"
import { ChannelStore } from "../domain/ports/channel-store.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import { SupplierStore } from "../domain/ports/supplier-store.ts"
import { Vault } from "../domain/ports/vault.ts"
import { WorkerRegistry } from "../domain/ports/worker-registry.ts"
import type { AppConfig } from "./config.ts"
import { partyFindings, pauseFindings } from "./doctor-parties.ts"
import { testParties } from "./doctor-tests.ts"
import type { Finding } from "./finding.ts"
import { version } from "./program.ts"
import { withHouse } from "./run.ts"

const leastFreeBytes = 500 * 1024 * 1024

const program = (): Finding => ({
  what: "program",
  ok: true,
  said: `switchyard ${version()} on Node ${process.versions.node}`
})

const disk = (config: AppConfig): Finding => {
  try {
    const { bavail, bsize } = statfsSync(config.home)
    const free = bavail * bsize
    const said = `${Math.round(free / 1024 / 1024)} MB free for ${config.home}`
    return {
      what: "disk",
      ok: free > leastFreeBytes,
      said: free > leastFreeBytes ? said : `${said}: free some space`
    }
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT"
    return {
      what: "disk",
      ok: missing,
      said: missing ? `${config.home} is made at the first start` : String(cause)
    }
  }
}

const mail = (config: AppConfig): Finding =>
  config.mail === null
    ? {
        what: "alert mail",
        ok: true,
        said: "not set: SWITCHYARD_SMTP_URL is needed before auto-processing can be switched on"
      }
    : {
        what: "alert mail",
        ok: true,
        said: `by ${config.mail.host}:${config.mail.port} (${config.mail.security})`
      }

const workerFinding = (names: ReadonlyArray<string>): Finding => ({
  what: "workers",
  ok: names.length > 0,
  said: names.length > 0 ? names.join(", ") : "none is running: start one with switchyard worker"
})

/** The first party that has a secret: many have none, a folder for one. */
const anySecret = Effect.fn("anySecret")(function* () {
  const vault = yield* Vault
  const channels = yield* (yield* ChannelStore).list()
  const suppliers = yield* (yield* SupplierStore).list()
  const owners = [...channels.map((c) => `channel:${c.id}`), ...suppliers.map((s) => `supplier:${s.id}`)]
  for (const owner of owners) {
    const [field] = yield* vault.fields(owner)
    if (field !== undefined) return { owner, field }
  }
  return null
})

/** A secret that can be read proves the key; with none stored there is nothing to prove. */
const keyFinding = Effect.fn("keyFinding")(function* () {
  const stored = yield* anySecret()
  if (stored === null) return { what: "key", ok: true, said: "no secret is stored yet" }
  const exit = yield* Effect.exit((yield* Vault).get(stored.owner, stored.field))
  if (Exit.isSuccess(exit)) return { what: "key", ok: true, said: "stored secrets can be read" }
  return { what: "key", ok: false, said: messageOf(exit.cause) }
})

const messageOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof Error ? error.message : String(error)
}

const house = Effect.fn("house")(function* (config: AppConfig, asks: boolean) {
  yield* AlertMailer
  const { environment, sendsStopped, sendsStoppedBy, shadow } = yield* (yield* SettingsStore).installation()
  const workers = yield* (yield* WorkerRegistry).list()
  const where =
    config.database === null
      ? `embedded, ${config.home}`
      : `${config.database.host}/${config.database.database}`
  return [
    { what: "database", ok: true, said: `${environment}, ${where}` },
    yield* keyFinding(),
    workerFinding(workers.map((w) => w.name)),
    {
      what: "sends",
      ok: !sendsStopped,
      said: sendsStopped
        ? `stopped by ${sendsStoppedBy}: switchyard sends resume`
        : shadow
          ? "none, the whole installation is in SHADOW: switchyard shadow off"
          : "on"
    },
    ...(yield* pauseFindings),
    ...(yield* partyFindings),
    ...(asks ? yield* testParties : [])
  ] satisfies ReadonlyArray<Finding>
})

/** Looks at everything that must work, and says what does not and what to do; asks the parties themselves only if told to. */
export const examine = (config: AppConfig, asks: boolean): Effect.Effect<Answer> =>
  Effect.gen(function* () {
    const exit = yield* Effect.exit(withHouse(config, house(config, asks)))
    const inside: ReadonlyArray<Finding> = Exit.isSuccess(exit)
      ? exit.value
      : [{ what: "database", ok: false, said: messageOf(exit.cause) }]
    const findings = [program(), disk(config), mail(config), ...inside]
    const lines = findings.map((f) => `${f.ok ? "ok  " : "FAIL"}  ${f.what.padEnd(11)} ${f.said}`)
    return { json: { findings }, text: lines, failed: findings.some((f) => !f.ok) }
  })
