import {
  type ChannelAbility,
  type ChannelPart,
  channelParts,
  fieldRefusal
} from "../../../domain/model/channel-field.ts"
import { channelFields } from "../../../domain/model/channel-fields.ts"
import { pageOf } from "../../../domain/model/channel-page.ts"
import type { Client } from "../../../domain/model/client.ts"
import type { ChannelService, SalesChannel } from "../../../domain/model/sales-channel.ts"
import { serviceOf } from "../../../domain/model/sales-channel.ts"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { alertText, autoText, planWord, serviceText } from "./channel-words.ts"
import { serviceHelp, serviceLabel } from "./service-words.ts"

export interface Setting {
  readonly label: string
  readonly value: string
  /** What it is for: no field without it. */
  readonly help: string
}

export interface SettingGroup {
  readonly title: string
  readonly settings: ReadonlyArray<Setting>
}

const serviceSetting = (channel: SalesChannel, service: ChannelService): Setting => {
  const { enabled, everyMinutes } = serviceOf(channel, service)
  const by = everyMinutes === null ? ` (by the plan)` : ""
  return {
    label: serviceLabel[service],
    value: enabled ? `every ${serviceText(channel, service)}${by}` : "off",
    help: serviceHelp[service]
  }
}

const services = (channel: SalesChannel, ability: ChannelAbility): SettingGroup => ({
  title: "Services",
  settings: [
    {
      label: "Plan",
      value: planWord[channel.plan],
      help: "How often services run: Basic every hour, Plus and VIP every 15 minutes."
    },
    serviceSetting(channel, "order_download"),
    serviceSetting(channel, "shipment_upload"),
    ...(ability.takesInventory ? [serviceSetting(channel, "inventory_upload")] : [])
  ]
})

/** The fields that are the same for every kind, as far as this kind has them. */
const pageGroup = (
  { channel, client }: ChannelAbout,
  ability: ChannelAbility,
  part: ChannelPart
): SettingGroup => {
  const page = pageOf(channel, client)
  const fields = channelFields.filter((f) => f.part === part && fieldRefusal(f, ability) === null)
  return {
    title: channelParts[part],
    settings: fields.map((field) => ({
      label: field.label,
      value: field.shown(page) || "not set",
      help: field.help
    }))
  }
}

/** What this kind does not have, and why: a field that is missing is a question, too. */
const absent = (ability: ChannelAbility): ReadonlyArray<SettingGroup> => {
  const [first] = channelFields.flatMap((field) => {
    const help = fieldRefusal(field, ability)
    return help === null ? [] : [{ label: field.label, value: "not for this kind", help }]
  })
  return first === undefined ? [] : [{ title: "Not asked", settings: [first] }]
}

const forSuppliers = ({ supplierValues }: SalesChannel): ReadonlyArray<SettingGroup> =>
  Object.keys(supplierValues).length === 0
    ? []
    : [
        {
          title: "What suppliers need of this channel",
          settings: Object.entries(supplierValues).map(([name, value]) => ({
            label: name,
            value,
            help: "Stands in the purchase orders to those suppliers that ask for it."
          }))
        }
      ]

const auto = (channel: SalesChannel, clock: ConsoleClock): SettingGroup => {
  const { autoProcessingBy, autoProcessingAt, alertTestedAt } = channel
  const by = autoProcessingBy === null ? "nobody" : autoProcessingBy
  const at =
    autoProcessingAt === null
      ? ""
      : `, ${clock.day(autoProcessingAt)} ${clock.seconds(autoProcessingAt)} ${clock.zoneName()}`
  return {
    title: "Auto-processing",
    settings: [
      {
        label: "Auto-processing",
        value: autoText(channel),
        help: "On: every order that is ready is sent by itself, with your authority. A switches it."
      },
      {
        label: "Warning accepted by",
        value: `${by}${at}`,
        help: "Who accepted that each order sent by itself counts as placed by them."
      },
      {
        label: "Alerts go to",
        value: alertText(channel),
        help: "Gets one mail per cause when orders fail or wait for RESOLVE."
      },
      {
        label: "Alert test sent",
        value:
          alertTestedAt === null ? "never" : `${clock.day(alertTestedAt)} ${clock.minutes(alertTestedAt)}`,
        help: "Auto-processing cannot be switched on before."
      }
    ]
  }
}

const own = (channel: SalesChannel, kind: ChannelKind | undefined): SettingGroup => ({
  title: `Set-up of ${kind?.label ?? channel.kind}${kind === undefined ? "" : `, tested by: ${kind.testedBy}`}`,
  settings: (kind?.fields ?? []).map((field) => ({
    label: field.label,
    value: field.secret
      ? "kept in the vault, never shown"
      : (channel.settings[field.name] ?? "") || "not set",
    help: [field.help, field.link ?? ""].join(" ").trim()
  }))
})

/** A channel with whose it is and what its kind asks for. */
export interface ChannelAbout {
  readonly channel: SalesChannel
  readonly client: Client
  readonly kind: ChannelKind | undefined
}

const abilityOf = ({ channel, kind }: ChannelAbout): ChannelAbility => ({
  label: kind?.label ?? channel.kind,
  takesInventory: kind !== undefined && kind.capabilities.inventory !== null,
  usesAvailableQuantity: kind?.capabilities.inventory?.usesAvailableQuantity ?? false
})

/** Everything that is set for a channel, in the order of the page, with what each field is for. */
export const settingGroups = (about: ChannelAbout, clock: ConsoleClock): ReadonlyArray<SettingGroup> => {
  const { channel, kind } = about
  const ability = abilityOf(about)
  const parts = (...names: ReadonlyArray<ChannelPart>) => names.map((part) => pageGroup(about, ability, part))
  return [
    ...parts("client"),
    own(channel, kind),
    ...parts("orders", "filters", "shipments", "stock").filter((group) => group.settings.length > 0),
    ...absent(ability),
    ...forSuppliers(channel),
    auto(channel, clock),
    services(channel, ability)
  ]
}
