import * as Redacted from "effect/Redacted"
import { channelFields, pageGiven } from "../../domain/model/channel-fields.ts"
import { type ChannelPage, changeBetween, usualPage } from "../../domain/model/channel-page.ts"
import type { ChannelValue } from "../../domain/model/channel-value.ts"
import type { Environment } from "../../domain/model/environment.ts"
import type { ChannelService, Plan, ServiceSetting } from "../../domain/model/sales-channel.ts"
import { newChannelOf } from "../../domain/operations/set-channel.ts"
import type { ChannelKind } from "../../domain/ports/sales-channels.ts"
import type { Answered } from "./step.ts"

/** A channel while it is set up. */
export interface ChannelSetUp extends Answered {
  readonly environment: Environment
  readonly kind: ChannelKind | null
  /** What suppliers ask of every channel. */
  readonly asked: ReadonlyArray<ChannelValue>
  /** When the set-up began: the day that is offered as the earliest. */
  readonly begunAt: Date
}

export const answerTo = ({ answers }: ChannelSetUp, key: string): string => answers.get(key) ?? ""

/** All that was answered with this beginning, by what comes after it. */
const answered = ({ answers }: ChannelSetUp, beginning: string) =>
  [...answers].flatMap(([key, text]) =>
    key.startsWith(beginning) ? [[key.slice(beginning.length), text] as const] : []
  )

const usualOf = (draft: ChannelSetUp): ChannelPage =>
  usualPage(
    answerTo(draft, "name"),
    draft.kind?.defaultEligibleStatuses ?? [],
    new Date(`${draft.begunAt.toISOString().slice(0, 10)}T00:00:00Z`)
  )

/** The page as far as it was answered. Each answer was judged when it was given. */
export const pageOfDraft = (draft: ChannelSetUp): ChannelPage => {
  const plan = answerTo(draft, "plan") as Plan | ""
  const usual = usualOf(draft)
  const names = new Set(channelFields.map((f) => f.name))
  const page = pageGiven(
    plan === "" ? usual : { ...usual, plan },
    answered(draft, "field.").filter(([name]) => names.has(name))
  )
  return "faults" in page ? usual : page
}

/** A setting that was left empty is not set. */
export const settingsOfDraft = (draft: ChannelSetUp): Readonly<Record<string, string>> =>
  Object.fromEntries(answered(draft, "set.").filter(([, text]) => text !== ""))

export const secretsOfDraft = ({ secrets }: ChannelSetUp): Readonly<Record<string, Redacted.Redacted>> =>
  Object.fromEntries([...secrets].filter(([, secret]) => Redacted.value(secret) !== ""))

export const channelOfDraft = (draft: ChannelSetUp) => {
  const page = pageOfDraft(draft)
  const about = {
    name: answerTo(draft, "name"),
    kind: draft.kind?.kind ?? "",
    environment: draft.environment,
    settings: settingsOfDraft(draft)
  }
  const supplierValues = Object.fromEntries(answered(draft, "value.").filter(([, text]) => text !== ""))
  return {
    channel: newChannelOf(about, page),
    more: { ...changeBetween(usualOf(draft), page), supplierValues }
  }
}

/** `off`, `plan` or minutes. */
export const servicesOfDraft = (draft: ChannelSetUp): ReadonlyArray<ServiceSetting> =>
  answered(draft, "service.").map(([name, text]) => ({
    service: name as ChannelService,
    enabled: text !== "off",
    everyMinutes: /^\d+$/.test(text) ? Number(text) : null
  }))
