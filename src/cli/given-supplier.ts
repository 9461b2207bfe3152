import * as Effect from "effect/Effect"
import type { AddressField } from "../domain/model/address.ts"
import { manualFault } from "../domain/model/automated-way.ts"
import type { Environment } from "../domain/model/environment.ts"
import { faultText, isFaults } from "../domain/model/field-fault.ts"
import { termFields, termsGiven } from "../domain/model/given-terms.ts"
import { usualPrefix } from "../domain/model/purchase-order.ts"
import type { TrackingSource } from "../domain/model/supplier.ts"
import type { SupplierProfile } from "../domain/model/supplier-profile.ts"
import type { SupplierTerms } from "../domain/model/supplier-terms.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import type { NewSupplier } from "../domain/ports/supplier-store.ts"
import { SupplierTransports } from "../domain/ports/supplier-transports.ts"
import type { Input } from "./command-row.ts"
import { demandSettings } from "./demand-settings.ts"
import { argument, has, number, pairs, text, texts, yesNo } from "./input.ts"
import { didYouMean } from "./nearest.ts"
import { findProfile } from "./profile-files.ts"

export const defaultTrackingMinutes = 120

export const demandKind = Effect.fn("demandKind")(function* (transport: string) {
  const { kinds } = yield* SupplierTransports
  const kind = kinds.find((k) => k.transport === transport)
  if (kind !== undefined) return kind
  const manual = manualFault(transport)
  const names = kinds.map((k) => k.transport)
  return yield* new Refusal({
    message:
      manual ??
      `Orders cannot be sent by “${transport}”.${didYouMean(transport, names)} Known: ${names.join(", ")}.`
  })
})

/** The settings that were typed, on top of a profile's; each must be one of the transport's own. */
export const givenSettings = Effect.fn("givenSettings")(function* (
  input: Input,
  transport: string,
  preset: Readonly<Record<string, string>>
) {
  const kind = yield* demandKind(transport)
  const settings = { ...preset, ...Object.fromEntries(pairs(input, "set")) }
  const named = [...texts(input, "secret"), ...pairs(input, "secret-file").map(([name]) => name)]
  yield* demandSettings(transport, kind.fields, Object.keys(settings), named)
  return settings
})

/** `Carrier|Method|code`; the row's check has counted the parts. */
export const givenShipMethods = (input: Input) =>
  texts(input, "ship-method").map((method) => {
    const [carrier = "", name = "", code = ""] = method.split("|").map((part) => part.trim())
    return { carrier, method: name, code }
  })

export const givenRequiredFields = (input: Input): ReadonlyArray<AddressField> | undefined =>
  text(input, "required")
    ?.split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "") as ReadonlyArray<AddressField> | undefined

export const givenTracking = (input: Input) => text(input, "tracking") as TrackingSource | undefined

/** Terms with those that were typed; each fault names its field. */
export const givenTerms = Effect.fn("givenTerms")(function* (input: Input, before: SupplierTerms) {
  const given = pairs(input, "term")
  const paths = termFields.map((f) => f.path)
  const terms = termsGiven(before, given)
  if (!isFaults(terms)) return terms
  const odd = given.find(([path]) => terms.some((f) => f.message === "is no term" && f.path[0] === path))
  const more = odd === undefined ? "" : `${didYouMean(odd[0], paths)} Terms are ${paths.join(", ")}.`
  return yield* new Refusal({ message: `--term: ${terms.map(faultText).join("; ")}.${more}` })
})

/** PO-5: where tracking comes from is never left open, and none is accepted by name. */
const demandTracking = Effect.fn("demandTracking")(function* (input: Input, profile: SupplierProfile | null) {
  const source = givenTracking(input) ?? profile?.tracking ?? null
  if (source === null) {
    const question = profile?.questions.find((q) => q.about === "tracking")
    return yield* new Refusal({
      message:
        `Say where its tracking numbers come from: --tracking transport, sftp, carrier or none. ${question?.help ?? ""}`.trim()
    })
  }
  if (source === "none" && !has(input, "accept-no-tracking"))
    return yield* new Refusal({
      message:
        "Without tracking no order of this supplier is ever shipped or completed by itself. Add --accept-no-tracking if it really has none."
    })
  return source
})

/** A new supplier from flags, with a profile's presets beneath them. */
export const givenSupplier = Effect.fn("givenSupplier")(function* (input: Input) {
  const named = text(input, "profile")
  const profile = named === undefined ? null : yield* findProfile(named)
  const transport = text(input, "transport") ?? profile?.transport ?? ""
  const settings = yield* givenSettings(input, transport, profile?.settings ?? {})
  const terms = yield* givenTerms(input, profile?.terms ?? {})
  const installation = yield* (yield* SettingsStore).installation()
  return {
    name: argument(input, "supplier"),
    environment: (text(input, "environment") as Environment | undefined) ?? installation.environment,
    transport,
    settings,
    requiresShipMethodMapping: yesNo(input, "requires-mapping") ?? true,
    requiredFields: givenRequiredFields(input) ?? profile?.requiredFields ?? [],
    purchaseOrderPrefix: text(input, "prefix") ?? usualPrefix(terms.numbers),
    trackingSource: yield* demandTracking(input, profile),
    trackingEveryMinutes: number(input, "tracking-every") ?? defaultTrackingMinutes,
    contact: text(input, "contact") ?? "",
    currency: text(input, "currency") ?? "USD",
    terms,
    shipMethods: [...(profile?.shipMethods ?? []), ...givenShipMethods(input)]
  } satisfies NewSupplier
})
