import * as Effect from "effect/Effect"
import {
  type ChannelField,
  type ChannelPart,
  channelParts,
  fieldRefusal
} from "../../domain/model/channel-field.ts"
import { fieldsAfterKind, fieldsBeforeKind } from "../../domain/model/channel-fields.ts"
import { channelGuide } from "../../domain/model/channel-guide.ts"
import { type ChannelValue, channelValueFault } from "../../domain/model/channel-value.ts"
import { type ChannelService, cadenceMinutes, type Plan } from "../../domain/model/sales-channel.ts"
import { isTypedFault } from "../../domain/model/typed-value.ts"
import { channelSetUp } from "../../domain/operations/channel-set-up.ts"
import { tryChannel } from "../../domain/operations/try-channel.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { SalesChannels, type SettingField } from "../../domain/ports/sales-channels.ts"
import { answerTo, type ChannelSetUp, channelOfDraft, pageOfDraft, secretsOfDraft } from "./channel-draft.ts"
import type { Questions, Step, Taken } from "./step.ts"
import { withoutAnswer } from "./walk.ts"

type ChannelStep = Step<ChannelSetUp>

const plain = { help: [], usual: "", required: false, secret: false } as const

const name: ChannelStep = {
  ...plain,
  key: "name",
  prompt: "The channel's name",
  help: ["1 to 40 of a-z, 0-9 and -: as your people call it."],
  required: true,
  take: Effect.fnUntraced(function* (text) {
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) return { fault: "1 to 40 of a-z, 0-9 and -." }
    const taken = (yield* (yield* ChannelStore).byName(text)) !== null
    return taken ? { fault: `There is a channel “${text}” already.` } : { value: text }
  })
}

const kind: ChannelStep = {
  ...plain,
  key: "kind",
  prompt: "What kind of channel is it",
  required: true,
  before: () =>
    Effect.map(SalesChannels, ({ kinds }) =>
      kinds.map((k) => `  ${k.kind}: ${k.label}. Tested by: ${k.testedBy}.`)
    ),
  take: (text, { environment }) =>
    channelSetUp(text, environment).pipe(
      Effect.map(
        (found): Taken<ChannelSetUp> => ({
          value: text,
          change: { kind: found.kind, asked: found.asked },
          says: [
            `How to get what is asked for, step by step: ${channelGuide(text)}`,
            ...(found.kind.guide === null ? [] : [`The vendor's own page: ${found.kind.guide}`])
          ]
        })
      ),
      Effect.catchTag("Refusal", ({ message }) => Effect.succeed({ fault: message }))
    )
}

const pageStep =
  (draft: ChannelSetUp) =>
  (field: ChannelField): ChannelStep => ({
    ...plain,
    key: `field.${field.name}`,
    prompt: `${field.label} (${field.takes})`,
    help: [field.help],
    usual: field.shown(pageOfDraft(draft)),
    take: (text, at) => {
      const put = field.put(pageOfDraft(at), text)
      return Effect.succeed(isTypedFault(put) ? { fault: `It ${put.fault}.` } : { value: text })
    }
  })

const ownStep = (field: SettingField): ChannelStep => ({
  ...plain,
  key: `${field.secret ? "secret" : "set"}.${field.name}`,
  prompt: field.label,
  help: [
    field.help,
    ...(field.link === undefined ? [] : [field.link]),
    ...(field.secret ? ["It is not shown, and kept encrypted. From a file: @ and its path."] : [])
  ],
  required: field.required,
  secret: field.secret,
  take: (text) => Effect.succeed({ value: text })
})

const valueStep = ({ name: field, help, askedBy }: ChannelValue): ChannelStep => ({
  ...plain,
  key: `value.${field}`,
  prompt: field,
  help: [`${askedBy.join(" and ")} needs it in each order: ${help}.`],
  required: true,
  take: (text) => {
    const fault = channelValueFault(field, text)
    return Effect.succeed(fault === null ? { value: text } : { fault })
  }
})

/** A part that has usual values throughout is gone through only by who wants to. */
const gate = (part: ChannelPart, count: number): ChannelStep => ({
  ...plain,
  key: `part.${part}`,
  prompt: `${channelParts[part]}: go through these ${count} settings`,
  help: ["yes asks each of them, no takes the usual ones. All can be changed later."],
  usual: "no",
  take: (text) =>
    Effect.succeed(["yes", "no"].includes(text) ? { value: text } : { fault: "Write yes or no." })
})

const gatedParts: ReadonlyArray<ChannelPart> = ["filters", "shipments", "stock"]

const gated = (
  draft: ChannelSetUp,
  ability: Parameters<typeof fieldRefusal>[1]
): ReadonlyArray<ChannelStep> =>
  gatedParts.flatMap((part) => {
    const fields = fieldsAfterKind.filter((f) => f.part === part && fieldRefusal(f, ability) === null)
    if (fields.length === 0) return []
    const isWanted = answerTo(draft, `part.${part}`) === "yes"
    return [gate(part, fields.length), ...(isWanted ? fields.map(pageStep(draft)) : [])]
  })

/** Connectors name the setting that is at fault; it may have been asked twenty questions ago. */
const wayBack = (draft: ChannelSetUp, message: string): string => {
  const names = [...draft.answers.keys()].filter((key) => /^(set|secret)\./.test(key))
  const named = names
    .map((key) => key.replace(/^\w+\./, ""))
    .find((name) => new RegExp(`\\b${name}\\b`).test(message))
  return named === undefined ? "Go back with <" : `Write <${named} to correct it alone, go back with <`
}

const connection: ChannelStep = {
  ...plain,
  key: "connection",
  prompt: "Try the connection now (try, skip)",
  help: ["It signs in and reads one order; nothing is changed there. skip saves it untested."],
  usual: "try",
  take: (text, draft) => {
    if (text === "skip") return Effect.succeed({ value: "skip" })
    if (text !== "try") return Effect.succeed({ fault: "Write try or skip." })
    return tryChannel(channelOfDraft(draft).channel, secretsOfDraft(draft)).pipe(
      Effect.map((says): Taken<ChannelSetUp> => ({ value: "works", says })),
      Effect.catch(({ message }) =>
        Effect.succeed({
          fault: `It did not work: ${message} ${wayBack(draft, message)}, press Enter to try again, or write skip.`
        })
      )
    )
  }
}

const plan: ChannelStep = {
  ...plain,
  key: "plan",
  prompt: "Plan (basic, plus, vip)",
  help: [
    "How often its services run unless they say otherwise: basic every 60 minutes, plus and vip every 15."
  ],
  usual: "basic",
  take: (text) =>
    Effect.succeed(
      ["basic", "plus", "vip"].includes(text) ? { value: text } : { fault: "Write basic, plus or vip." }
    )
}

const services: ReadonlyArray<readonly [ChannelService, string, string]> = [
  ["order_download", "Order download", "Fetches new and changed orders."],
  [
    "shipment_upload",
    "Shipment upload",
    "Tells the channel about every parcel, at once; the minutes are the sweep."
  ],
  ["inventory_upload", "Inventory upload", "Tells the channel what may be sold. It begins with Inventory."]
]

const serviceStep = (
  draft: ChannelSetUp,
  [service, label, help]: (typeof services)[number]
): ChannelStep => ({
  ...plain,
  key: `service.${service}`,
  prompt: `${label} (off, plan, or minutes)`,
  help: [
    `${help} plan: every ${cadenceMinutes((answerTo(draft, "plan") || "basic") as Plan, null)} minutes.`
  ],
  usual: "off",
  take: (text) => {
    const minutes = /^\d{1,5}$/.test(text) ? Number(text) : 0
    return Effect.succeed(
      text === "off" || text === "plan" || (minutes >= 1 && minutes <= 10_080)
        ? { value: text }
        : { fault: "Write off, plan, or 1 to 10080 minutes." }
    )
  }
})

/** Every question in the order of the page: client, API information, options, inventory, what suppliers want; services last. */
const stepsOf = (draft: ChannelSetUp): ReadonlyArray<ChannelStep> => {
  if (draft.kind === null) return [name, kind]
  const { inventory } = draft.kind.capabilities
  const ability = {
    label: draft.kind.label,
    takesInventory: inventory !== null,
    usesAvailableQuantity: inventory?.usesAvailableQuantity ?? false
  }
  const offered = services.filter(([service]) => service !== "inventory_upload" || inventory !== null)
  return [
    name,
    kind,
    ...fieldsBeforeKind.map(pageStep(draft)),
    ...draft.kind.fields.map(ownStep),
    ...fieldsAfterKind.filter((f) => f.part === "orders").map(pageStep(draft)),
    ...gated(draft, ability),
    ...draft.asked.map(valueStep),
    connection,
    plan,
    ...offered.map((service) => serviceStep(draft, service))
  ]
}

export const channelQuestions: Questions<ChannelSetUp> = {
  stepsOf,
  forget: (draft, key) => {
    const without = withoutAnswer(draft, key)
    // Another kind is another set of fields.
    return key === "kind" ? { ...without, kind: null, asked: [] } : without
  }
}
