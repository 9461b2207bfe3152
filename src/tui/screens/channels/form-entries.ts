import {
  type ChannelAbility,
  type ChannelField,
  channelParts,
  fieldRefusal
} from "../../../domain/model/channel-field.ts"
import { fieldsAfterKind, fieldsBeforeKind } from "../../../domain/model/channel-fields.ts"
import { channelGuide } from "../../../domain/model/channel-guide.ts"
import { type ChannelPage, usualPage } from "../../../domain/model/channel-page.ts"
import { type ChannelValue, channelValueFault } from "../../../domain/model/channel-value.ts"
import {
  type ChannelService,
  cadenceMinutes,
  type SalesChannel,
  serviceOf
} from "../../../domain/model/sales-channel.ts"
import { isTypedFault } from "../../../domain/model/typed-value.ts"
import type { ChannelKind, SettingField } from "../../../domain/ports/sales-channels.ts"
import {
  type FormEntry,
  formEntry,
  longestSecret,
  longestSetting
} from "../../components/form/entries-form.ts"
import { serviceHelp, serviceLabel } from "./service-words.ts"

/** What a form is about: a channel that is stored, or one that is set up. */
export interface FormSubject {
  readonly channel: SalesChannel | null
  readonly page: ChannelPage
  readonly kinds: ReadonlyArray<ChannelKind>
  readonly kind: ChannelKind | null
  readonly ability: ChannelAbility
  readonly asked: ReadonlyArray<ChannelValue>
  readonly storedSecrets: ReadonlyArray<string>
  /** The set-up that is gone on with. */
  readonly draft: string | null
}

const oneOf = (words: ReadonlyArray<string>) => (text: string) =>
  words.includes(text.trim()) ? null : `takes one of ${words.join(", ")}`

/** The page against which a field alone is judged: others may be half typed. */
const judgedAt = usualPage("client", ["status"], new Date(0))

const pageEntry =
  (subject: FormSubject) =>
  (field: ChannelField): FormEntry =>
    formEntry({
      key: `field.${field.name}`,
      title: channelParts[field.part],
      label: field.label,
      help: `${field.help} (${field.takes})`,
      initial: field.shown(subject.page),
      placeholder: "not set",
      ...(field.longest === undefined ? {} : { longest: field.longest }),
      judge: (text) => {
        const put = field.put(judgedAt, text)
        return isTypedFault(put) ? put.fault : null
      }
    })

const ownEntry =
  ({ channel, kind, storedSecrets }: FormSubject) =>
  (field: SettingField): FormEntry => {
    const isStored = storedSecrets.includes(field.name)
    return formEntry({
      key: `${field.secret ? "secret" : "set"}.${field.name}`,
      title: `API information of ${kind?.label ?? ""}: ${channelGuide(kind?.kind ?? "")}`,
      label: field.label,
      help: [field.help, field.link ?? kind?.guide ?? ""].join(" ").trim(),
      initial: field.secret ? "" : (channel?.settings[field.name] ?? ""),
      placeholder:
        field.secret && isStored ? "stored, never shown; type to replace it" : field.required ? "needed" : "",
      isSecret: field.secret,
      longest: field.secret ? longestSecret : longestSetting,
      judge: (text) => (field.required && text === "" && !(field.secret && isStored) ? "is needed" : null)
    })
  }

const valueEntry =
  ({ channel }: FormSubject) =>
  ({ name, help, askedBy }: ChannelValue): FormEntry =>
    formEntry({
      key: `value.${name}`,
      title: "What suppliers need of this channel",
      label: name,
      help: `${help}: ${askedBy.join(" and ")} needs it in each order.`,
      initial: channel?.supplierValues[name] ?? "",
      placeholder: "needed",
      judge: (text) => (text.trim() === "" ? "is needed" : channelValueFault(name, text))
    })

const plans = ["basic", "plus", "vip"]

const serviceText = (channel: SalesChannel | null, service: ChannelService): string => {
  if (channel === null) return "off"
  const { enabled, everyMinutes } = serviceOf(channel, service)
  return enabled ? String(everyMinutes ?? "plan") : "off"
}

const serviceEntry =
  ({ channel, page }: FormSubject) =>
  (service: ChannelService): FormEntry =>
    formEntry({
      key: `service.${service}`,
      title: "Services",
      label: serviceLabel[service],
      help: `${serviceHelp[service]} off, plan (every ${cadenceMinutes(page.plan, null)} minutes), or minutes.`,
      initial: serviceText(channel, service),
      placeholder: "off|plan|minutes",
      judge: (text) => {
        const minutes = /^\d{1,5}$/.test(text) ? Number(text) : 0
        return text === "off" || text === "plan" || (minutes >= 1 && minutes <= 10_080)
          ? null
          : "takes off, plan, or 1 to 10080"
      }
    })

const nameFault =
  (draft: string | null) =>
  (text: string): string | null => {
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) return "takes 1 to 40 of a-z, 0-9 and -"
    // Its secrets are sealed under this name.
    return draft === null || draft === text ? null : `stays ${draft} until it is saved`
  }

const begin = ({ kinds, kind, draft }: FormSubject): ReadonlyArray<FormEntry> => [
  formEntry({
    key: "name",
    title: "A new channel",
    label: "Name",
    help: "As your people call it: 1 to 40 of a-z, 0-9 and -.",
    placeholder: "us-shop",
    judge: nameFault(draft)
  }),
  formEntry({
    key: "kind",
    title: "A new channel",
    label: "Kind",
    help: [
      kinds.map((k) => k.kind).join(", "),
      ...(kind === null ? [] : [`Credentials step by step: ${channelGuide(kind.kind)} ${kind.guide ?? ""}`])
    ].join(". "),
    placeholder: "which shop",
    judge: oneOf(kinds.map((k) => k.kind))
  })
]

/** In the order of the page, under the keys that a set-up at the command line has: client, API information, options, inventory, what suppliers need; services last. */
export const entriesOf = (subject: FormSubject): ReadonlyArray<FormEntry> => {
  const first = subject.channel === null ? begin(subject) : []
  if (subject.kind === null) return first
  const isOffered = (field: ChannelField) => fieldRefusal(field, subject.ability) === null
  const services: ReadonlyArray<ChannelService> = subject.ability.takesInventory
    ? ["order_download", "shipment_upload", "inventory_upload"]
    : ["order_download", "shipment_upload"]
  return [
    ...first,
    ...fieldsBeforeKind.map(pageEntry(subject)),
    ...subject.kind.fields.map(ownEntry(subject)),
    ...fieldsAfterKind.filter(isOffered).map(pageEntry(subject)),
    ...subject.asked.map(valueEntry(subject)),
    formEntry({
      key: "plan",
      title: "Services",
      label: "Plan",
      help: "How often services run unless they say otherwise: Basic every 60, Plus and VIP every 15 minutes.",
      initial: subject.page.plan,
      placeholder: plans.join("|"),
      judge: oneOf(plans)
    }),
    ...services.map(serviceEntry(subject))
  ]
}
