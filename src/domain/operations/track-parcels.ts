import * as Effect from "effect/Effect"
import type { CarrierAccountId } from "../model/carrier-account.ts"
import { CarrierAccountStore } from "../ports/carrier-account-store.ts"
import { Refusal } from "../ports/failure.ts"
import { startPoll } from "../start-poll.ts"

export interface PollStarted {
  readonly account: string
  readonly accountId: CarrierAccountId
  /** How many tracking numbers are due. */
  readonly numbers: number
}

/** Asks carriers about every parcel on its way, now: one of them, or (null) all. The schedule goes on as it was. */
export const pollNow = Effect.fn("pollNow")(function* (carrier: string | null) {
  const accounts = yield* (yield* CarrierAccountStore).list()
  const chosen = accounts.filter((a) => a.enabled && (carrier === null || a.carrier === carrier))
  if (chosen.length === 0)
    return yield* new Refusal({
      message: `There is no enabled account${carrier === null ? "" : ` at ${carrier}`} to ask with. Add one: switchyard carriers add --help`
    })
  return yield* Effect.forEach(chosen, (account) =>
    Effect.map(
      startPoll(account),
      ({ numbers }): PollStarted => ({ account: account.name, accountId: account.id, numbers })
    )
  )
})
