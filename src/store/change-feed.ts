import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { OrderId } from "../domain/model/order.ts"
import { type Beat, type Change, ChangeFeed } from "../domain/ports/change-feed.ts"
import { Database, type Sql, storeFailure } from "./database.ts"
import { workerWorks } from "./worker-registry.ts"

const channel = "switchyard_changes"

/** The server refuses payloads of 8000 bytes; ids are digits, so characters are bytes. */
const largestPayload = 7_900

/** A connection is dead when two beats do not come back; after the first, the second follows so soon at the latest. */
const missedMs = 4000
const beatsMissedAtMost = 2
const retryEvery = "1 second"

const lookAgain: Change = { about: "orders", ids: [] }

const parts: ReadonlyArray<string> = ["sync", "channels", "suppliers", "workers", "installation"]

const isPart = (about: unknown): about is Exclude<Change["about"], "orders"> =>
  typeof about === "string" && parts.includes(about)

const areIds = (ids: unknown): ids is ReadonlyArray<OrderId> =>
  Array.isArray(ids) && ids.every((id) => Number.isSafeInteger(id))

/** By hand: a console that is open all day may read ten a second, and a schema is a twentieth of what that costs. */
const changeOf = (said: unknown): Change | null => {
  if (typeof said !== "object" || said === null || !("about" in said)) return null
  if (isPart(said.about)) return { about: said.about }
  return said.about === "orders" && "ids" in said && areIds(said.ids)
    ? { about: "orders", ids: said.ids }
    : null
}

/** Anybody who may connect may notify: what we cannot read only says that something changed. */
export const readChange = (payload: string): Change => {
  try {
    return changeOf(JSON.parse(payload)) ?? lookAgain
  } catch {
    return lookAgain
  }
}

/** Too many ids for one message say "look again": a second message would only cost a second lock. */
export const writeChange = (change: Change): string => {
  const payload = JSON.stringify(change)
  return payload.length <= largestPayload ? payload : JSON.stringify(lookAgain)
}

const attempt = <A>(run: () => PromiseLike<A>) =>
  Effect.tryPromise({ try: async () => run(), catch: storeFailure })

type Emit = (change: Change | Beat) => void

/** The beat is sent, and the way back brings what nobody tells: which workers live, how many alerts are open. */
const sendBeat = (sql: Sql, beat: string) => sql<Array<{ untold: string }>>`
  select pg_notify(${beat}, ''), concat_ws(' ',
    (select string_agg(w.id::text, ',' order by w.id) from workers w where ${workerWorks(sql)}),
    (select count(*) from alerts where dismissed_at is null)) as untold`

interface Watched {
  /** The channel that beats come back by. */
  readonly name: string
  /** How long the beat that is sent now has; asked once for each. */
  readonly due: (isMissing: boolean) => number
  readonly emit: Emit
  /** Whether the last one came. */
  readonly arrived: () => boolean
}

/** Sends a beat to ourselves by another connection and looks whether it came, until too many are missing. */
const watch = (pool: Sql, { name, due, emit, arrived }: Watched) =>
  Effect.gen(function* () {
    let missed = 0
    let known: string | undefined
    const compare = (untold: string | undefined): void => {
      if (known !== undefined && untold !== known) emit({ about: "workers" })
      known = untold
    }
    while (missed < beatsMissedAtMost) {
      const nextMs = due(missed > 0)
      // Side by side: a pool whose connection is dead too must not make the round longer.
      const send = attempt(() => sendBeat(pool, name)).pipe(
        Effect.timeout(missedMs),
        Effect.map(([row]) => compare(row?.untold)),
        // Whoever looks again sees what is the matter.
        Effect.catch(() => Effect.sync(() => emit(lookAgain)))
      )
      yield* Effect.all([send, Effect.sleep(nextMs)], { concurrency: "unbounded", discard: true })
      missed = arrived() ? 0 : missed + 1
    }
  })

/** Listens on a connection of its own until it is found dead. Whenever it is (again) connected, readers look again. */
const listenOnce = (database: typeof Database.Service, emit: Emit, beatMs: () => number) =>
  Effect.scoped(
    Effect.gen(function* () {
      const beat = `switchyard_beat_${randomUUID().replaceAll("-", "")}`
      let beaten = false
      let nextMs = 0
      const client = yield* Effect.acquireRelease(
        Effect.sync(() => database.connectAside("switchyard changes")),
        (sql) => Effect.promise(() => sql.end({ timeout: 0 }))
      )
      yield* attempt(() =>
        client.listen(
          channel,
          (payload) => emit(readChange(payload)),
          () => emit(lookAgain)
        )
      )
      yield* attempt(() =>
        client.listen(beat, () => {
          beaten = true
          emit({ about: "beat", nextMs })
        })
      )
      yield* watch(database.pool, {
        name: beat,
        due: (isMissing) => {
          nextMs = isMissing ? Math.min(missedMs, beatMs()) : beatMs()
          return nextMs
        },
        emit,
        arrived: () => {
          const came = beaten
          beaten = false
          return came
        }
      })
    })
  )

const listening = (database: typeof Database.Service, emit: Emit, beatMs: () => number) =>
  listenOnce(database, emit, beatMs).pipe(
    // Nobody answers: the board polls meanwhile, and we try until somebody does.
    Effect.catch(() => Effect.sleep(retryEvery)),
    Effect.forever
  )

/** A reader that is slower than the changes keeps the newest; a hint that is lost is harmless. */
const buffer = { bufferSize: 1024, strategy: "sliding" } as const

const make = Effect.gen(function* () {
  const database = yield* Database
  return ChangeFeed.of({
    publish: Effect.fn("ChangeFeed.publish")(function* (change) {
      yield* database.query((sql) => sql`select pg_notify(${channel}, ${writeChange(change)})`)
    }),
    changes: (beatMs) =>
      Stream.callback<Change | Beat>(
        (queue) => listening(database, (change) => Queue.offerUnsafe(queue, change), beatMs),
        buffer
      )
  })
})

export const changeFeedLayer: Layer.Layer<ChangeFeed, never, Database> = Layer.effect(ChangeFeed, make)
