import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type FieldFault, fieldFaults } from "./field-fault.ts"

/** What may pass: empty `allow` is everything, and `deny` is stronger. */
export interface Filter {
  readonly allow: ReadonlyArray<string>
  readonly deny: ReadonlyArray<string>
}

/** Which of the orders that a channel lists are let in, which are let in with a hold, and how it is asked. */
export interface IntakeRules {
  /** An order that is older than this when it is first seen is held. null: none is. */
  readonly staleAfterDays: number | null
  /** An order that the channel does not call paid is held until it does. */
  readonly requirePaid: boolean
  /** An order that the channel calls risky is held for a person. */
  readonly holdRisk: boolean
  /** Countries shipped to, two letters each. An order that does not pass is not imported. */
  readonly countries: Filter
  /** The channel's own tags: one of `require` must be there (empty: none must), none of `deny`. */
  readonly tags: { readonly require: ReadonlyArray<string>; readonly deny: ReadonlyArray<string> }
  /** The channel's SKUs: an order is imported if one of its lines passes, with all its lines. */
  readonly skus: Filter
  /** An order with the address and items of one placed within so many hours of it is held as its twin. null: never. */
  readonly twinWindowHours: number | null
  /** How many days the nightly look-back compares. 0: no look-back. */
  readonly lookBackDays: number
  /** At most so many requests a second, where the account shall use less than the channel allows. null: all it allows. */
  readonly requestsPerSecond: number | null
}

export const usualIntake: IntakeRules = {
  staleAfterDays: null,
  requirePaid: false,
  holdRisk: true,
  countries: { allow: [], deny: [] },
  tags: { require: [], deny: [] },
  skus: { allow: [], deny: [] },
  twinWindowHours: null,
  lookBackDays: 3,
  requestsPerSecond: null
}

const longestList = 1000

const said = <A>(good: (value: A) => boolean, words: string) =>
  Schema.makeFilter((value: A) => (good(value) ? undefined : words))

const number = (least: number, most: number, unit: string) =>
  Schema.Number.check(
    said(
      (n: number) => Number.isInteger(n) && n >= least && n <= most,
      `is not a whole number of ${unit} from ${least} to ${most}`
    )
  )

const rate = Schema.Number.check(
  said((n: number) => n >= 0.001 && n <= 1000, "is not a number from 0.001 to 1000")
)

const listOf = (item: Schema.Codec<string>) =>
  Schema.Array(item).check(
    said((list: ReadonlyArray<string>) => list.length <= longestList, `has more than ${longestList} entries`)
  )

const country = Schema.String.check(
  said((t: string) => /^[A-Z]{2}$/.test(t), "is not a country code of two capital letters, as US")
)

const word = Schema.String.check(
  said(
    (t: string) => t.trim() !== "" && t.length <= 200 && !/\p{Cc}/u.test(t),
    "is not one line of 1 to 200 characters"
  )
)

const filterOf = (item: Schema.Codec<string>) => Schema.Struct({ allow: listOf(item), deny: listOf(item) })

const Rules = Schema.Struct({
  staleAfterDays: Schema.NullOr(number(1, 3650, "days")),
  requirePaid: Schema.Boolean,
  holdRisk: Schema.Boolean,
  countries: filterOf(country),
  tags: Schema.Struct({ require: listOf(word), deny: listOf(word) }),
  skus: filterOf(word),
  twinWindowHours: Schema.NullOr(number(1, 8760, "hours")),
  lookBackDays: number(0, 90, "days"),
  requestsPerSecond: Schema.NullOr(rate)
})

const decode = Schema.decodeUnknownResult(Rules, { errors: "all", onExcessProperty: "error" })

/** The rules with what was given laid over the usual ones, or what is wrong with which of them. */
export const decodeIntake = (raw: unknown): IntakeRules | ReadonlyArray<FieldFault> => {
  const decoded = decode(typeof raw === "object" && raw !== null ? { ...usualIntake, ...raw } : raw)
  return Result.isSuccess(decoded) ? decoded.success : fieldFaults(decoded.failure)
}
