import { type ChannelAbility, type ChannelField, fieldRefusal } from "./channel-field.ts"
import { channelFields } from "./channel-fields.ts"
import { type ChannelPage, type PageChange, usualPage } from "./channel-page.ts"
import { type ChannelValue, channelValueFault, hasValue } from "./channel-value.ts"
import { isTypedFault } from "./typed-value.ts"

export const changedPage = (page: ChannelPage, { client, ...change }: PageChange): ChannelPage => ({
  ...page,
  ...change,
  client: { ...page.client, ...client }
})

const usual = usualPage("", [], new Date(0))

const faultOf = (field: ChannelField, page: ChannelPage, ability: ChannelAbility): string | null => {
  const shown = field.shown(page)
  const refusal = fieldRefusal(field, ability)
  if (refusal !== null) return shown === field.shown(usual) ? null : refusal
  const put = field.put(page, shown)
  return isTypedFault(put) ? `${field.label} ${put.fault}.` : null
}

/** What of a page cannot be, by the rule by which it is typed: what comes from elsewhere is judged no less. */
export const pageFaults = (page: ChannelPage, ability: ChannelAbility): ReadonlyArray<string> => {
  // A date that is none cannot even be shown.
  if (Number.isNaN(page.earliestOrderAt.getTime())) return ["The earliest order date is no date."]
  return channelFields.flatMap((field) => faultOf(field, page, ability) ?? [])
}

type Values = Readonly<Record<string, string>>

/** What suppliers ask and the channel lacks, and what was given that nobody asks for. */
export const valueFaults = (
  asked: ReadonlyArray<ChannelValue>,
  values: Values,
  given: Values
): ReadonlyArray<string> => [
  ...Object.entries(given).flatMap(([name, value]) => channelValueFault(name, value) ?? []),
  ...Object.keys(given)
    .filter((name) => !asked.some((a) => a.name === name))
    .map(
      (name) =>
        `No supplier asks for ${name.slice(0, 40)} of a channel. ${asked.length === 0 ? "None asks for anything." : `Asked for: ${asked.map((a) => a.name).join(", ")}.`}`
    ),
  ...asked
    .filter(({ name }) => !hasValue(values, name))
    .map(({ name, help, askedBy }) => `Missing: ${name} (${help}), which ${askedBy.join(" and ")} needs.`)
]

/** What a kind of channel is known to do, as far as warnings depend on it. */
export interface KindFacts {
  readonly label: string
  /** The statuses that it is known to have. */
  readonly statuses: ReadonlyArray<string>
  readonly reachBackDays: number | null
}

const dayMs = 86_400_000

/** What may be a mistake, and need not be: said, never refused. */
export const pageWarnings = (
  page: ChannelPage,
  { label, statuses, reachBackDays }: KindFacts,
  now: Date
): ReadonlyArray<string> => {
  const odd = page.eligibleStatuses.filter((s) => !statuses.includes(s))
  const reach = reachBackDays === null ? null : new Date(now.getTime() - reachBackDays * dayMs)
  return [
    ...odd.map(
      (s) =>
        `${label} is not known to have the status “${s}” (known: ${statuses.join(", ")}). Only orders whose status is spelled exactly so are downloaded.`
    ),
    ...(reach !== null && page.earliestOrderAt < reach
      ? [
          `${label} shows orders of the last ${reachBackDays} days only: those placed before ${reach.toISOString().slice(0, 10)} are not downloaded, although the earliest order date allows them.`
        ]
      : [])
  ]
}
