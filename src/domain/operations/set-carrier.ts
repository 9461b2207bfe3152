import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { keepPolling } from "../carrier-schedule.ts"
import { demandEnvironment } from "../demand-environment.ts"
import { changesBetween, secretChanges } from "../model/activity.ts"
import { type CarrierAccountId, secretOwner } from "../model/carrier-account.ts"
import type { Environment } from "../model/environment.ts"
import { noteActivity, noteChange } from "../note-activity.ts"
import {
  type CarrierAccountChange,
  CarrierAccountStore,
  type NewCarrierAccount
} from "../ports/carrier-account-store.ts"
import { type CarrierKind, Carriers } from "../ports/carriers.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"

type Secrets = Readonly<Record<string, Redacted.Redacted>>
type Settings = Readonly<Record<string, string>>

/** A live account asks the carrier itself and nobody else: an address would send its login elsewhere. */
const demandOwnAddress = Effect.fn("demandOwnAddress")(function* (
  environment: Environment,
  settings: Settings
) {
  if (environment === "live" && (settings.baseUrl ?? "") !== "")
    return yield* new Refusal({ message: "baseUrl is for sandbox installations only. Leave it out." })
})

const demandComplete = (kind: CarrierKind, settings: Settings, secrets: object) => {
  const missing = kind.fields.filter(
    (f) => f.required && !(f.secret ? f.name in secrets : (settings[f.name] ?? "") !== "")
  )
  return missing.length === 0
    ? Effect.void
    : new Refusal({ message: `Missing: ${missing.map((f) => `${f.name} (${f.help})`).join("; ")}` })
}

const ofCarrier = ({ id, name }: { readonly id: CarrierAccountId; readonly name: string }) => ({
  kind: "carrier" as const,
  id,
  name
})

const putSecrets = Effect.fn("putSecrets")(function* (id: CarrierAccountId, secrets: Secrets) {
  const vault = yield* Vault
  for (const [field, secret] of Object.entries(secrets)) yield* vault.put(secretOwner(id), field, secret)
})

export const addCarrier = Effect.fn("addCarrier")(function* (account: NewCarrierAccount, secrets: Secrets) {
  if (account.name.trim() === "" || account.name.length > 60)
    return yield* new Refusal({ message: "An account's name has 1 to 60 characters." })
  yield* demandEnvironment(account.environment)
  yield* demandOwnAddress(account.environment, account.settings)
  const kind = (yield* Carriers).kinds.find((k) => k.carrier === account.carrier)
  if (kind === undefined) return yield* new Refusal({ message: `Nobody here can ask ${account.carrier}.` })
  yield* demandComplete(kind, account.settings, secrets)
  const accounts = yield* CarrierAccountStore
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const callsPerHour = account.callsPerHour ?? kind.callsPerHour
      const id = yield* accounts.add({ ...account, callsPerHour }, yield* now)
      if (id === null)
        return yield* new Refusal({ message: `There is a carrier account “${account.name}” already.` })
      yield* putSecrets(id, secrets)
      const face = {
        carrier: account.carrier,
        environment: account.environment,
        settings: account.settings,
        callsPerHour
      }
      yield* noteActivity("added", ofCarrier({ id, name: account.name }), [
        ...changesBetween({}, face),
        ...secretChanges(Object.keys(secrets))
      ])
      yield* keepPolling()
      return id
    })
  )
})

const faceOf = ({ settings, enabled, callsPerHour }: CarrierAccountChange) => ({
  settings,
  enabled,
  callsPerHour
})

const demandAccount = Effect.fn("demandAccount")(function* (name: string) {
  const account = yield* (yield* CarrierAccountStore).byName(name)
  if (account === null) return yield* new Refusal({ message: `There is no carrier account “${name}”.` })
  return account
})

export const setCarrier = Effect.fn("setCarrier")(function* (
  name: string,
  change: CarrierAccountChange,
  secrets: Secrets
) {
  const account = yield* demandAccount(name)
  yield* demandOwnAddress(account.environment, change.settings ?? account.settings)
  const unitOfWork = yield* UnitOfWork
  yield* unitOfWork.run(
    Effect.gen(function* () {
      yield* (yield* CarrierAccountStore).change(account.id, change)
      yield* putSecrets(account.id, secrets)
      yield* noteChange(
        ofCarrier(account),
        faceOf(account),
        faceOf({ ...account, ...change }),
        Object.keys(secrets)
      )
      yield* keepPolling()
    })
  )
})

/** What it learned of parcels stays; its secrets go. */
export const removeCarrier = Effect.fn("removeCarrier")(function* (name: string) {
  const account = yield* demandAccount(name)
  const unitOfWork = yield* UnitOfWork
  yield* unitOfWork.run(
    Effect.gen(function* () {
      yield* (yield* CarrierAccountStore).remove(account.id)
      yield* noteActivity("removed", ofCarrier(account))
      yield* keepPolling()
    })
  )
})

export const testCarrier = Effect.fn("testCarrier")(function* (name: string) {
  return yield* (yield* Carriers).test(yield* demandAccount(name))
})
