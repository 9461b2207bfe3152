import {
  type ChannelService,
  cadenceMinutes,
  type SalesChannel,
  serviceOf
} from "../../../domain/model/sales-channel.ts"

export const planWord = { basic: "Basic", plus: "Plus", vip: "VIP" } as const

export const cadenceText = (minutes: number): string =>
  minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`

/** `15 min`, `off`: how often a service of the channel runs. */
export const serviceText = (channel: SalesChannel, service: ChannelService): string => {
  const setting = serviceOf(channel, service)
  return setting.enabled ? cadenceText(cadenceMinutes(channel.plan, setting.everyMinutes)) : "off"
}

export const autoText = (channel: SalesChannel): string => (channel.autoProcessing ? "ON" : "off")

export const alertText = ({ alertAddress, alertTestedAt }: SalesChannel): string => {
  if (alertAddress === null) return "none"
  return alertTestedAt === null ? `${alertAddress} (not tested)` : alertAddress
}
