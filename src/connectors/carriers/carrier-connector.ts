import type * as Effect from "effect/Effect"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import type { FoundParcel } from "../../domain/model/found-parcel.ts"
import type { ParcelNews } from "../../domain/model/parcel-news.ts"
import type { CarrierError, CarrierKind } from "../../domain/ports/carriers.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
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

const field = (
  name: string,
  label: string,
  help: string,
  { secret = false, required = false }: { readonly secret?: boolean; readonly required?: boolean } = {}
): SettingField => ({ name, label, help, secret, required })

/** What every carrier asks for. `where` is where its developer site shows the two. */
export const loginFields = (where: string): ReadonlyArray<SettingField> => [
  field("clientId", "Client id", `the public half of the login, from ${where}`, { required: true }),
  field("clientSecret", "Client secret", "the other half; it is kept encrypted", {
    secret: true,
    required: true
  })
]

export const baseUrlField = field(
  "baseUrl",
  "Address of the API",
  "for tests in a sandbox installation only; live accounts always ask the carrier itself"
)

export const optionalField = (name: string, label: string, help: string): SettingField =>
  field(name, label, help)

/** Where a carrier is asked. A live account asks nobody but the carrier, whatever its settings say. */
export const baseUrlOf = (account: CarrierAccount, live: string, sandbox: string): string => {
  if (account.environment === "live") return live
  const given = account.settings.baseUrl ?? ""
  return given === "" ? sandbox : given.replace(/\/+$/, "")
}
