import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { refuseOverChannel } from "../changed-meanwhile.ts"
import { keepChannelSchedules } from "../channel-schedules.ts"
import { demandKind, demandOwnFields, demandPage, demandValues, warningsOf } from "../demand-channel.ts"
import { demandEnvironment } from "../demand-environment.ts"
import { changedPage } from "../model/channel-judgement.ts"
import { type ChannelPage, pageOf, usualPage } from "../model/channel-page.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { OrderId } from "../model/order.ts"
import type { ChannelId, SalesChannel, ServiceSetting } from "../model/sales-channel.ts"
import { noteNewChannel, notingChannel } from "../note-activity.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { type ChannelChange, ChannelStore, type NewChannel } from "../ports/channel-store.ts"
import { Refusal } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { type BoardPage, OrderBoard, type PageKey } from "../ports/order-board.ts"
import type { ChannelKind } from "../ports/sales-channels.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"

type Secrets = Readonly<Record<string, Redacted.Redacted>>

export const demandName = Effect.fn("demandName")(function* (name: string) {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
    return yield* new Refusal({ message: "A channel's name is 1 to 40 of a-z, 0-9 and -." })
})

export const demandChannelNamed = Effect.fn("demandChannelNamed")(function* (name: string) {
  const channel = yield* (yield* ChannelStore).byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  return channel
})

/** A new channel with this page. */
export const newChannelOf = (
  channel: Pick<NewChannel, "name" | "kind" | "environment" | "settings">,
  page: ChannelPage
): NewChannel => ({
  ...channel,
  client: page.client.name,
  plan: page.plan,
  eligibleStatuses: page.eligibleStatuses,
  earliestOrderAt: page.earliestOrderAt,
  rejectUnmapped: page.rejectUnmapped,
  notifyCustomer: page.notifyCustomer
})

/** The page of a channel that is not stored yet, with what else was said of it. */
export const newPage = (channel: NewChannel, more: ChannelChange): ChannelPage =>
  changedPage(
    {
      ...usualPage(channel.client, channel.eligibleStatuses, channel.earliestOrderAt),
      plan: channel.plan,
      rejectUnmapped: channel.rejectUnmapped,
      notifyCustomer: channel.notifyCustomer
    },
    more
  )

/** All that can be said against a new channel, before anything of it is stored. */
export const demandNewChannel = Effect.fn("demandNewChannel")(function* (
  channel: NewChannel,
  secretNames: ReadonlyArray<string>,
  more: ChannelChange
) {
  yield* demandName(channel.name)
  yield* demandEnvironment(channel.environment)
  const kind = yield* demandKind(channel.kind)
  yield* demandOwnFields(kind, channel.settings, secretNames)
  yield* demandPage(kind, newPage(channel, more))
  const values = more.supplierValues ?? {}
  yield* demandValues(channel.environment, values, values)
})

/** Creates a channel with all services off. */
export const addChannel = Effect.fn("addChannel")(function* (
  channel: NewChannel,
  secrets: Secrets,
  more: ChannelChange = {}
) {
  yield* demandNewChannel(channel, Object.keys(secrets), more)
  const vault = yield* Vault
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const channels = yield* ChannelStore
      const id = yield* channels.add(channel)
      if (id === null) return yield* new Refusal({ message: `There is a channel “${channel.name}” already.` })
      if (Object.keys(more).length > 0) yield* channels.change(id, more)
      for (const [field, secret] of Object.entries(secrets)) yield* vault.put(`channel:${id}`, field, secret)
      yield* noteNewChannel(id, Object.keys(secrets))
      yield* (yield* ChangeFeed).publish({ about: "channels" })
      return id
    })
  )
})

export interface ChannelSetting {
  readonly change: ChannelChange
  readonly services: ReadonlyArray<ServiceSetting>
  readonly secrets: Secrets
  /** As it was looked at: a change by somebody else since then is not written over. Absent: whatever it is. */
  readonly seen?: SalesChannel
}

/** Whom alerts reach, and what is switched off, is nobody's reason to ask for more. */
const isHarmless = ({ change, services, secrets }: ChannelSetting): boolean =>
  Object.keys(change).every((key) => key === "alertAddress" || key === "alertTestedAt") &&
  services.every((s) => !s.enabled) &&
  Object.keys(secrets).length === 0

const demandServices = Effect.fn("demandServices")(function* (
  kind: ChannelKind,
  services: ReadonlyArray<ServiceSetting>
) {
  const stock = services.some((s) => s.service === "inventory_upload" && s.enabled)
  if (stock && kind.capabilities.inventory === null)
    return yield* new Refusal({
      message: `Inventory upload cannot be switched on: ${kind.label} takes no inventory from us.`
    })
})

/** What of the values was said now, and not merely kept. */
const givenValues = (before: SalesChannel["supplierValues"], after: SalesChannel["supplierValues"]) =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value))

const demandSetting = Effect.fn("demandSetting")(function* (channel: SalesChannel, setting: ChannelSetting) {
  const { change, services, secrets } = setting
  if (channel.archivedAt !== null)
    return yield* new Refusal({
      message: `${channel.name} is archived. Bring it back first: switchyard channels restore ${channel.name}`
    })
  if (isHarmless(setting)) return
  const kind = yield* demandKind(channel.kind)
  const stored = yield* (yield* Vault).fields(`channel:${channel.id}`)
  if (change.settings !== undefined || Object.keys(secrets).length > 0)
    yield* demandOwnFields(kind, change.settings ?? channel.settings, [
      ...new Set([...stored, ...Object.keys(secrets)])
    ])
  const client = yield* (yield* ChannelStore).client(channel.id)
  yield* demandPage(kind, changedPage(pageOf(channel, client), change))
  const values = change.supplierValues ?? channel.supplierValues
  yield* demandValues(channel.environment, values, givenValues(channel.supplierValues, values))
  yield* demandServices(kind, services)
})

const mostChecked = 10_000
const boardPage = 500

/** Orders that wait here are judged anew: a looser rule frees them, a stricter one holds them. */
const checkWaiting = Effect.fn("checkWaiting")(function* (channelId: ChannelId) {
  const board = yield* OrderBoard
  const found: Array<OrderId> = []
  for (let after: PageKey | null = null; found.length < mostChecked; ) {
    const { rows }: BoardPage = yield* board.page({ channelId, status: "not_processed" }, after, boardPage)
    found.push(...rows.map((row) => row.id))
    const last = rows.at(-1)
    if (last === undefined || rows.length < boardPage) break
    after = { placedAt: last.placedAt, id: last.id }
  }
  const jobs = inBatches(found).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
  if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
})

const write = Effect.fn("write")(function* (channel: SalesChannel, setting: ChannelSetting) {
  const channels = yield* ChannelStore
  const vault = yield* Vault
  const { change, services, secrets, seen } = setting
  const isWritten = yield* seen === undefined
    ? channels.change(channel.id, change)
    : channels.change(channel.id, change, seen.version)
  if (!isWritten) return yield* refuseOverChannel(seen ?? channel)
  for (const service of services) yield* channels.setService(channel.id, service)
  for (const [field, secret] of Object.entries(secrets))
    yield* vault.put(`channel:${channel.id}`, field, secret)
  const now = yield* channels.get(channel.id)
  if (now !== null) yield* keepChannelSchedules(now)
  if (change.rejectUnmapped !== undefined || change.supplierValues !== undefined)
    yield* checkWaiting(channel.id)
  yield* (yield* ChangeFeed).publish({ about: "channels" })
})

/** Changes settings, plan, services; takes effect at once and without a restart. */
export const setChannel = Effect.fn("setChannel")(function* (name: string, setting: ChannelSetting) {
  const channel = yield* demandChannelNamed(name)
  yield* demandSetting(channel, setting)
  yield* (yield* UnitOfWork).run(
    notingChannel(channel.id, write(channel, setting), Object.keys(setting.secrets))
  )
})

/** What may be a mistake in a channel as it is set now. */
export const channelWarnings = Effect.fn("channelWarnings")(function* (name: string) {
  const channel = yield* demandChannelNamed(name)
  const client = yield* (yield* ChannelStore).client(channel.id)
  return yield* warningsOf(yield* demandKind(channel.kind), pageOf(channel, client))
})
