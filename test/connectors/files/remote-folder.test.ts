import { existsSync, symlinkSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RemoteFolder, RemoteTrouble } from "../../../src/connectors/files/remote-folder.ts"
import { hostileText } from "../transports/hostile-text.ts"
import { ftp, local, type Place, places } from "../transports/remote-places.ts"

describe.each(places)("a remote folder by %s", (_name, make) => {
  const withFolder = async <A>(
    work: (folder: RemoteFolder, place: Place) => Effect.Effect<A, unknown>
  ): Promise<A> => {
    await using place = await make()
    return await Effect.runPromise(Effect.scoped(Effect.flatMap(place.open, (folder) => work(folder, place))))
  }
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256)

  it("keeps every byte of what is written, read, sized and listed", async () => {
    const seen = await withFolder((folder) =>
      Effect.gen(function* () {
        yield* folder.write("inbound/a.bin", bytes)
        return {
          size: yield* folder.size("inbound/a.bin"),
          read: yield* folder.read("inbound/a.bin", bytes.length),
          listed: (yield* folder.list("inbound")).map(({ name, size, isFile }) => ({ name, size, isFile }))
        }
      })
    )
    expect(seen.size).toBe(bytes.length)
    expect(Buffer.from(seen.read ?? []).equals(bytes)).toBe(true)
    expect(seen.listed).toEqual([{ name: "a.bin", size: bytes.length, isFile: true }])
  })

  it("writes over what it wrote before, also with less or nothing", async () => {
    const sizes = await withFolder((folder) =>
      Effect.forEach([bytes, bytes.subarray(0, 10), bytes.subarray(0, 0)], (content) =>
        Effect.andThen(folder.write("inbound/a", content), folder.size("inbound/a"))
      )
    )
    expect(sizes).toEqual([bytes.length, 10, 0])
  })

  it("reads no more than it may", async () => {
    const read = await withFolder((folder) =>
      Effect.andThen(
        folder.write("inbound/a", bytes),
        Effect.all([folder.read("inbound/a", bytes.length - 1), folder.size("inbound/a")])
      )
    )
    expect(read).toEqual([null, bytes.length])
  })

  it("hands on every byte of a long file in order, one piece at a time, and stops where it is too long", async () => {
    const long = Uint8Array.from({ length: 1_300_001 }, (_, index) => (index * 31) % 251)
    const pulled: Array<Uint8Array> = []
    let taking = 0
    const take = async (piece: Uint8Array) => {
      taking += 1
      expect(taking).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      pulled.push(Uint8Array.from(piece))
      taking -= 1
    }
    const nobody = () => Promise.reject(new Error("no room"))
    const seen = await withFolder((folder) =>
      Effect.gen(function* () {
        yield* folder.write("inbound/long", long)
        const whole = yield* folder.pull("inbound/long", long.length, take)
        const again = Buffer.concat(pulled).equals(long)
        const tooLong = yield* folder.pull("inbound/long", 900_000, async () => {})
        return { whole, again, tooLong }
      })
    )
    expect(seen).toEqual({ whole: long.length, again: true, tooLong: null })
    const troubles = await withFolder((folder) =>
      Effect.gen(function* () {
        yield* folder.write("inbound/a", bytes)
        const refused = yield* Effect.flip(folder.pull("inbound/a", bytes.length, nobody))
        return { kind: (refused as RemoteTrouble).kind, message: (refused as RemoteTrouble).message }
      })
    )
    expect(troubles).toEqual({
      kind: "nothing happened",
      message: expect.stringContaining("it could not be written down here: no room")
    })
    const gone = await withFolder((folder) => Effect.flip(folder.pull("inbound/none", 10, async () => {})))
    expect((gone as RemoteTrouble).kind).toBe("no such file")
  })

  it("proves that a name is absent, and that a folder is there", async () => {
    expect(
      await withFolder((folder) =>
        Effect.all([
          folder.size("inbound/none"),
          folder.size("none"),
          Effect.map(folder.size("inbound"), (size) => size !== null)
        ])
      )
    ).toEqual([null, null, true])
  })

  it("tells an empty folder from one that is not there", async () => {
    const [empty, none] = await withFolder((folder) =>
      Effect.gen(function* () {
        return [yield* folder.list("inbound"), yield* Effect.flip(folder.list("none"))] as const
      })
    )
    expect(empty).toEqual([])
    expect(none).toMatchObject({ _tag: "RemoteTrouble", kind: "no such file" })
  })

  it("goes on after a refusal", async () => {
    const seen = await withFolder((folder) =>
      Effect.gen(function* () {
        const kinds = [
          (yield* Effect.flip(folder.read("inbound/none", 10))).kind,
          (yield* Effect.flip(folder.remove("inbound/none"))).kind,
          (yield* Effect.flip(folder.rename("inbound/none", "inbound/other"))).kind
        ]
        yield* folder.write("inbound/a", bytes)
        return { kinds, open: folder.isOpen(), size: yield* folder.size("inbound/a") }
      })
    )
    expect(seen).toEqual({
      kinds: ["no such file", "no such file", "no such file"],
      open: true,
      size: bytes.length
    })
  })

  it("renames to a free name, and never over a file", async () => {
    await using place = await make()
    await writeFile(place.at("inbound/taken"), "theirs")
    const trouble = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const folder = yield* place.open
          yield* folder.write("inbound/.a.tmp", bytes)
          yield* folder.rename("inbound/.a.tmp", "inbound/a")
          return yield* Effect.flip(folder.rename("inbound/a", "inbound/taken"))
        })
      )
    )
    expect(trouble.kind).toBe("refused")
    expect(await readFile(place.at("inbound/taken"), "utf8")).toBe("theirs")
    expect(existsSync(place.at("inbound/a"))).toBe(true)
    expect(existsSync(place.at("inbound/.a.tmp"))).toBe(false)
  })

  it("makes folders and removes files", async () => {
    const after = await withFolder((folder) =>
      Effect.gen(function* () {
        yield* folder.makeFolder("outbound/archive")
        yield* folder.write("outbound/archive/x", bytes)
        yield* folder.remove("outbound/archive/x")
        return [
          yield* folder.list("outbound/archive"),
          (yield* folder.list("outbound")).map((file) => file.isFile)
        ]
      })
    )
    expect(after).toEqual([[], [false]])
  })

  it("says what may not be said to a server, and nothing happens", async () => {
    const kinds = await withFolder((folder) =>
      Effect.gen(function* () {
        yield* folder.write("inbound/a", bytes)
        const names = ["inbound/x\r\nDELE inbound/a", "x\n", "x\u0000", "", "x".repeat(2000)]
        const troubles = yield* Effect.forEach(names, (name) =>
          Effect.forEach(
            [
              folder.size(name),
              folder.write(name, bytes),
              folder.rename("inbound/a", name),
              folder.remove(name),
              folder.list(name),
              folder.makeFolder(name)
            ],
            (operation: Effect.Effect<unknown, RemoteTrouble>) => Effect.flip(operation)
          )
        )
        return {
          kinds: new Set(troubles.flat().map((trouble) => trouble.kind)),
          size: yield* folder.size("inbound/a")
        }
      })
    )
    expect(kinds).toEqual({ kinds: new Set(["nothing happened"]), size: bytes.length })
  })

  it("is used by several at once", async () => {
    const sizes = await withFolder((folder) =>
      Effect.forEach(
        Array.from({ length: 8 }, (_, index) => index),
        (index) =>
          Effect.andThen(
            folder.write(`inbound/${index}`, bytes.subarray(0, index)),
            folder.size(`inbound/${index}`)
          ),
        { concurrency: "unbounded" }
      )
    )
    expect(sizes).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe("a local folder", () => {
  it("keeps to its root, and follows no link", async () => {
    await using place = await local()
    symlinkSync("/etc/hostname", place.at("inbound/link"))
    const kinds = await Effect.runPromise(
      Effect.gen(function* () {
        const folder = yield* place.open
        return [
          (yield* Effect.flip(folder.read("../../etc/hostname", 1000))).kind,
          (yield* Effect.flip(folder.write("/etc/switchyard-test", new Uint8Array()))).kind,
          (yield* Effect.flip(folder.read("inbound/link", 1000))).kind,
          (yield* folder.list("inbound")).map((file) => file.isFile)
        ]
      }).pipe(Effect.scoped)
    )
    expect(kinds).toEqual(["nothing happened", "nothing happened", "refused", [false]])
  })
})

describe("any path", () => {
  it("becomes no second command", async () => {
    await using place = await ftp({ security: "none" })()
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const folder = yield* place.open
          yield* folder.write("outbound/kept", new Uint8Array([1]))
          for (const name of fc.sample(hostileText({ maxLength: 40 }), 60))
            yield* Effect.result(folder.size(`inbound/${name}\r\nDELE /outbound/kept`))
          expect(yield* folder.size("outbound/kept")).toBe(1)
        })
      )
    )
  })
})
