import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
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

test("there is none before the first pull, and it moves forward only", async () => {
  expect(await cursors((c) => c.watermark(channel))).toBeNull()
  await cursors((c) => c.advanceTo(channel, hours(2), plantedAt))
  await cursors((c) => c.advanceTo(channel, hours(1), plantedAt))
  expect(await cursors((c) => c.watermark(channel))).toEqual(hours(2))
  await cursors((c) => c.advanceTo(channel, hours(3), plantedAt))
  expect(await cursors((c) => c.watermark(channel))).toEqual(hours(3))
  expect(await cursors((c) => c.watermark(ChannelId(2)))).toBeNull()
})

test("it moves in the transaction of the rows: undone with them", async () => {
  const failing = Effect.gen(function* () {
    yield* (yield* CursorStore).advanceTo(channel, hours(5), plantedAt)
    return yield* Effect.fail("page broken")
  })
  await store.run(Effect.flip(Effect.flatMap(UnitOfWork, (u) => u.run(failing))))
  expect(await cursors((c) => c.watermark(channel))).toBeNull()
})
