import { mkdtempSync } from "node:fs"
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { countryOf } from "../../../../src/connectors/channels/files/country-name.ts"
import { archiveFile, hashOf } from "../../../../src/connectors/channels/files/files-archive.ts"
import { filesSettings, type OrderFolder } from "../../../../src/connectors/channels/files/files-settings.ts"
import { localFolder } from "../../../../src/connectors/files/local-folder.ts"
import type { RemoteFolder } from "../../../../src/connectors/files/remote-folder.ts"

const then = new Date("2026-11-22T03:00:00Z")
const file = { name: "orders.csv", size: 3, modifiedAt: then.getTime() / 1000 }
const hash = hashOf(new TextEncoder().encode("old"))

let root = ""
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "h-files-archive-"))
  await mkdir(join(root, "orders"))
  await put("old")
})
afterEach(() => rm(root, { recursive: true }))

const put = async (text: string, name = file.name) => {
  await writeFile(join(root, "orders", name), text)
  await utimes(join(root, "orders", name), then, then)
}

const ordersOf = (orderFiles: string): OrderFolder => {
  const read = filesSettings({ ordersFolder: "orders", currency: "USD", orderFiles }, countryOf)
  if (typeof read === "string") throw new Error(read)
  return read.orders
}

/** The partner's program writes right before our move, and perhaps once more right after it. */
const raced = (...texts: ReadonlyArray<string>): RemoteFolder => {
  const remote = localFolder(root, 60_000)
  const left = [...texts]
  const write = () =>
    Effect.promise(async () => {
      const text = left.shift()
      if (text !== undefined) await put(text)
    })
  return {
    ...remote,
    rename: (from, to) => write().pipe(Effect.andThen(remote.rename(from, to)), Effect.andThen(write()))
  }
}

const archive = (remote: RemoteFolder, orderFiles = "") =>
  Effect.runPromise(Effect.result(archiveFile(remote, ordersOf(orderFiles), file, hash)))

const texts = async (folder: string) => {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readFile(join(root, folder, name), "utf8")))
}

describe("archiving an order file", () => {
  it("moves it", async () => {
    await archive(localFolder(root, 60_000))
    expect(await texts("orders")).toEqual([])
    expect(await texts("orders/archive")).toEqual(["old"])
  })

  it("leaves one alone that looks different by now", async () => {
    await put("newer")
    await archive(localFolder(root, 60_000))
    expect(await texts("orders")).toEqual(["newer"])
    expect(await texts("orders/archive")).toEqual([])
  })

  it("puts one back that was written in the moment of the move, also when it looks the same", async () => {
    await archive(raced("new"))
    expect(await texts("orders")).toEqual(["new"])
    expect(await texts("orders/archive")).toEqual([])
  })

  it("puts it back under another name that is read, when its own is taken again", async () => {
    await archive(raced("new", "third"), "ord*.csv")
    expect((await texts("orders")).sort()).toEqual(["new", "third"])
    const names = (await readdir(join(root, "orders"))).filter((name) => name.endsWith(".csv"))
    expect(names.every((name) => ordersOf("ord*.csv").takes(name))).toBe(true)
  })

  it("says where it lies when no name that is read is free", async () => {
    const done = await archive(raced("new", "third"), "orders.csv")
    expect(done).toMatchObject({
      _tag: "Failure",
      failure: { kind: "refused", message: expect.stringContaining("lies in the archive as orders.csv") }
    })
    expect(await texts("orders")).toEqual(["third"])
    expect(await texts("orders/archive")).toEqual(["new"])
  })
})
