import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type AddressField, addressFields } from "./address.ts"
import { intentKinds } from "./dispatch-intent.ts"
import { type FieldFault, fieldFaults } from "./field-fault.ts"
import { termFields } from "./given-terms.ts"
import { type TrackingSource, trackingSources } from "./supplier.ts"
import type { SupplierTerms } from "./supplier-terms.ts"
import { Terms } from "./supplier-terms-schema.ts"

/** What a connector was tested against (decisions A13). */
export const testLabels = ["live", "vendor sandbox", "recordings", "documents only"] as const

const answerKinds = [
  "shipments",
  "acknowledgements",
  "receipts",
  "requestAnswers",
  "inventory",
  "letters"
] as const

const line = (most: number) =>
  Schema.String.check(
    Schema.makeFilter((text: string) =>
      text.trim() !== "" && text.length <= most && !/\p{Cc}/u.test(text)
        ? undefined
        : `is not one line of 1 to ${most} characters`
    )
  )

const ProfileName = Schema.String.check(
  Schema.makeFilter((name: string) =>
    /^[a-z0-9][a-z0-9-]{0,59}$/.test(name)
      ? undefined
      : "is not lower-case letters, digits and dashes, 60 at most"
  )
)

/** A setting that is JSON may be written as JSON; settings are texts everywhere else. */
const Setting = Schema.Union([
  Schema.String,
  Schema.Number,
  Schema.Boolean,
  Schema.Array(Schema.Unknown),
  Schema.Record(Schema.String, Schema.Unknown)
])

const Question = Schema.Struct({
  about: line(80),
  ask: line(300),
  help: Schema.optionalKey(line(600)),
  example: Schema.optionalKey(Setting)
})

const ShipMethod = Schema.Struct({ carrier: line(60), method: line(60), code: line(60) })

const most = <A>(n: number) =>
  Schema.makeFilter((list: ReadonlyArray<A>) => (list.length <= n ? undefined : `has more than ${n} entries`))

const Profile = Schema.Struct({
  name: ProfileName,
  label: line(80),
  for: line(400),
  transport: line(40),
  settings: Schema.Record(Schema.String, Setting),
  terms: Schema.optionalKey(Terms),
  shipMethods: Schema.optionalKey(Schema.Array(ShipMethod).check(most(200))),
  requiredFields: Schema.optionalKey(Schema.Array(Schema.Literals(addressFields))),
  tracking: Schema.NullOr(Schema.Literals(trackingSources)),
  capabilities: Schema.Struct({
    says: Schema.Array(Schema.Literals(intentKinds)),
    brings: Schema.Array(Schema.Literals(answerKinds)),
    lookUp: Schema.Boolean
  }),
  questions: Schema.Array(Question).check(most(60)),
  testedBy: Schema.Literals(testLabels),
  source: line(400)
})

/** Something that only the supplier or the user can say. */
export interface ProfileQuestion {
  /** A setting or secret of the transport; tracking, ship-methods, required-fields, prefix, contact, currency; `terms.<path>`; or note. */
  readonly about: string
  readonly ask: string
  readonly help: string
  /** What an answer looks like; the specimen is made with it. */
  readonly example: string | null
}

/** How one supplier is connected, as data (decisions A13): all that its document says, and what must be asked. */
export interface SupplierProfile {
  readonly name: string
  readonly label: string
  readonly for: string
  readonly transport: string
  readonly settings: Readonly<Record<string, string>>
  readonly terms: SupplierTerms
  readonly shipMethods: ReadonlyArray<{
    readonly carrier: string
    readonly method: string
    readonly code: string
  }>
  readonly requiredFields: ReadonlyArray<AddressField>
  /** null: the document does not say; it is asked. */
  readonly tracking: TrackingSource | null
  readonly capabilities: {
    readonly says: ReadonlyArray<(typeof intentKinds)[number]>
    readonly brings: ReadonlyArray<(typeof answerKinds)[number]>
    readonly lookUp: boolean
  }
  readonly questions: ReadonlyArray<ProfileQuestion>
  readonly testedBy: (typeof testLabels)[number]
  /** Where its facts come from. */
  readonly source: string
}

const settingText = (value: unknown): string => {
  if (typeof value === "boolean") return value ? "yes" : "no"
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value)
}

const decode = Schema.decodeUnknownResult(Profile, { errors: "all", onExcessProperty: "error" })

/** A term nobody knows is told with those that there are: the guide is not at hand where the fault shows. */
const withTermNames = (fault: FieldFault): FieldFault =>
  fault.path[0] === "terms" && fault.message === "is not known here"
    ? { ...fault, message: `${fault.message}. Terms are ${termFields.map((f) => f.path).join(", ")}` }
    : fault

/** A profile out of a file, or what is wrong with which field. */
export const decodeProfile = (raw: unknown): SupplierProfile | ReadonlyArray<FieldFault> => {
  const decoded = decode(raw)
  if (Result.isFailure(decoded)) return fieldFaults(decoded.failure).map(withTermNames)
  const profile = decoded.success
  return {
    ...profile,
    settings: Object.fromEntries(Object.entries(profile.settings).map(([name, v]) => [name, settingText(v)])),
    terms: { ...profile.terms, profile: profile.name },
    shipMethods: profile.shipMethods ?? [],
    requiredFields: profile.requiredFields ?? [],
    questions: profile.questions.map(({ about, ask, help = "", example }) => ({
      about,
      ask,
      help,
      example: example === undefined ? null : settingText(example)
    }))
  }
}
