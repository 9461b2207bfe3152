import * as Redacted from "effect/Redacted"
import type { AddressField } from "../../domain/model/address.ts"
import type { Environment } from "../../domain/model/environment.ts"
import { isFaults } from "../../domain/model/field-fault.ts"
import { type GivenTerm, termsGiven } from "../../domain/model/given-terms.ts"
import type { TrackingSource } from "../../domain/model/supplier.ts"
import type { SupplierProfile } from "../../domain/model/supplier-profile.ts"
import type { NewSupplier } from "../../domain/ports/supplier-store.ts"
import type { TransportKind } from "../../domain/ports/supplier-transports.ts"

/** What was answered so far. Nothing of it is stored before the last yes. */
export interface Draft {
  readonly environment: Environment
  readonly profile: SupplierProfile | null
  readonly kind: TransportKind | null
  /** By the step's key, in the order of the answers. */
  readonly answers: ReadonlyMap<string, string>
  readonly secrets: ReadonlyMap<string, Redacted.Redacted>
}

export const answerOf = (draft: Draft, key: string): string => draft.answers.get(key) ?? ""

export const items = (text: string, between: string): ReadonlyArray<string> =>
  text
    .split(between)
    .map((item) => item.trim())
    .filter((item) => item !== "")

/** `Carrier|Method|code; ...`; null: one of them has not three parts. */
export const methodsOf = (text: string): NewSupplier["shipMethods"] | null => {
  const methods = items(text, ";").map((one) => one.split("|").map((part) => part.trim()))
  if (methods.some((parts) => parts.length !== 3 || parts.includes(""))) return null
  return methods.map(([carrier = "", method = "", code = ""]) => ({ carrier, method, code }))
}

/** A setting that was left empty is not set. */
export const settingsOf = (draft: Draft): Readonly<Record<string, string>> => ({
  ...draft.profile?.settings,
  ...Object.fromEntries(
    [...draft.answers].flatMap(([key, text]) =>
      key.startsWith("set.") && text !== "" ? [[key.slice(4), text] as const] : []
    )
  )
})

export const givenTerms = (draft: Draft): ReadonlyArray<GivenTerm> => {
  const given = [...draft.answers].flatMap(([key, text]): ReadonlyArray<GivenTerm> => {
    if (!key.startsWith("terms.") || text === "") return []
    // "none" is a maximum's own word; its yes is asked apart.
    return key === "terms.authorization.maximum" && text === "none"
      ? [["authorization.noMaximum", "yes"]]
      : [[key.slice(6), text]]
  })
  if (answerOf(draft, "terms.authorization.by") !== "no") return given
  // No authorizing at all takes away what a profile presets of it.
  return [...given.filter(([path]) => !path.startsWith("authorization.")), ["authorization", ""]]
}

export const secretsOf = (draft: Draft): Readonly<Record<string, Redacted.Redacted>> =>
  Object.fromEntries([...draft.secrets].filter(([, secret]) => Redacted.value(secret) !== ""))

/** The supplier as it would be stored now. Asked for after every step was answered. */
export const supplierOf = (draft: Draft): NewSupplier => {
  const terms = termsGiven(draft.profile?.terms ?? {}, givenTerms(draft))
  return {
    name: answerOf(draft, "name"),
    environment: draft.environment,
    transport: draft.kind?.transport ?? "",
    settings: settingsOf(draft),
    requiresShipMethodMapping: answerOf(draft, "requires-mapping") !== "no",
    requiredFields: items(answerOf(draft, "required-fields"), ",") as ReadonlyArray<AddressField>,
    purchaseOrderPrefix: answerOf(draft, "prefix"),
    trackingSource: answerOf(draft, "tracking") as TrackingSource,
    trackingEveryMinutes: Number(answerOf(draft, "tracking-every") || "120"),
    contact: answerOf(draft, "contact"),
    currency: answerOf(draft, "currency"),
    // Each term was judged with those before it, so only a person's own step back could have left a fault.
    terms: isFaults(terms) ? (draft.profile?.terms ?? {}) : terms,
    shipMethods: methodsOf(answerOf(draft, "ship-methods")) ?? []
  }
}
