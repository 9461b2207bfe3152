import type * as Effect from "effect/Effect"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import type { FoundParcel } from "../../domain/model/found-parcel.ts"
import type { ParcelNews } from "../../domain/model/parcel-news.ts"
import type { CarrierError, CarrierKind } from "../../domain/ports/carriers.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { secretField, settingField } from "../setting-field.ts"
import type { SignIn } from "./carrier-session.ts"

/** One row of the carrier table: what a carrier is, and how it is asked. */
export interface CarrierConnector {
  readonly kind: CarrierKind
  readonly signIn: SignIn
  readonly track: (
    account: CarrierAccount,
    numbers: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyArray<ParcelNews>, CarrierError>
  readonly findByReference?: (
    account: CarrierAccount,
    reference: string,
    from: Date
  ) => Effect.Effect<ReadonlyArray<FoundParcel>, CarrierError>
}

/** What every carrier asks for. `where` is where its developer site shows the two. */
export const loginFields = (where: string): ReadonlyArray<SettingField> => [
  settingField("clientId", "Client id", `the public half of the login, from ${where}`, true),
  secretField("clientSecret", "Client secret", "the other half; it is kept encrypted", true)
]

export const baseUrlField = settingField(
  "baseUrl",
  "Address of the API",
  "for tests in a sandbox installation only; live accounts always ask the carrier itself"
)

/** Where a carrier is asked. A live account asks nobody but the carrier, whatever its settings say. */
export const baseUrlOf = (account: CarrierAccount, live: string, sandbox: string): string => {
  if (account.environment === "live") return live
  const given = account.settings.baseUrl ?? ""
  return given === "" ? sandbox : given.replace(/\/+$/, "")
}
