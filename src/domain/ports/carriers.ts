import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AskedCarrier, CarrierAccount } from "../model/carrier-account.ts"
import type { FoundParcel } from "../model/found-parcel.ts"
import type { ParcelNews } from "../model/parcel-news.ts"
import type { CarrierFailure, StoreFailure, VaultFailure } from "./failure.ts"
import type { SettingField } from "./sales-channels.ts"

export interface CarrierKind {
  readonly carrier: AskedCarrier
  readonly label: string
  /** How it was tested: live, vendor sandbox, recordings, documents only (decisions A13). */
  readonly testedBy: string
  readonly fields: ReadonlyArray<SettingField>
  readonly numbersPerCall: number
  /** What the carrier grants by default; null: it publishes no limit. */
  readonly callsPerHour: number | null
  /** Calls that may run side by side. */
  readonly callsAtOnce: number
  /** Whether parcels can be found by the purchase-order number on their label. */
  readonly byReference: boolean
}

export type CarrierError = CarrierFailure | VaultFailure | StoreFailure

export class Carriers extends Context.Service<
  Carriers,
  {
    readonly kinds: ReadonlyArray<CarrierKind>
    /**
     * What the carrier says of these numbers (plain, at most `numbersPerCall`), one answer a number, in their order. One
     * call; a number that fails alone does not fail the others.
     */
    readonly track: (
      account: CarrierAccount,
      numbers: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<ParcelNews>, CarrierError>
    /** The parcels that wear this reference, picked up since `from`. Only where `byReference`. */
    readonly findByReference: (
      account: CarrierAccount,
      reference: string,
      from: Date
    ) => Effect.Effect<ReadonlyArray<FoundParcel>, CarrierError>
    /** Signs in: what works, in the user's words, one line each. No number is asked for. */
    readonly test: (account: CarrierAccount) => Effect.Effect<ReadonlyArray<string>, CarrierError>
  }
>()("switchyard/Carriers") {}
