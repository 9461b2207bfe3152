import { type ChannelField, listField, numberField, optionalField, yesNoField } from "./channel-field.ts"
import type { ChannelPage } from "./channel-page.ts"
import { faultText, isFaults } from "./field-fault.ts"
import { decodeIntake, type IntakeRules } from "./intake-rules.ts"
import { type TypedFault, typedNumber } from "./typed-value.ts"

const part = "filters"

const ruled = <Key extends keyof IntakeRules>(key: Key) => ({
  get: (page: ChannelPage): IntakeRules[Key] => page.intake[key],
  set: (page: ChannelPage, value: IntakeRules[Key]): ChannelPage => ({
    ...page,
    intake: { ...page.intake, [key]: value }
  })
})

const listed = <Key extends "countries" | "tags" | "skus", Side extends keyof IntakeRules[Key] & string>(
  key: Key,
  side: Side
) => ({
  get: (page: ChannelPage) => page.intake[key][side] as ReadonlyArray<string>,
  set: (page: ChannelPage, items: ReadonlyArray<string>): ChannelPage => ({
    ...page,
    intake: { ...page.intake, [key]: { ...page.intake[key], [side]: items } }
  })
})

/** The schema of the rules judges each list, so that there is one rule for what is typed and what is stored. */
const judged =
  (key: "countries" | "tags" | "skus", side: string) =>
  (items: ReadonlyArray<string>): string | null => {
    const empty = key === "tags" ? { require: [], deny: [] } : { allow: [], deny: [] }
    const rules = decodeIntake({ [key]: { ...empty, [side]: items } })
    return isFaults(rules) ? rules.map(faultText).join("; ") : null
  }

const rate = (text: string): number | TypedFault => {
  const given = /^\d{1,4}(\.\d{1,4})?$/.test(text) ? Number(text) : 0
  return given >= 0.001 && given <= 1000 ? given : { fault: "takes a number from 0.001 to 1000, as 0.5" }
}

const whole = (least: number, most: number) => (text: string) => typedNumber(text, least, most)

export const filterFields: ReadonlyArray<ChannelField> = [
  optionalField(
    {
      name: "stale-after-days",
      label: "Stale after days",
      part,
      help: "An order that is older than so many days when it is first seen is held for a person: it may have been shipped some other way. none: age does not matter."
    },
    "days",
    whole(1, 3650),
    ruled("staleAfterDays")
  ),
  yesNoField(
    {
      name: "require-paid",
      label: "Hold until paid",
      part,
      help: "yes: an order is held until the channel says that it is paid. no: its status alone decides."
    },
    ruled("requirePaid")
  ),
  yesNoField(
    {
      name: "hold-risk",
      label: "Hold what is risky",
      part,
      help: "yes: an order that the channel itself calls risky (fraud analysis) is held for a person. no: the risk is not looked at."
    },
    ruled("holdRisk")
  ),
  listField(
    {
      name: "country-allow",
      label: "Only these countries",
      part,
      help: "Only orders that ship to these countries are imported. Empty: all of them."
    },
    "US",
    listed("countries", "allow"),
    judged("countries", "allow")
  ),
  listField(
    {
      name: "country-deny",
      label: "Not these countries",
      part,
      help: "Orders that ship to these countries are never imported, even if they are allowed above."
    },
    "RU",
    listed("countries", "deny"),
    judged("countries", "deny")
  ),
  listField(
    {
      name: "tag-require",
      label: "Only with these tags",
      part,
      help: "Only orders that carry one of these tags on the channel are imported. Empty: none is needed."
    },
    "tag",
    listed("tags", "require"),
    judged("tags", "require")
  ),
  listField(
    {
      name: "tag-deny",
      label: "Not with these tags",
      part,
      help: "Orders that carry one of these tags on the channel are never imported: what somebody else ships, for one."
    },
    "tag",
    listed("tags", "deny"),
    judged("tags", "deny")
  ),
  listField(
    {
      name: "sku-allow",
      label: "Only with these SKUs",
      part,
      help: "Only orders with a line of one of these SKUs (as the channel writes them) are imported, with all their lines. Empty: all."
    },
    "sku",
    listed("skus", "allow"),
    judged("skus", "allow")
  ),
  listField(
    {
      name: "sku-deny",
      label: "Not these SKUs",
      part,
      help: "Orders all of whose lines are of these SKUs are not imported; one with other lines is, with all its lines."
    },
    "sku",
    listed("skus", "deny"),
    judged("skus", "deny")
  ),
  optionalField(
    {
      name: "twin-window-hours",
      label: "Twins within hours",
      part,
      help: "An order with the same address and items as one placed within so many hours of it is held as its twin: a buyer may have pressed twice. none: never."
    },
    "hours",
    whole(1, 8760),
    ruled("twinWindowHours")
  ),
  numberField(
    {
      name: "look-back-days",
      label: "Look-back in days",
      part,
      help: "Once a night the orders of so many days are compared by their ids, and what was missed is imported. 0: never."
    },
    "days",
    [0, 90],
    ruled("lookBackDays")
  ),
  optionalField(
    {
      name: "requests-per-second",
      label: "Requests per second",
      part,
      help: "At most so many requests a second, where other programs use the same account. none: all that the channel allows."
    },
    "number",
    rate,
    ruled("requestsPerSecond")
  )
]
