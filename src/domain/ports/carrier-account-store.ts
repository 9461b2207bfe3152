import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { CarrierAccount, CarrierAccountId } from "../model/carrier-account.ts"
import type { StoreFailure } from "./failure.ts"

export type NewCarrierAccount = Pick<
  CarrierAccount,
  "name" | "carrier" | "environment" | "settings" | "callsPerHour"
>
export type CarrierAccountChange = Partial<Pick<CarrierAccount, "settings" | "enabled" | "callsPerHour">>

type Stored<A> = Effect.Effect<A, StoreFailure>

export class CarrierAccountStore extends Context.Service<
  CarrierAccountStore,
  {
    readonly list: () => Stored<ReadonlyArray<CarrierAccount>>
    readonly get: (id: CarrierAccountId) => Stored<CarrierAccount | null>
    readonly byName: (name: string) => Stored<CarrierAccount | null>
    /** null: the name is taken. */
    readonly add: (account: NewCarrierAccount, at: Date) => Stored<CarrierAccountId | null>
    readonly change: (id: CarrierAccountId, change: CarrierAccountChange) => Stored<void>
    /** With its secrets. What it learned of parcels stays. */
    readonly remove: (id: CarrierAccountId) => Stored<void>
    /**
     * One call of the hour's allowance, counted over all workers and restarts. null: granted, and counted. Else when it
     * is worth asking again: the carrier wants silence, or the oldest call of the hour will be an hour old.
     */
    readonly takeCall: (id: CarrierAccountId, at: Date) => Stored<Date | null>
    /** The carrier asked for silence: no worker calls before. */
    readonly keepQuiet: (id: CarrierAccountId, until: Date) => Stored<void>
    readonly polled: (id: CarrierAccountId, at: Date, result: string, failed: boolean) => Stored<void>
  }
>()("switchyard/CarrierAccountStore") {}
