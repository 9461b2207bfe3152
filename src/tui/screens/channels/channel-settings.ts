import type { ChannelService, SalesChannel } from "../../../domain/model/sales-channel.ts"
import { serviceOf } from "../../../domain/model/sales-channel.ts"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { alertText, autoText, planWord, serviceText } from "./channel-words.ts"

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

const serviceHelp: Readonly<Record<ChannelService, string>> = {
  order_download: "Fetches new and changed orders from the channel.",
  shipment_upload:
    "Tells the channel about every parcel; at once, and the frequency is the sweep for what was missed.",
  inventory_upload: "Tells the channel what is in stock."
}

const serviceLabel: Readonly<Record<ChannelService, string>> = {
  order_download: "Order download",
  shipment_upload: "Shipment upload",
  inventory_upload: "Inventory upload"
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

const yesNo = (is: boolean): string => (is ? "yes" : "no")

/** The same for every kind of channel. */
const common = (channel: SalesChannel, clock: ConsoleClock): SettingGroup => ({
  title: "Order load options, the same for every channel",
  settings: [
    {
      label: "Plan",
      value: planWord[channel.plan],
      help: "How often services run: Basic every hour, Plus and VIP every 15 minutes."
    },
    serviceSetting(channel, "order_download"),
    serviceSetting(channel, "shipment_upload"),
    serviceSetting(channel, "inventory_upload"),
    {
      label: "Eligible statuses",
      value: channel.eligibleStatuses.join(", "),
      help: "Only orders that have one of these on the channel are downloaded."
    },
    {
      label: "Earliest order date",
      value: clock.day(channel.earliestOrderAt),
      help: "An order placed before this day is never downloaded."
    },
    {
      label: "Reject unmapped codes",
      value: yesNo(channel.rejectUnmapped),
      help: "Yes: an order waits until its ship method is mapped. No: the channel's own code is sent where the supplier takes it."
    },
    {
      label: "Shop tells the buyer",
      value: yesNo(channel.notifyCustomer),
      help: "Whether the shop writes to its buyer when a parcel is pushed. We never write to a buyer."
    }
  ]
})

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
    help: field.help
  }))
})

/** Everything that is set for a channel, with what each field is for. */
export const settingGroups = (
  channel: SalesChannel,
  kind: ChannelKind | undefined,
  clock: ConsoleClock
): ReadonlyArray<SettingGroup> => [common(channel, clock), auto(channel, clock), own(channel, kind)]
