import * as Effect from "effect/Effect"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import { testCarrier } from "../../domain/operations/set-carrier.ts"
import { CarrierAccountStore } from "../../domain/ports/carrier-account-store.ts"
import { Carriers } from "../../domain/ports/carriers.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { fieldRows } from "../demand-settings.ts"
import { argument } from "../input.ts"
import { moment } from "../moment.ts"

const limitText = (callsPerHour: number | null): string =>
  callsPerHour === null ? "no published limit" : `${callsPerHour} calls an hour`

const pollText = (account: CarrierAccount): string => {
  if (!account.enabled) return "off"
  if (account.lastPollAt === null) return "never polled"
  return `${account.lastFailed ? "FAILED: " : ""}${account.lastResult}`
}

export const list: Run = () =>
  Effect.gen(function* () {
    const accounts = yield* (yield* CarrierAccountStore).list()
    const rows = accounts.map((a) => [
      a.name,
      a.carrier,
      a.environment,
      limitText(a.callsPerHour),
      moment(a.lastPollAt),
      pollText(a)
    ])
    return answer(
      { accounts },
      listOr(
        "No carrier account yet. Add one: switchyard carriers add --help",
        table(["account", "carrier", "environment", "limit", "last poll", "result"], rows)
      )
    )
  })

export const kinds: Run = () =>
  Effect.gen(function* () {
    const { kinds: known } = yield* Carriers
    return answer(
      { kinds: known },
      known.flatMap(
        (k): ReadonlyArray<Block> => [
          `${k.carrier}: ${k.label}. Tested by: ${k.testedBy}. ${k.numbersPerCall} number(s) a call, ${limitText(k.callsPerHour)}.`,
          table(["flag", "", "what it is"], fieldRows(k.fields)),
          ""
        ]
      )
    )
  })

export const test: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "account")
    const lines = yield* testCarrier(name)
    return answer({ account: name, works: true, lines }, lines)
  })
