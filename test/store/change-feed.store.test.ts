import { mkdtempSync, rmSync } from "node:fs"
import { createServer, connect as dial, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import { afterEach, expect, test } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import { type Beat, type Change, ChangeFeed } from "../../src/domain/ports/change-feed.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { changeFeedLayer, readChange, writeChange } from "../../src/store/change-feed.ts"
import { Database, databaseLayer } from "../../src/store/database.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(changeFeedLayer)
const lookAgain: Change = { about: "orders", ids: [] }
const orders = (...ids: ReadonlyArray<number>): Change => ({ about: "orders", ids: ids.map(OrderId) })

const publish = (change: Change) => store.run(Effect.flatMap(ChangeFeed, (f) => f.publish(change)))

const closers: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Collects what a feed says, until the test ends. */
const beatMs = () => 4000

const hearing = async (hear: (said: Change | Beat) => unknown, run: typeof store.run = store.run) => {
  let isHeard = false
  const collect = Effect.flatMap(ChangeFeed, (feed) =>
    Stream.runForEach(feed.changes(beatMs), (said) =>
      Effect.sync(() => {
        isHeard = true
        hear(said)
      })
    )
  )
  const fiber = await run(Effect.forkDetach(collect))
  closers.push(() => Effect.runPromise(Fiber.interrupt(fiber)))
  await expect.poll(() => isHeard, { timeout: 20_000 }).toBe(true)
}

/** The changes alone. */
const listening = async (run: typeof store.run = store.run): Promise<ReadonlyArray<Change>> => {
  const heard: Array<Change> = []
  await hearing((said) => said.about !== "beat" && heard.push(said), run)
  return heard
}

const listeners = async () =>
  (await store.sql()`select pid from pg_stat_activity where application_name = 'switchyard changes'
    and datname = current_database()`) as ReadonlyArray<{ readonly pid: number }>

test("changes are told at commit and to everybody; what is rolled back is not told", async () => {
  const [one, two] = [await listening(), await listening()]
  const failing = Effect.gen(function* () {
    yield* (yield* ChangeFeed).publish(orders(13))
    return yield* Effect.fail("no")
  })
  await store.run(Effect.flip(Effect.flatMap(UnitOfWork, (u) => u.run(failing))))
  await publish(orders(1, 2))
  await publish({ about: "installation" })
  for (const heard of [one, two])
    await expect.poll(() => heard).toEqual([lookAgain, orders(1, 2), { about: "installation" }])
})

test("more ids than a message holds, and messages that nobody can read, say: look again", async () => {
  const heard = await listening()
  await publish(orders(...Array.from({ length: 5000 }, (_, i) => 1_000_000 + i)))
  await store.sql()`select pg_notify('switchyard_changes', '{"about":"orders","ids":["x"]}')`
  await store.sql()`select pg_notify('switchyard_changes', 'not json')`
  await expect.poll(() => heard).toEqual([lookAgain, lookAgain, lookAgain, lookAgain])
  expect(writeChange(orders(...Array.from({ length: 1000 }, (_, i) => i))).length).toBeLessThan(8000)
  expect(readChange(writeChange(orders(5)))).toEqual(orders(5))
})

test("the connection closes with its scope", async () => {
  await listening()
  expect((await listeners()).length).toBeGreaterThan(0)
  for (const close of closers.splice(0)) await close()
  await expect.poll(listeners).toEqual([])
})

test("after a killed connection it goes on by itself and says: look again", { timeout: 30_000 }, async () => {
  const heard = await listening()
  await store.sql()`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'switchyard changes' and datname = current_database()`
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([lookAgain, lookAgain])
  await publish(orders(7))
  await expect.poll(() => heard).toEqual([lookAgain, lookAgain, orders(7)])
})

/** A way to the server that can go silent: nothing comes through and nothing breaks, as with a lost network. */
const silentProxy = async (target: string): Promise<{ folder: string; silence: () => void }> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-proxy-"))
  const sockets = new Set<Socket>()
  let muted: ReadonlyArray<Socket> = []
  const server: Server = createServer((near) => {
    const far = dial(target)
    sockets.add(near).add(far)
    near.on("data", (data) => muted.includes(near) || far.write(data))
    far.on("data", (data) => muted.includes(near) || near.write(data))
    for (const socket of [near, far]) {
      socket.on("error", () => socket.destroy())
      socket.on("close", () => {
        near.destroy()
        far.destroy()
      })
    }
  })
  const port = store.options().port
  await new Promise<void>((resolve) => server.listen(join(folder, `.s.PGSQL.${port}`), resolve))
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, silence: () => (muted = [...sockets]) }
}

test("a half-open connection is found out within fifteen seconds", { timeout: 40_000 }, async () => {
  const { host, port } = store.options()
  const proxy = await silentProxy(join(host, `.s.PGSQL.${port}`))
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(changeFeedLayer, databaseLayer({ ...store.options(), host: proxy.folder }))
  )
  closers.push(() => runtime.dispose())
  const heard = await listening((effect) => runtime.runPromise(effect))
  // The pool is connected, so that the silence meets connections at rest.
  await runtime.runPromise(Effect.flatMap(Database, ({ query }) => query((sql) => sql`select 1`)))
  proxy.silence()
  await expect.poll(() => heard.length, { timeout: 16_000 }).toBeGreaterThan(1)
  // Each round that fails says to look again, so nobody can tell by that alone when it listens anew.
  const toldAgain = async () => {
    await publish(orders(3))
    return heard.at(-1)
  }
  await expect.poll(toldAgain, { timeout: 20_000 }).toEqual(orders(3))
})

test("a beat comes by itself; a worker that came or died is told, and nobody says it", {
  timeout: 60_000
}, async () => {
  const heard: Array<Change | Beat> = []
  await hearing((said) => heard.push(said))
  await expect.poll(() => heard, { timeout: 20_000 }).toContainEqual({ about: "beat", nextMs: 4000 })
  const beats = () => heard.filter(({ about }) => about === "beat").length
  const told = () => heard.filter(({ about }) => about === "workers").length
  await expect.poll(beats, { timeout: 30_000 }).toBeGreaterThan(1)
  expect(told()).toBe(0)
  const session = await store.sql().reserve()
  const [worker] = await session<Array<{ id: number }>>`
    insert into workers (name, host, pid, version, started_at, seen_at)
    values ('w1', 'here', 1, '0', now(), now()) returning id::int as id`
  await session`select pg_advisory_lock(1, ${worker?.id ?? 0})`
  await expect.poll(told, { timeout: 30_000 }).toBe(1)
  await session`select pg_advisory_unlock(1, ${worker?.id ?? 0})`
  await expect.poll(told, { timeout: 30_000 }).toBe(2)
  session.release()
})
