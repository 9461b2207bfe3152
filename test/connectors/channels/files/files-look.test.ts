import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { countryOf } from "../../../../src/connectors/channels/files/country-name.ts"
import { lookForFiles } from "../../../../src/connectors/channels/files/files-look.ts"
import { FilesMemory } from "../../../../src/connectors/channels/files/files-memory.ts"
import { filesSettings, type OrderFolder } from "../../../../src/connectors/channels/files/files-settings.ts"
import type { RemoteFile, RemoteFolder } from "../../../../src/connectors/files/remote-folder.ts"

const ordersOf = (quietSeconds: string): OrderFolder => {
  const read = filesSettings({ ordersFolder: "orders", currency: "USD", quietSeconds }, countryOf)
  if (typeof read === "string") throw new Error(read)
  return read.orders
}

/** A folder whose files are as the clock says: size by seconds. */
const folderOf = (sizes: Readonly<Record<string, (second: number) => number>>) => {
  const unused = () => Effect.die(new Error("a look only lists"))
  const remote: RemoteFolder = {
    isOpen: () => true,
    list: () =>
      Effect.map(Clock.currentTimeMillis, (ms) =>
        Object.entries(sizes).map(
          ([name, size]): RemoteFile => ({ name, size: size(ms / 1000), modifiedAt: 1, isFile: true })
        )
      ),
    size: unused,
    read: unused,
    pull: unused,
    write: unused,
    rename: unused,
    remove: unused,
    makeFolder: unused
  }
  return remote
}

/** Which files a look at this second finds, and how long it took. */
const lookAt = (remote: RemoteFolder, orders: OrderFolder, memory: FilesMemory, second: number) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(second * 1000)
    const look = yield* Effect.forkChild(lookForFiles(remote, orders, memory, null))
    let waited = 0
    while (look.pollUnsafe() === undefined) {
      yield* Effect.yieldNow
      if (look.pollUnsafe() !== undefined) break
      yield* TestClock.adjust(1000)
      waited += 1
    }
    const { quiet } = yield* Fiber.join(look)
    return { names: quiet.map(({ name }) => name), waited }
  })

const run = <A, E>(work: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(Effect.provide(work, TestClock.layer()))

describe("a file that is still being written", () => {
  it("is left alone until it has stood still for as long as the settings say", async () => {
    const memory = new FilesMemory()
    const remote = folderOf({ "still.csv": () => 9, "grows.csv": (second) => Math.min(second, 103) })
    const looks = await run(
      Effect.gen(function* () {
        const first = yield* lookAt(remote, ordersOf("5"), memory, 100)
        const second = yield* lookAt(remote, ordersOf("5"), memory, 200)
        return [first, second]
      })
    )
    expect(looks[0]?.names).toEqual(["still.csv"])
    expect(looks[1]?.names).toEqual(["grows.csv", "still.csv"])
  })

  it("is not waited for anew when an earlier run saw it like that", async () => {
    const memory = new FilesMemory()
    const remote = folderOf({ "a.csv": () => 9 })
    const looks = await run(
      Effect.gen(function* () {
        return [
          yield* lookAt(remote, ordersOf("30"), memory, 100),
          yield* lookAt(remote, ordersOf("30"), memory, 900)
        ]
      })
    )
    expect(looks.map(({ names }) => names)).toEqual([["a.csv"], ["a.csv"]])
    expect(looks[0]?.waited).toBeGreaterThanOrEqual(30)
    expect(looks[1]?.waited).toBeLessThan(10)
  })

  it("is waited for by nobody where the folder is empty", async () => {
    const { waited } = await run(lookAt(folderOf({}), ordersOf("60"), new FilesMemory(), 100))
    expect(waited).toBeLessThan(10)
  })
})
