import * as Effect from "effect/Effect"
import { keepSchedule } from "./keep-schedule.ts"
import { type ChannelService, cadenceMinutes, type SalesChannel } from "./model/sales-channel.ts"
import { type Cadence, nightly, type ScheduledService, stablePhaseMs } from "./model/schedule.ts"
import { ScheduleStore } from "./ports/schedule-store.ts"

/** The services that run by themselves on a schedule, and how the schedule calls them. */
const scheduled: ReadonlyArray<readonly [ChannelService, ScheduledService]> = [
  ["order_download", "orders"],
  ["shipment_upload", "fulfillment"],
  ["inventory_upload", "inventory"]
]

const minuteMs = 60_000

const enabled = (channel: SalesChannel, name: ChannelService) =>
  channel.archivedAt === null ? channel.services.find((s) => s.service === name && s.enabled) : undefined

const cadenceOf = (
  channel: SalesChannel,
  name: ChannelService,
  service: ScheduledService
): Cadence | null => {
  const setting = enabled(channel, name)
  if (setting === undefined) return null
  const everyMs = cadenceMinutes(channel.plan, setting.everyMinutes) * minuteMs
  return { everyMs, phaseMs: stablePhaseMs(`${channel.name}/${service}`, everyMs) }
}

/** Whoever downloads also looks back once a night, unless the channel says 0 days. */
const lookBackOf = (channel: SalesChannel): Cadence | null =>
  enabled(channel, "order_download") === undefined || channel.intake.lookBackDays === 0
    ? null
    : nightly(`${channel.name}/look_back`)

const keepOrRemove = Effect.fn("keepOrRemove")(function* (
  channel: SalesChannel,
  service: ScheduledService,
  cadence: Cadence | null
) {
  const party = { service, channelId: channel.id, supplierId: null }
  if (cadence === null) return yield* (yield* ScheduleStore).remove(party)
  yield* keepSchedule(party, cadence)
})

/** One schedule per service that is on, none for one that is off. Takes effect at once; no worker is restarted. */
export const keepChannelSchedules = Effect.fn("keepChannelSchedules")(function* (channel: SalesChannel) {
  for (const [name, service] of scheduled)
    yield* keepOrRemove(channel, service, cadenceOf(channel, name, service))
  yield* keepOrRemove(channel, "look_back", lookBackOf(channel))
})
