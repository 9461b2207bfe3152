import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isCancelCode } from "./cancel-request.ts"
import { isChannelValueName } from "./channel-value.ts"
import { type FieldFault, fieldFaults } from "./field-fault.ts"
import { calendarProblem } from "./send-calendar.ts"
import type { SupplierTerms } from "./supplier-terms.ts"

const said = <A>(good: (value: A) => boolean, words: string) =>
  Schema.makeFilter((value: A) => (good(value) ? undefined : words))

const text = (most: number) =>
  Schema.String.check(
    said((t: string) => t.length <= most && !/\p{Cc}/u.test(t), `is one line of at most ${most} characters`)
  )

const whole = (least: number, most: number) =>
  Schema.Number.check(
    said(
      (n: number) => Number.isInteger(n) && n >= least && n <= most,
      `is a whole number from ${least} to ${most}`
    )
  )

const decimal = Schema.String.check(
  said((t: string) => /^\d{1,12}(\.\d{1,4})?$/.test(t), "is an amount like 100 or 99.50, without a currency")
)

const Calendar = Schema.Struct({
  zone: text(60),
  weekdays: Schema.Array(whole(1, 7)),
  opensAt: Schema.optionalKey(text(5)),
  cutOffAt: Schema.optionalKey(text(5)),
  holidays: Schema.optionalKey(Schema.Array(text(10)))
}).check(Schema.makeFilter((calendar) => calendarProblem(calendar) ?? undefined))

const Numbers = Schema.Struct({
  maxLength: Schema.optionalKey(whole(6, 100)),
  characters: Schema.optionalKey(Schema.Literals(["digits", "upper-alphanumeric", "any"])),
  reissueSuffix: Schema.optionalKey(text(10))
})

interface AuthorizationShape {
  readonly by: "call" | "person"
  readonly automatic: boolean
  readonly maximum?: string
  readonly noMaximum?: boolean
}

/** decisions A6: what is automatic has a limit, or the separate yes that there is none. */
const authorizationProblem = (a: AuthorizationShape): string | undefined => {
  if (a.by === "person" && a.automatic) return "by is person, so automatic must be no: nobody is called"
  if (a.maximum !== undefined && a.noMaximum === true) return "has a maximum and noMaximum: take one away"
  return a.automatic && a.maximum === undefined && a.noMaximum !== true
    ? "is automatic, so it needs a maximum (or noMaximum, with its own yes)"
    : undefined
}

const Authorization = Schema.Struct({
  by: Schema.Literals(["call", "person"]),
  automatic: Schema.Boolean,
  maximum: Schema.optionalKey(decimal),
  noMaximum: Schema.optionalKey(Schema.Boolean),
  shipping: Schema.optionalKey(decimal),
  fees: Schema.optionalKey(decimal)
}).check(Schema.makeFilter(authorizationProblem))

const CancelCodes = Schema.Record(Schema.String, text(60)).check(
  Schema.makeFilter((codes) => {
    const odd = Object.keys(codes).find((code) => !isCancelCode(code))
    return odd === undefined ? undefined : `names ${odd}, which is no cancel code of ours`
  })
)

const ChannelFields = Schema.Record(Schema.String, text(200)).check(
  Schema.makeFilter((fields) => {
    const odd = Object.entries(fields).find(([name, help]) => !isChannelValueName(name) || help.trim() === "")
    if (odd === undefined) return undefined
    return isChannelValueName(odd[0])
      ? `says nothing of what ${odd[0]} is: people are asked for it in these words`
      : `names ${odd[0].slice(0, 40)}: a field is a lower-case letter, then letters and digits`
  })
)

const way = Schema.Literals(["transport", "person"])

/** The terms of a supplier, as they come from a profile or from what was typed. */
export const Terms = Schema.Struct({
  profile: Schema.optionalKey(text(60)),
  calendar: Schema.optionalKey(Calendar),
  numbers: Schema.optionalKey(Numbers),
  acknowledgesWithinMinutes: Schema.optionalKey(whole(1, 100_800)),
  receiptWithinMinutes: Schema.optionalKey(whole(1, 10_080)),
  authorization: Schema.optionalKey(Authorization),
  cancelBy: Schema.optionalKey(way),
  changeBy: Schema.optionalKey(way),
  cancelCodes: Schema.optionalKey(CancelCodes),
  channelFields: Schema.optionalKey(ChannelFields),
  feedDropPercent: Schema.optionalKey(whole(0, 100)),
  sendsPerMinute: Schema.optionalKey(whole(1, 100_000))
})

const decode = Schema.decodeUnknownResult(Terms, { errors: "all", onExcessProperty: "error" })

/** The terms, or what is wrong with which of them. */
export const decodeTerms = (raw: unknown): SupplierTerms | ReadonlyArray<FieldFault> => {
  const decoded = decode(raw)
  return Result.isSuccess(decoded) ? decoded.success : fieldFaults(decoded.failure)
}
