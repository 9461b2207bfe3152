import * as Effect from "effect/Effect"
import { addressFields } from "../../domain/model/address.ts"
import { manualFault } from "../../domain/model/automated-way.ts"
import { faultText, isFaults } from "../../domain/model/field-fault.ts"
import { termFields, termsGiven } from "../../domain/model/given-terms.ts"
import { numberFault, usualPrefix } from "../../domain/model/purchase-order.ts"
import { trackingSources } from "../../domain/model/supplier.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import { SupplierTransports } from "../../domain/ports/supplier-transports.ts"
import { catalogProfiles, findProfile } from "../profile-files.ts"
import { answerOf, type Draft, givenTerms, items, methodsOf } from "./draft.ts"
import { askedFields, otherFields } from "./field-steps.ts"
import type { Step, Taken } from "./step.ts"

const question = (
  key: string,
  prompt: string,
  help: string,
  usual: string,
  judge: (text: string, draft: Draft) => string | null = () => null
): Step => ({
  key,
  prompt,
  help: help === "" ? [] : [help],
  usual,
  required: false,
  secret: false,
  take: (text, draft) => {
    const fault = judge(text, draft)
    return Effect.succeed(fault === null ? { value: text } : { fault })
  }
})

const oneOf = (words: ReadonlyArray<string>) => (text: string) =>
  words.includes(text) ? null : `Write one of ${words.join(", ")}.`

const name: Step = {
  ...question("name", "The supplier's name", "As your people call it, 60 characters at most.", ""),
  required: true,
  take: (text) =>
    Effect.gen(function* () {
      if (text.length > 60) return { fault: "A supplier's name has 1 to 60 characters." }
      const taken = (yield* (yield* SupplierStore).byName(text)) !== null
      return taken ? { fault: `There is a supplier “${text}” already.` } : { value: text }
    })
}

const way: Step = {
  ...question(
    "way",
    "Profile, or transport",
    "A name of the list, or a profile of your own by its path, as ./my.json.",
    ""
  ),
  required: true,
  before: () =>
    Effect.gen(function* () {
      const profiles = yield* catalogProfiles()
      const { kinds } = yield* SupplierTransports
      return [
        "Profiles know most of the answers:",
        ...profiles.map((p) => `  ${p.name}: ${p.label}`),
        "Transports ask everything:",
        ...kinds.map((k) => `  ${k.transport}: ${k.label}`)
      ]
    }),
  take: (text) =>
    Effect.gen(function* () {
      const manual = manualFault(text)
      if (manual !== null) return { fault: manual } satisfies Taken
      const { kinds } = yield* SupplierTransports
      const direct = kinds.find((k) => k.transport === text)
      if (direct !== undefined)
        return { value: text, change: { kind: direct, profile: null } } satisfies Taken
      const profile = yield* findProfile(text).pipe(
        Effect.catchTag("Refusal", (refusal) => Effect.succeed(refusal.message))
      )
      if (typeof profile === "string") return { fault: profile } satisfies Taken
      const kind = kinds.find((k) => k.transport === profile.transport)
      return kind === undefined
        ? { fault: manualFault(profile.transport) ?? `Its transport ${profile.transport} is not known here.` }
        : { value: text, change: { kind, profile } }
    })
}

const others = (draft: Draft): Step =>
  question(
    "others",
    `Go through the other ${otherFields(draft).length} settings, which all have a usual meaning`,
    "yes asks each of them, no takes the usual ones. Any can be changed later: suppliers set.",
    draft.profile === null ? "yes" : "no",
    oneOf(["yes", "no"])
  )

const tracking = (draft: Draft): Step =>
  question(
    "tracking",
    `Where do its tracking numbers come from (${trackingSources.join(", ")})`,
    draft.profile?.questions.find((q) => q.about === "tracking")?.help ||
      "transport: the way orders go; sftp: files by SFTP beside it; carrier: your own account there; none: nobody will know when its parcels leave.",
    draft.profile?.tracking ?? "transport",
    (text, { kind }) => {
      if (text === "transport" && kind?.brings.every((b) => b !== "shipments" && b !== "letters"))
        return `${kind.transport} brings no shipments. Write sftp, carrier or none.`
      if (text === "sftp" && kind?.fields.every((f) => f.name !== "sftpHost" && f.name !== "hostKey"))
        return `${kind.transport} has no SFTP beside it. Write transport, carrier or none.`
      return oneOf(trackingSources)(text)
    }
  )

const acceptNone = question(
  "accept-no-tracking",
  "Without tracking no order of this supplier is ever completed by itself. Write: accept",
  "Or go back with <.",
  "",
  (text) => (text === "accept" ? null : "Write accept, or < to go back.")
)

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

const termStep = (draft: Draft, path: string): Step => {
  const field = termFields.find((f) => f.path === path)
  const asked = draft.profile?.questions.find((q) => q.about === `terms.${path}`)
  const preset = termsGivenText(draft, path)
  return question(
    `terms.${path}`,
    asked?.ask ?? capitalized(field?.help ?? path),
    [`Term ${path}${asked === undefined ? "" : `: ${field?.help ?? ""}`}.`, asked?.help ?? ""]
      .join(" ")
      .trim(),
    preset,
    (text, at) => {
      if (path === "authorization.by" && text === "no") return null
      if (path === "authorization.maximum" && text === "none") return null
      const terms = termsGiven(at.profile?.terms ?? {}, [...givenTerms(at), [path, text]])
      return isFaults(terms)
        ? terms.map(faultText).join("; ")
        : numberFault(answerOf(at, "prefix"), terms.numbers)
    }
  )
}

/** What the profile presets of a term, as it is typed. */
const termsGivenText = (draft: Draft, path: string): string => {
  const { authorization, acknowledgesWithinMinutes, receiptWithinMinutes, numbers } =
    draft.profile?.terms ?? {}
  const known: Readonly<Record<string, string | number | undefined>> = {
    "authorization.by": authorization?.by ?? "no",
    "authorization.automatic": "no",
    acknowledgesWithinMinutes,
    receiptWithinMinutes,
    "numbers.maxLength": numbers?.maxLength,
    "numbers.characters": numbers?.characters
  }
  return String(known[path] ?? "")
}

const authorizing = (draft: Draft): ReadonlyArray<Step> => {
  const by = termStep(draft, "authorization.by")
  const first = { ...by, prompt: "Does payment of each order need authorizing (no, person, call)" }
  const said = answerOf(draft, "terms.authorization.by")
  if (said !== "call") return [first]
  const maximum = termStep(draft, "authorization.maximum")
  const unlimited = answerOf(draft, "terms.authorization.maximum") === "none"
  const accept = question(
    "accept-no-maximum",
    "Without a maximum payment of ANY amount is authorized by itself. Write: no maximum",
    "Or go back with <.",
    "",
    (text) => (text === "no maximum" ? null : "Write no maximum, or < to go back.")
  )
  return [
    first,
    {
      ...maximum,
      help: [
        ...maximum.help,
        "Empty: a person authorizes each. none: there is no maximum, and that is asked again."
      ]
    },
    ...(unlimited ? [accept] : []),
    termStep(draft, "authorization.automatic")
  ]
}

const terms = (draft: Draft): ReadonlyArray<Step> => {
  const asked =
    draft.profile?.questions.flatMap((q) => (q.about.startsWith("terms.") ? [q.about.slice(6)] : [])) ?? []
  const receipts = draft.kind?.transport === "edi-x12" ? ["receiptWithinMinutes"] : []
  const feeds = draft.kind?.brings.includes("inventory") ? ["feedDropPercent"] : []
  const paths = [
    "numbers.maxLength",
    "numbers.characters",
    "acknowledgesWithinMinutes",
    ...receipts,
    ...feeds,
    ...asked
  ]
  const plain = paths.filter((path, i) => paths.indexOf(path) === i && !path.startsWith("authorization."))
  const money = asked.filter((path) => /^authorization\.(shipping|fees)$/.test(path))
  const by = answerOf(draft, "terms.authorization.by")
  return [
    ...plain.map((path) => termStep(draft, path)),
    ...authorizing(draft),
    ...(by === "call" || by === "person" ? money.map((path) => termStep(draft, path)) : [])
  ]
}

const shipping = (draft: Draft): ReadonlyArray<Step> => [
  question(
    "required-fields",
    "Address fields that must never be empty",
    `With commas between them: ${addressFields.join(", ")}.`,
    draft.profile?.requiredFields.join(", ") ?? "",
    (text) => {
      const odd = items(text, ",").find((f) => !addressFields.some((known) => known === f))
      return odd === undefined ? null : `There is no field ${odd}. Fields: ${addressFields.join(", ")}.`
    }
  ),
  question(
    "ship-methods",
    "Its ship methods, as Carrier|Method|code; ...",
    draft.profile?.questions.find((q) => q.about === "ship-methods")?.ask ??
      "The code is what a purchase order carries: UPS|Ground|UPSG; FedEx|2Day|FX2. More can come later.",
    draft.profile?.shipMethods.map((m) => `${m.carrier}|${m.method}|${m.code}`).join("; ") ?? "",
    (text) => (methodsOf(text) === null ? "Each has three parts: UPS|Ground|UPSG." : null)
  ),
  question(
    "requires-mapping",
    "Hold orders whose ship method is not mapped",
    "yes or no.",
    "yes",
    oneOf(["yes", "no"])
  ),
  question(
    "prefix",
    "Its purchase-order numbers begin with",
    "Numbers are the prefix and at least six digits, unique for ever.",
    usualPrefix(draft.profile?.terms.numbers),
    (text, at) => numberFault(text, at.profile?.terms.numbers)
  )
]

const last = (draft: Draft): ReadonlyArray<Step> => [
  question(
    "contact",
    "Whom to ask about an order",
    "A name, number or address; shown with orders in doubt.",
    ""
  ),
  question("currency", "Currency of its costs", "Three letters.", "USD", (text) =>
    /^[A-Z]{3}$/.test(text) ? null : "Three capital letters, like USD."
  ),
  // Services come last (IN-13): this one begins with the last yes.
  ...(answerOf(draft, "tracking") === "none"
    ? []
    : [
        question("tracking-every", "Read tracking every how many minutes", "1 to 10080.", "120", (text) =>
          /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 10_080 ? null : "1 to 10080."
        )
      ])
]

/** Every question, as far as the answers so far tell which there are. */
export const stepsOf = (draft: Draft): ReadonlyArray<Step> => {
  if (draft.kind === null) return [name, way]
  const all = answerOf(draft, "others") === "yes" ? otherFields(draft) : []
  return [
    name,
    way,
    ...askedFields(draft),
    ...(otherFields(draft).length === 0 ? [] : [others(draft)]),
    ...all,
    tracking(draft),
    ...(answerOf(draft, "tracking") === "none" ? [acceptNone] : []),
    ...shipping(draft),
    ...terms(draft),
    ...last(draft)
  ]
}
