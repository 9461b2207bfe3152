import * as Effect from "effect/Effect"
import { keepChannelSchedules } from "../channel-schedules.ts"
import { notingChannel } from "../note-activity.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const putAway = Effect.fn("putAway")(function* (name: string, isAway: boolean) {
  const channels = yield* ChannelStore
  const channel = yield* channels.byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  if ((channel.archivedAt !== null) === isAway)
    return yield* new Refusal({
      message: isAway ? `${name} is archived already.` : `${name} is not archived.`
    })
  const at = isAway ? yield* now : null
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* notingChannel(channel.id, channels.archive(channel.id, at))
      const after = yield* channels.get(channel.id)
      if (after !== null) yield* keepChannelSchedules(after)
      yield* (yield* ChangeFeed).publish({ about: "channels" })
    })
  )
})

/** Never deleted: its orders, and all that was sent for them, stay. Nothing of it runs by itself any more. */
export const archiveChannel = (name: string) => putAway(name, true)

/** Back with all its services off: what runs again is for a person to say. */
export const restoreChannel = (name: string) => putAway(name, false)

/** Orders, secrets and history follow: they know the channel by its number. */
export const renameChannel = Effect.fn("renameChannel")(function* (name: string, to: string) {
  const channels = yield* ChannelStore
  const channel = yield* channels.byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(to))
    return yield* new Refusal({ message: "A channel's name is 1 to 40 of a-z, 0-9 and -." })
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      if (!(yield* notingChannel(channel.id, channels.rename(channel.id, to))))
        return yield* new Refusal({ message: `There is a channel “${to}” already.` })
      yield* (yield* ChangeFeed).publish({ about: "channels" })
    })
  )
})
