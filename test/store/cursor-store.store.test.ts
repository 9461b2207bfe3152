import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { DownloadPlace, DownloadService } from "../../src/domain/model/download-place.ts"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { CursorStore } from "../../src/domain/ports/cursor-store.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { cursorStoreLayer } from "../../src/store/cursor-store.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantParties } from "./plant.ts"

const store = withTestDatabase(cursorStoreLayer)
const channel = ChannelId(1)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const cursors = <A, E>(use: (c: typeof CursorStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(CursorStore, use))
const hours = (n: number) => new Date(plantedAt.getTime() + n * 3_600_000)

const place = (cursor: string, pages = 1): DownloadPlace => ({
  since: plantedAt.toISOString(),
  begunAt: plantedAt.toISOString(),
  cursor,
  question: "q",
  pages,
  runId: 7
})
const move = (
  from: DownloadPlace | null,
  to: DownloadPlace | null,
  watermark: Date | null = null,
  service: DownloadService = "orders"
) => cursors((c) => c.move(channel, service, { from, to, watermark }, plantedAt))
const watermark = (service: DownloadService = "orders") => cursors((c) => c.watermark(channel, service))

test("there is none before the first pull, and it moves forward only", async () => {
  expect(await watermark()).toBeNull()
  await move(null, null, hours(2))
  await move(null, null, hours(1))
  await move(null, null, null)
  expect(await watermark()).toEqual(hours(2))
  await move(null, null, hours(3))
  expect(await watermark()).toEqual(hours(3))
  expect(await cursors((c) => c.watermark(ChannelId(2), "orders"))).toBeNull()
})

test("each service of a channel has its own watermark and its own place", async () => {
  await move(null, place("page 2"), hours(2))
  await move(null, place("night 5"), null, "look_back")
  expect(await watermark("look_back")).toBeNull()
  expect(await cursors((c) => c.place(channel, "orders"))).toEqual({ place: place("page 2"), at: plantedAt })
  expect(await cursors((c) => c.place(channel, "look_back"))).toMatchObject({ place: place("night 5") })
  await cursors((c) => c.forgetPlace(channel, "orders"))
  expect(await cursors((c) => c.place(channel, "orders"))).toBeNull()
  expect(await cursors((c) => c.place(channel, "look_back"))).not.toBeNull()
  expect(await watermark()).toEqual(hours(2))
})

test("of ten workers at one page one goes on; the others write nothing", async () => {
  for (const [from, to] of [
    [null, place("2")],
    [place("2"), place("3", 2)],
    [place("3", 2), null]
  ] as const) {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => move(from, to, hours(i))))
    // The last page leaves no place, so those behind it find the beginning, from where they did not come.
    expect(answers.filter((moved) => moved)).toHaveLength(1)
  }
})

test("it moves in the transaction of the rows: undone with them", async () => {
  const failing = Effect.gen(function* () {
    const to = { from: null, to: place("2"), watermark: hours(5) }
    yield* (yield* CursorStore).move(channel, "orders", to, plantedAt)
    return yield* Effect.fail("page broken")
  })
  await store.run(Effect.flip(Effect.flatMap(UnitOfWork, (u) => u.run(failing))))
  expect(await watermark()).toBeNull()
  expect(await cursors((c) => c.place(channel, "orders"))).toBeNull()
})
