import * as Effect from "effect/Effect"
import { bringsStock, mayBringStock } from "../brings-stock.ts"
import type { CarrierAccount } from "../model/carrier-account.ts"
import type { SyncService } from "../model/sync-run.ts"
import { CarrierAccountStore } from "../ports/carrier-account-store.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { Refusal } from "../ports/failure.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { type RunningSync, type SyncParty, SyncRunStore } from "../ports/sync-run-store.ts"
import { startPoll } from "../start-poll.ts"
import { startSync } from "../start-sync.ts"

export interface SyncStarted {
  readonly party: string
  readonly service: SyncService
  /** null: a run of this service is going on already. */
  readonly runId: number | null
  /** That one. */
  readonly goingOn: RunningSync | null
}

interface NamedParty {
  readonly name: string
  readonly party: SyncParty
  /** A carrier is asked, and about what: every parcel that it has. */
  readonly account?: CarrierAccount
}

const partiesOf = Effect.fn("partiesOf")(function* (service: SyncService) {
  if (service === "tracking") {
    const suppliers = yield* (yield* SupplierStore).list()
    const brings = yield* bringsStock
    const accounts = yield* (yield* CarrierAccountStore).list()
    return [
      ...suppliers
        .filter((s) => s.trackingSource !== "none" || brings(s))
        .map((s): NamedParty => ({ name: s.name, party: { supplierId: s.id } })),
      ...accounts
        .filter((a) => a.enabled)
        .map((a): NamedParty => ({ name: a.name, party: { carrierAccountId: a.id }, account: a }))
    ]
  }
  return (yield* (yield* ChannelStore).list())
    .filter((c) => c.archivedAt === null)
    .map((c): NamedParty => ({ name: c.name, party: { channelId: c.id } }))
})

const startOne = Effect.fn("startOne")(function* (
  service: SyncService,
  { name, party, account }: NamedParty
) {
  const runId =
    account === undefined ? yield* startSync(service, party, "demand") : (yield* startPoll(account)).runId
  const goingOn = runId === null ? yield* (yield* SyncRunStore).goingOn(service, party) : null
  return { party: name, service, runId, goingOn } satisfies SyncStarted
})

/** Runs a service at once, for one party or (null) for all. It neither shifts nor cancels the schedule. */
export const syncNow = Effect.fn("syncNow")(function* (service: SyncService, name: string | null) {
  const all = yield* partiesOf(service)
  const chosen = all.filter((p) => name === null || p.name === name)
  if (chosen.length === 0)
    return yield* new Refusal({
      message:
        name === null
          ? `Nothing to sync: add a channel first.`
          : `No channel, supplier or carrier account “${name}” has ${service} sync.`
    })
  return yield* Effect.forEach(chosen, (one) => startOne(service, one))
})

/** Reads what suppliers have, now: one of them, or (null) all that say so. With it comes all else that they say. */
export const fetchStock = Effect.fn("fetchStock")(function* (name: string | null) {
  const may = yield* mayBringStock
  const suppliers = (yield* (yield* SupplierStore).list()).filter((s) => name === null || s.name === name)
  const chosen = suppliers.filter(may)
  if (name !== null && suppliers.length === 0)
    return yield* new Refusal({ message: `There is no supplier “${name}”.` })
  if (chosen.length === 0)
    return yield* new Refusal({
      message: `${name ?? "No supplier"} ${name === null ? "says" : "does not say"} what it has. Set where its stock is read: inventoryFolder or inventoryFiles (files), inventoryPath (http-json), inventoryFiles (e-mail), with switchyard suppliers set <name> --setting.`
    })
  return yield* Effect.forEach(chosen, (one) =>
    startOne("tracking", { name: one.name, party: { supplierId: one.id } })
  )
})
