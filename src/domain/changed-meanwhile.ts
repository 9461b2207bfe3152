import * as Effect from "effect/Effect"
import { type ActivitySubject, changesBetween } from "./model/activity.ts"
import { channelFace, type Face, supplierFace } from "./model/activity-face.ts"
import { meanwhileText } from "./model/meanwhile.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import type { Supplier } from "./model/supplier.ts"
import { ofChannel, ofSupplier } from "./note-activity.ts"
import { ActivityLog } from "./ports/activity-log.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { Refusal } from "./ports/failure.ts"
import { SupplierStore } from "./ports/supplier-store.ts"

const mostRead = 50

interface Look {
  readonly version: number
  readonly face: Face
}

/** Names who changed what since it was seen. Each change has its version, and its note in the log. */
const refusal = Effect.fn("refusal")(function* (subject: ActivitySubject, seen: Look, now: Look) {
  const { kind, id, name } = subject
  const found = yield* (yield* ActivityLog).page({ subject: { kind, name } }, null, mostRead)
  const rows = found.filter((row) => row.act === "changed" && row.subject.id === id)
  const log = { rows, acts: Math.max(1, now.version - seen.version) }
  return yield* new Refusal({
    message: `${meanwhileText(name, log, changesBetween(seen.face, now.face))} Nothing was written: look again, then change it.`
  })
})

const gone = (name: string) => new Refusal({ message: `${name} is not there any more.` })

/** Refuses what was typed over an older look at a supplier. */
export const refuseOverSupplier = Effect.fn("refuseOverSupplier")(function* (seen: Supplier) {
  const now = yield* (yield* SupplierStore).get(seen.id)
  if (now === null) return yield* gone(seen.name)
  const look = (supplier: Supplier): Look => ({ version: supplier.version, face: supplierFace(supplier) })
  return yield* refusal(ofSupplier(now), look(seen), look(now))
})

/** The same of a channel. */
export const refuseOverChannel = Effect.fn("refuseOverChannel")(function* (seen: SalesChannel) {
  const now = yield* (yield* ChannelStore).get(seen.id)
  if (now === null) return yield* gone(seen.name)
  const look = (channel: SalesChannel): Look => ({
    version: channel.version,
    face: channelFace(channel, null)
  })
  return yield* refusal(ofChannel(now), look(seen), look(now))
})
