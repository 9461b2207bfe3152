import * as Effect from "effect/Effect"
import { manualFault } from "../model/automated-way.ts"
import type { FieldFault } from "../model/field-fault.ts"
import { termFields } from "../model/given-terms.ts"
import { numberFault, usualPrefix } from "../model/purchase-order.ts"
import type { RenderedSpecimen } from "../model/specimen-order.ts"
import { tellsTracking } from "../model/supplier.ts"
import type { SupplierProfile } from "../model/supplier-profile.ts"
import type { NewSupplier } from "../ports/supplier-store.ts"
import { SupplierTransports, type TransportKind } from "../ports/supplier-transports.ts"
import { renderSpecimen } from "../render-specimen.ts"

export interface CheckedProfile {
  readonly faults: ReadonlyArray<FieldFault>
  /** null: it cannot be rendered before the faults are mended. */
  readonly specimen: RenderedSpecimen | null
}

const parties = ["tracking", "ship-methods", "required-fields", "prefix", "contact", "currency", "note"]

const fault = (message: string, ...path: ReadonlyArray<string | number>): FieldFault => ({ path, message })

const settingFaults = (profile: SupplierProfile, kind: TransportKind): ReadonlyArray<FieldFault> =>
  Object.keys(profile.settings).flatMap((name) => {
    const field = kind.fields.find((f) => f.name === name)
    if (field === undefined)
      return [fault(`is no setting of ${kind.transport}: see suppliers kinds`, "settings", name)]
    return field.secret ? [fault("is a secret: no profile holds one. Ask for it.", "settings", name)] : []
  })

const isAbout = (about: string, kind: TransportKind): boolean =>
  parties.includes(about) ||
  kind.fields.some((f) => f.name === about) ||
  termFields.some((f) => about === `terms.${f.path}`)

const questionFaults = (profile: SupplierProfile, kind: TransportKind): ReadonlyArray<FieldFault> =>
  profile.questions.flatMap(({ about, example }, i) => {
    if (!isAbout(about, kind))
      return [
        fault(
          `is no setting of ${kind.transport}, none of ${parties.join(", ")}, and no terms.<path>`,
          "questions",
          i,
          "about"
        )
      ]
    if (about in profile.settings)
      return [fault(`asks for ${about}, which is preset`, "questions", i, "about")]
    const secret = kind.fields.some((f) => f.name === about && f.secret)
    return secret && example !== null
      ? [fault("is a secret: it has no example", "questions", i, "example")]
      : []
  })

/** What must be known before it works is preset or asked, with an example from which the specimen is made. */
const openFaults = (profile: SupplierProfile, kind: TransportKind): ReadonlyArray<FieldFault> =>
  kind.fields.flatMap((field) => {
    if (!field.required || field.name in profile.settings) return []
    const question = profile.questions.find((q) => q.about === field.name)
    if (question === undefined) return [fault(`neither preset ${field.name} nor ask for it`, "questions")]
    return field.secret || question.example !== null
      ? []
      : [
          fault(
            `the question about ${field.name} needs an example`,
            "questions",
            profile.questions.indexOf(question)
          )
        ]
  })

const capabilityFaults = (profile: SupplierProfile, kind: TransportKind): ReadonlyArray<FieldFault> => {
  const { says, brings, lookUp } = profile.capabilities
  const beyond = [
    ...says.filter((s) => !kind.says.includes(s)),
    ...brings.filter((b) => !kind.brings.includes(b))
  ]
  return [
    ...beyond.map((what) => fault(`${kind.transport} cannot do ${what}`, "capabilities")),
    ...(says.includes("order")
      ? []
      : [fault("does not say order: nothing could be sent", "capabilities", "says")]),
    ...(lookUp && !kind.canLookUp
      ? [fault(`${kind.transport} cannot look up`, "capabilities", "lookUp")]
      : [])
  ]
}

const trackingFaults = (profile: SupplierProfile): ReadonlyArray<FieldFault> => {
  if (profile.tracking === null)
    return profile.questions.some((q) => q.about === "tracking")
      ? []
      : [fault("is not known, so it must be asked: a question about tracking", "tracking")]
  const tells = profile.capabilities.brings.some((b) => b === "shipments" || b === "letters")
  return tellsTracking({ trackingSource: profile.tracking }) && !tells
    ? [
        fault(
          "comes from the supplier, but capabilities.brings names neither shipments nor letters",
          "tracking"
        )
      ]
    : []
}

const termFaults = (profile: SupplierProfile): ReadonlyArray<FieldFault> => {
  const numbers = numberFault("", profile.terms.numbers)
  return [
    ...(numbers === null ? [] : [fault(numbers, "terms", "numbers")]),
    ...(profile.terms.authorization?.noMaximum === true
      ? [fault("needs a person's own yes, so no profile can say it", "terms", "authorization", "noMaximum")]
      : [])
  ]
}

const channelField = /channel\.([a-z][A-Za-z0-9]*)/g

/** A place that nobody is ever asked to fill would stay empty in every order, without a word. */
const channelFieldFaults = (profile: SupplierProfile, kind: TransportKind): ReadonlyArray<FieldFault> => {
  const declared = profile.terms.channelFields ?? {}
  return Object.entries(exampleSettings(profile, kind)).flatMap(([setting, text]) => {
    const named = new Set([...text.matchAll(channelField)].map(([, name = ""]) => name))
    return [...named]
      .filter((name) => !Object.hasOwn(declared, name))
      .map((name) =>
        fault(
          `holds channel.${name}, which would stay empty: say in terms.channelFields.${name} what it is, and channels are asked for it`,
          "settings",
          setting
        )
      )
  })
}

/** Its presets, and the examples where something is asked. */
const exampleSettings = (profile: SupplierProfile, kind: TransportKind): Readonly<Record<string, string>> => {
  const asked = profile.questions.filter(
    (q) => q.example !== null && kind.fields.some((f) => f.name === q.about)
  )
  return { ...Object.fromEntries(asked.map((q) => [q.about, q.example ?? ""])), ...profile.settings }
}

/** A supplier of this profile, with the examples as answers: for looking at it, and for tests. */
export const exampleSupplier = (profile: SupplierProfile, kind: TransportKind): NewSupplier => ({
  name: profile.label,
  environment: "sandbox",
  transport: profile.transport,
  settings: exampleSettings(profile, kind),
  requiresShipMethodMapping: true,
  requiredFields: profile.requiredFields,
  purchaseOrderPrefix: usualPrefix(profile.terms.numbers),
  trackingSource: profile.tracking ?? "none",
  trackingEveryMinutes: 120,
  contact: "",
  currency: "USD",
  shipMethods: profile.shipMethods,
  terms: profile.terms
})

/** What the settings make the transport say, against what the profile claims. */
const saidFaults = (profile: SupplierProfile, specimen: RenderedSpecimen): ReadonlyArray<FieldFault> =>
  (["cancel", "change", "authorize"] as const).flatMap((kind) => {
    const claims = profile.capabilities.says.includes(kind)
    const can = specimen.says.includes(kind)
    const { cancelBy, changeBy, authorization } = profile.terms
    const byPerson = {
      cancel: cancelBy === "person",
      change: changeBy === "person",
      authorize: authorization?.by !== "call"
    }
    if (claims && (!can || byPerson[kind]))
      return [
        fault(`names ${kind}, but its settings or terms leave that to a person`, "capabilities", "says")
      ]
    return can && !claims && !byPerson[kind]
      ? [
          fault(
            `does not name ${kind}, but it would be sent: name it, or leave it to a person by the terms`,
            "capabilities",
            "says"
          )
        ]
      : []
  })

/** All that is wrong with a profile, and the purchase order that it makes. */
export const checkProfile = Effect.fn("checkProfile")(function* (profile: SupplierProfile) {
  const manual = manualFault(profile.transport)
  const kinds = (yield* SupplierTransports).kinds
  const kind = kinds.find((k) => k.transport === profile.transport)
  if (kind === undefined) {
    const unknown = `is no way of sending: ${kinds.map((k) => k.transport).join(", ")}`
    return { faults: [fault(manual ?? unknown, "transport")], specimen: null } satisfies CheckedProfile
  }
  const faults = [
    ...settingFaults(profile, kind),
    ...questionFaults(profile, kind),
    ...openFaults(profile, kind),
    ...capabilityFaults(profile, kind),
    ...trackingFaults(profile),
    ...termFaults(profile),
    ...channelFieldFaults(profile, kind)
  ]
  const sound = kind.fault?.(exampleSettings(profile, kind)) ?? null
  const found = sound === null ? faults : [...faults, fault(sound, "settings")]
  if (found.length > 0) return { faults: found, specimen: null } satisfies CheckedProfile
  const specimen = yield* renderSpecimen(exampleSupplier(profile, kind), null)
  const unsendable = specimen.identifiers.unsendable
  return {
    faults: [
      ...saidFaults(profile, specimen),
      ...(unsendable === undefined ? [] : [fault(unsendable, "settings")])
    ],
    specimen
  } satisfies CheckedProfile
})
