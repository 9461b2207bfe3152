import * as Effect from "effect/Effect"
import type { AskedCarrier } from "../../domain/model/carrier-account.ts"
import type { Environment } from "../../domain/model/environment.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { addCarrier, removeCarrier, setCarrier } from "../../domain/operations/set-carrier.ts"
import { CarrierAccountStore } from "../../domain/ports/carrier-account-store.ts"
import { Carriers } from "../../domain/ports/carriers.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { demandSettings } from "../demand-settings.ts"
import { argument, number, pairs, text, texts, yesNo } from "../input.ts"
import { didYouMean } from "../nearest.ts"
import { readSecrets } from "../read-secrets.ts"

const findAccount = Effect.fn("findAccount")(function* (name: string) {
  const accounts = yield* (yield* CarrierAccountStore).list()
  const account = accounts.find((a) => a.name === name)
  if (account !== undefined) return account
  const known = accounts.map((a) => a.name)
  return yield* new Refusal({
    message: `There is no carrier account “${name}”.${didYouMean(name, known)} switchyard carriers list shows all.`
  })
})

const given = Effect.fn("given")(function* (input: Input, carrier: AskedCarrier) {
  const kind = (yield* Carriers).kinds.find((k) => k.carrier === carrier)
  const settings = Object.fromEntries(pairs(input, "set"))
  const named = [...texts(input, "secret"), ...pairs(input, "secret-file").map(([name]) => name)]
  yield* demandSettings(carrier, kind?.fields ?? [], Object.keys(settings), named)
  return { settings, secrets: yield* readSecrets(input) }
})

export const add: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "account")
    // The row's choices let no other word through.
    const carrier = text(input, "carrier") as AskedCarrier
    const { settings, secrets } = yield* given(input, carrier)
    const installation = yield* (yield* SettingsStore).installation()
    const id = yield* addCarrier(
      {
        name,
        carrier,
        environment: (text(input, "environment") as Environment | undefined) ?? installation.environment,
        settings,
        callsPerHour: number(input, "calls-per-hour") ?? null
      },
      secrets
    )
    return answer({ id, account: name }, [
      `Carrier account ${name} was added. Its parcels are asked about every two hours.`,
      `Try it: ${commandLine("carriers", "test", name)}`
    ])
  })

export const set: Run = (input) =>
  Effect.gen(function* () {
    const account = yield* findAccount(argument(input, "account"))
    const { settings, secrets } = yield* given(input, account.carrier)
    const calls = number(input, "calls-per-hour")
    const enabled = yesNo(input, "enabled")
    yield* setCarrier(
      account.name,
      {
        ...(Object.keys(settings).length > 0 && { settings: { ...account.settings, ...settings } }),
        ...(calls !== undefined && { callsPerHour: calls }),
        ...(enabled !== undefined && { enabled })
      },
      secrets
    )
    return answer({ done: true, account: yield* findAccount(account.name) }, [
      `Carrier account ${account.name} was changed.`
    ])
  })

export const remove: Run = (input) =>
  Effect.gen(function* () {
    const account = yield* findAccount(argument(input, "account"))
    yield* removeCarrier(account.name)
    return answer({ removed: account.name }, [
      `Carrier account ${account.name} and its secrets are gone. What it learned of parcels stays.`
    ])
  })
