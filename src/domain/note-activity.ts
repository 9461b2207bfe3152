import * as Effect from "effect/Effect"
import {
  type ActivityAct,
  type ActivityChange,
  type ActivityEntry,
  type ActivitySubject,
  changesBetween,
  keptEntry,
  secretChanges
} from "./model/activity.ts"
import { channelFace, supplierFace } from "./model/activity-face.ts"
import type { ChannelId } from "./model/sales-channel.ts"
import type { SupplierId } from "./model/supplier.ts"
import { ActivityLog } from "./ports/activity-log.ts"
import { Actor } from "./ports/actor.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { now } from "./ports/clock.ts"
import { SupplierStore } from "./ports/supplier-store.ts"

/** Somebody did something to settings. Called in the transaction of the change itself; `at` where that bears a moment of its own. */
export const noteActivity = Effect.fn("noteActivity")(function* (
  act: ActivityAct,
  subject: ActivitySubject,
  changes: ReadonlyArray<ActivityChange> = [],
  note = "",
  at: Date | null = null
) {
  const entry: ActivityEntry = keptEntry({ act, subject, changes, note })
  yield* (yield* ActivityLog).record([entry], yield* Actor, at ?? (yield* now))
})

/** The same, with what differs between two looks. What was saved as it was leaves no row; secrets always do. */
export const noteChange = Effect.fn("noteChange")(function* (
  subject: ActivitySubject,
  before: object,
  after: object,
  secrets: ReadonlyArray<string> = []
) {
  const changes = [...changesBetween(before, after), ...secretChanges(secrets)]
  if (changes.length > 0) yield* noteActivity("changed", subject, changes)
})

interface Party {
  readonly id: number
  readonly name: string
}

export const ofChannel = ({ id, name }: Party): ActivitySubject => ({ kind: "channel", id, name })
export const ofSupplier = ({ id, name }: Party): ActivitySubject => ({ kind: "supplier", id, name })
export const ofInstallation: ActivitySubject = { kind: "installation", id: null, name: "" }

const lookAtChannel = Effect.fn("lookAtChannel")(function* (id: ChannelId) {
  const channels = yield* ChannelStore
  const channel = yield* channels.get(id)
  return channel === null
    ? { name: "", face: {} }
    : { name: channel.name, face: channelFace(channel, yield* channels.client(id)) }
})

const lookAtSupplier = Effect.fn("lookAtSupplier")(function* (id: SupplierId) {
  const supplier = yield* (yield* SupplierStore).get(id)
  return supplier === null ? { name: "", face: {} } : { name: supplier.name, face: supplierFace(supplier) }
})

/** Changes a channel, and notes what is otherwise afterwards. Called in the transaction of the change. */
export const notingChannel = Effect.fn("notingChannel")(function* <A, E, R>(
  id: ChannelId,
  change: Effect.Effect<A, E, R>,
  secrets: ReadonlyArray<string> = []
) {
  const before = yield* lookAtChannel(id)
  const value = yield* change
  const after = yield* lookAtChannel(id)
  yield* noteChange(ofChannel({ id, name: after.name }), before.face, after.face, secrets)
  return value
})

/** The same of a supplier. */
export const notingSupplier = Effect.fn("notingSupplier")(function* <A, E, R>(
  id: SupplierId,
  change: Effect.Effect<A, E, R>,
  secrets: ReadonlyArray<string> = []
) {
  const before = yield* lookAtSupplier(id)
  const value = yield* change
  const after = yield* lookAtSupplier(id)
  yield* noteChange(ofSupplier({ id, name: after.name }), before.face, after.face, secrets)
  return value
})

/** A channel or a supplier that there was not before: all that was set of it, and which secrets. */
export const noteNewChannel = Effect.fn("noteNewChannel")(function* (
  id: ChannelId,
  secrets: ReadonlyArray<string>
) {
  const { name, face } = yield* lookAtChannel(id)
  yield* noteActivity("added", ofChannel({ id, name }), [
    ...changesBetween({}, face),
    ...secretChanges(secrets)
  ])
})

export const noteNewSupplier = Effect.fn("noteNewSupplier")(function* (
  id: SupplierId,
  secrets: ReadonlyArray<string>
) {
  const { name, face } = yield* lookAtSupplier(id)
  yield* noteActivity("added", ofSupplier({ id, name }), [
    ...changesBetween({}, face),
    ...secretChanges(secrets)
  ])
})
