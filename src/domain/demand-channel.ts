import * as Effect from "effect/Effect"
import type { ChannelAbility } from "./model/channel-field.ts"
import { pageFaults, pageWarnings, valueFaults } from "./model/channel-judgement.ts"
import type { ChannelPage } from "./model/channel-page.ts"
import { askedOf } from "./model/channel-value.ts"
import type { Environment } from "./model/environment.ts"
import { now } from "./ports/clock.ts"
import { Refusal } from "./ports/failure.ts"
import { type ChannelKind, SalesChannels } from "./ports/sales-channels.ts"
import { SupplierStore } from "./ports/supplier-store.ts"

export const abilityOf = ({ label, capabilities: { inventory } }: ChannelKind): ChannelAbility => ({
  label,
  takesInventory: inventory !== null,
  usesAvailableQuantity: inventory?.usesAvailableQuantity ?? false
})

export const demandKind = Effect.fn("demandKind")(function* (kind: string) {
  const { kinds } = yield* SalesChannels
  const found = kinds.find((k) => k.kind === kind)
  if (found !== undefined) return found
  const known = kinds.map((k) => k.kind).join(", ")
  return yield* new Refusal({ message: `There is no channel kind “${kind}”. Known: ${known}.` })
})

/** What suppliers ask of every channel of this environment (requirement IN-17). */
export const valuesAsked = Effect.fn("valuesAsked")(function* (environment: Environment) {
  const suppliers = yield* (yield* SupplierStore).list()
  return askedOf(suppliers.filter((s) => s.environment === environment))
})

type Texts = Readonly<Record<string, string>>

/** The kind's own fields: none that it needs is missing, none that it does not know is there. */
export const demandOwnFields = Effect.fn("demandOwnFields")(function* (
  { kind, fields }: ChannelKind,
  settings: Texts,
  secrets: ReadonlyArray<string>
) {
  const isGiven = (name: string, secret: boolean) =>
    secret ? secrets.includes(name) : (settings[name] ?? "") !== ""
  const missing = fields.filter((f) => f.required && !isGiven(f.name, f.secret))
  if (missing.length > 0)
    return yield* new Refusal({
      message: `Missing: ${missing.map((f) => `${f.name} (${f.help})`).join("; ")}`
    })
  const known = new Set(fields.map((f) => f.name))
  const unknown = [...Object.keys(settings), ...secrets].filter((name) => !known.has(name))
  if (unknown.length > 0)
    return yield* new Refusal({ message: `${kind} has no setting ${unknown.join(", ")}.` })
})

/** The fields that are the same for every kind. */
export const demandPage = Effect.fn("demandPage")(function* (kind: ChannelKind, page: ChannelPage) {
  const faults = pageFaults(page, abilityOf(kind))
  if (faults.length > 0) return yield* new Refusal({ message: faults.join(" ") })
})

/** `values` as they will be, `given` what of them was said now. */
export const demandValues = Effect.fn("demandValues")(function* (
  environment: Environment,
  values: Texts,
  given: Texts
) {
  const faults = valueFaults(yield* valuesAsked(environment), values, given)
  if (faults.length > 0) return yield* new Refusal({ message: faults.join(" ") })
})

/** What may be a mistake; it is said and saved all the same. */
export const warningsOf = Effect.fn("warningsOf")(function* (kind: ChannelKind, page: ChannelPage) {
  const facts = {
    label: kind.label,
    statuses: kind.statuses ?? kind.defaultEligibleStatuses,
    reachBackDays: kind.capabilities.reachBackDays
  }
  return pageWarnings(page, facts, yield* now)
})
