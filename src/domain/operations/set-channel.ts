import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { demandEnvironment } from "../demand-environment.ts"
import {
  type ChannelId,
  type ChannelService,
  cadenceMinutes,
  type SalesChannel,
  type ServiceSetting
} from "../model/sales-channel.ts"
import { nextDueMs, type ScheduledService, stablePhaseMs } from "../model/schedule.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { type ChannelChange, ChannelStore, type NewChannel } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { SalesChannels } from "../ports/sales-channels.ts"
import { ScheduleStore } from "../ports/schedule-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"

/** The services that run by themselves on a schedule, and how the schedule calls them. */
const scheduled: ReadonlyArray<readonly [ChannelService, ScheduledService]> = [
  ["order_download", "orders"],
  ["shipment_upload", "fulfillment"]
]

const minuteMs = 60_000

/** One schedule per service: set anew with the channel's stable phase, or removed. Nothing runs twice, nothing restarts. */
const schedule = Effect.fn("schedule")(function* (channel: SalesChannel) {
  const schedules = yield* ScheduleStore
  const nowMs = (yield* now).getTime()
  for (const [name, service] of scheduled) {
    const setting = channel.services.find((s) => s.service === name)
    const party = { service, channelId: channel.id, supplierId: null }
    if (setting === undefined || !setting.enabled) {
      yield* schedules.remove(party)
      continue
    }
    const everyMs = cadenceMinutes(channel.plan, setting.everyMinutes) * minuteMs
    const phaseMs = stablePhaseMs(`${channel.name}/${service}`, everyMs)
    yield* schedules.set(party, everyMs, phaseMs, new Date(nextDueMs({ everyMs, phaseMs }, nowMs)))
  }
})

const demandKind = Effect.fn("demandKind")(function* (kind: string) {
  const found = (yield* SalesChannels).kinds.find((k) => k.kind === kind)
  if (found !== undefined) return found
  const known = (yield* SalesChannels).kinds.map((k) => k.kind).join(", ")
  return yield* new Refusal({ message: `There is no channel kind “${kind}”. Known: ${known}.` })
})

const demandSettings = Effect.fn("demandSettings")(function* (
  kind: string,
  settings: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, Redacted.Redacted>>
) {
  const { fields } = yield* demandKind(kind)
  const missing = fields.filter(
    (f) => f.required && !(f.secret ? f.name in secrets : (settings[f.name] ?? "") !== "")
  )
  if (missing.length > 0)
    return yield* new Refusal({
      message: `Missing: ${missing.map((f) => `${f.name} (${f.help})`).join("; ")}`
    })
  const known = new Set(fields.map((f) => f.name))
  const unknown = [...Object.keys(settings), ...Object.keys(secrets)].filter((name) => !known.has(name))
  if (unknown.length > 0)
    return yield* new Refusal({ message: `${kind} has no setting ${unknown.join(", ")}.` })
})

/** Creates a channel with all services off. */
export const addChannel = Effect.fn("addChannel")(function* (
  channel: NewChannel,
  secrets: Readonly<Record<string, Redacted.Redacted>>
) {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(channel.name))
    return yield* new Refusal({ message: "A channel's name is 1 to 40 of a-z, 0-9 and -." })
  yield* demandEnvironment(channel.environment)
  yield* demandSettings(channel.kind, channel.settings, secrets)
  const vault = yield* Vault
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const id = yield* (yield* ChannelStore).add(channel)
      if (id === null) return yield* new Refusal({ message: `There is a channel “${channel.name}” already.` })
      for (const [field, secret] of Object.entries(secrets)) yield* vault.put(`channel:${id}`, field, secret)
      yield* (yield* ChangeFeed).publish({ about: "channels" })
      return id
    })
  )
})

export interface ChannelSetting {
  readonly change: ChannelChange
  readonly services: ReadonlyArray<ServiceSetting>
  readonly secrets: Readonly<Record<string, Redacted.Redacted>>
}

const reschedule = Effect.fn("reschedule")(function* (id: ChannelId) {
  const channel = yield* (yield* ChannelStore).get(id)
  if (channel !== null) yield* schedule(channel)
})

/** Changes settings, plan, services; takes effect at once and without a restart. */
export const setChannel = Effect.fn("setChannel")(function* (name: string, setting: ChannelSetting) {
  const channels = yield* ChannelStore
  const channel = yield* channels.byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  const vault = yield* Vault
  const unitOfWork = yield* UnitOfWork
  yield* unitOfWork.run(
    Effect.gen(function* () {
      yield* channels.change(channel.id, setting.change)
      for (const service of setting.services) yield* channels.setService(channel.id, service)
      for (const [field, secret] of Object.entries(setting.secrets))
        yield* vault.put(`channel:${channel.id}`, field, secret)
      yield* reschedule(channel.id)
      yield* (yield* ChangeFeed).publish({ about: "channels" })
    })
  )
})

/** What works and what not, in the user's words. */
export const testChannel = Effect.fn("testChannel")(function* (name: string) {
  const channel = yield* (yield* ChannelStore).byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  return yield* (yield* SalesChannels).test(channel)
})
