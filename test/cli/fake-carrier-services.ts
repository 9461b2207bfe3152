import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fedexKind } from "../../src/connectors/carriers/fedex.ts"
import { upsKind } from "../../src/connectors/carriers/ups.ts"
import { uspsKind } from "../../src/connectors/carriers/usps.ts"
import { type CarrierAccount, CarrierAccountId } from "../../src/domain/model/carrier-account.ts"
import type { TrackingException } from "../../src/domain/model/tracking-exception.ts"
import { CarrierAccountStore } from "../../src/domain/ports/carrier-account-store.ts"
import { Carriers } from "../../src/domain/ports/carriers.ts"
import { type ShipmentEvents, TrackingStore } from "../../src/domain/ports/tracking-store.ts"
import type { World } from "./fake-world.ts"

/** What a world knows of carriers; a world that nobody asked about has none. */
export interface CarrierBooks {
  readonly accounts: Array<CarrierAccount>
  readonly exceptions: Array<TrackingException>
  readonly parcels: Array<ShipmentEvents>
  numbersDue: number
}

const books = new WeakMap<World, CarrierBooks>()

export const carrierBooks = (world: World): CarrierBooks => {
  const found = books.get(world) ?? { accounts: [], exceptions: [], parcels: [], numbersDue: 0 }
  books.set(world, found)
  return found
}

const notFaked = (name: string) => () => Effect.die(new Error(`${name} is not faked`))

export const carrierServices = (world: World) => {
  const { accounts, exceptions, parcels } = carrierBooks(world)
  return Layer.mergeAll(
    Layer.succeed(
      CarrierAccountStore,
      CarrierAccountStore.of({
        list: () => Effect.sync(() => [...accounts]),
        get: (id) => Effect.sync(() => accounts.find((a) => a.id === id) ?? null),
        byName: (name) => Effect.sync(() => accounts.find((a) => a.name === name) ?? null),
        add: (account) =>
          Effect.sync(() => {
            if (accounts.some((a) => a.name === account.name)) return null
            const id = CarrierAccountId(accounts.length + 1)
            const polls = { quietUntil: null, lastPollAt: null, lastResult: "", lastFailed: false }
            accounts.push({ ...account, id, enabled: true, ...polls })
            return id
          }),
        change: (id, change) =>
          Effect.sync(() => {
            const at = accounts.findIndex((a) => a.id === id)
            const before = accounts[at]
            if (before !== undefined) accounts[at] = { ...before, ...change }
          }),
        remove: (id) =>
          Effect.sync(() => {
            accounts.splice(
              accounts.findIndex((a) => a.id === id),
              1
            )
          }),
        takeCall: notFaked("takeCall"),
        keepQuiet: notFaked("keepQuiet"),
        polled: notFaked("polled")
      })
    ),
    Layer.succeed(
      Carriers,
      Carriers.of({
        kinds: [upsKind, fedexKind, uspsKind],
        track: notFaked("track"),
        findByReference: notFaked("findByReference"),
        test: (account) => Effect.succeed([`${account.name} is let in`])
      })
    ),
    Layer.succeed(
      TrackingStore,
      TrackingStore.of({
        judge: () => Effect.succeed(0),
        claim: notFaked("claim"),
        keep: notFaked("keep"),
        heldForMs: notFaked("heldForMs"),
        release: notFaked("release"),
        record: notFaked("record"),
        askNow: () => Effect.sync(() => carrierBooks(world).numbersDue),
        untracked: notFaked("untracked"),
        looked: notFaked("looked"),
        isTaken: notFaked("isTaken"),
        exceptions: (_at, _days, limit) => Effect.sync(() => exceptions.slice(0, limit)),
        ofOrder: () => Effect.sync(() => [...parcels])
      })
    )
  )
}
