import { randomUUID } from "node:crypto"
import { posix } from "node:path"
import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelFailure } from "../../../domain/ports/failure.ts"
import { ensureFolder } from "../../files/archive-name.ts"
import { oldestFirst, plainName, shown, unfinished } from "../../files/incoming-name.ts"
import type { RemoteFile, RemoteFolder } from "../../files/remote-folder.ts"
import { foreignText } from "../../foreign-text.ts"
import { type FilesAccess, folderFailure } from "./files-access.ts"
import type { FilesProtocol } from "./files-protocol.ts"
import type { FilesSettings, OrderFolder } from "./files-settings.ts"
import { mostBytes } from "./order-row.ts"
import { readOrderFile } from "./read-order-file.ts"

type Said = Effect.Effect<string, ChannelFailure>

/** Writes a file that nobody collects and takes it away again. */
const canWrite = (remote: RemoteFolder, what: string, folder: string): Said => {
  const name = posix.join(folder, `.switchyard-test-${randomUUID()}.tmp`)
  const work = Effect.gen(function* () {
    yield* remote.list(folder)
    yield* remote.write(name, new TextEncoder().encode("test"))
    yield* remote.remove(name)
  })
  return work.pipe(
    Effect.mapError((trouble) => folderFailure(`write to ${folder}`, trouble)),
    Effect.as(`${what} ${folder} is there and can be written to.`)
  )
}

const understood = (orders: OrderFolder, file: RemoteFile, content: Uint8Array): string => {
  const read = readOrderFile(orders.format, file.name, content, new Date(0))
  const lines = read.orders.reduce((sum, order) => sum + order.lines.length, 0)
  const [first] = read.orders
  const sample =
    first === undefined
      ? ""
      : ` The first is ${foreignText(first.channelOrderNumber)} (${foreignText(first.channelStatus)}, ${first.total} ${first.currency}) to ${foreignText(first.shipTo.name)}, ${foreignText(first.shipTo.country)}.`
  const [bad] = read.broken
  const broken =
    bad === undefined ? "" : ` ${read.broken.length} could not be read; the first: ${bad.reason}.`
  return `Read ${file.name}: ${read.orders.length} order(s) with ${lines} line(s).${sample}${broken}`
}

/** The newest order file, read and left where it is. */
const readNewest = Effect.fn("files.readNewest")(function* (
  remote: RemoteFolder,
  orders: OrderFolder,
  files: ReadonlyArray<RemoteFile>
): Effect.fn.Return<string, ChannelFailure> {
  const newest = files.toSorted(oldestFirst).at(-1)
  if (newest === undefined) return "No order file waits, so the columns are not tested yet."
  const content = yield* remote
    .read(posix.join(orders.folder, newest.name), mostBytes)
    .pipe(Effect.mapError((trouble) => folderFailure(`read ${newest.name}`, trouble)))
  return content === null
    ? `${newest.name} is larger than ${mostBytes / 1_048_576} MB and will not be read.`
    : understood(orders, newest, content)
})

const lookAtOrders = Effect.fn("files.lookAtOrders")(function* (remote: RemoteFolder, orders: OrderFolder) {
  const listed = yield* remote
    .list(orders.folder)
    .pipe(Effect.mapError((trouble) => folderFailure(`read the orders folder ${orders.folder}`, trouble)))
  const files = listed.filter((file) => file.isFile && !unfinished.test(file.name))
  const odd = files.filter(({ name }) => !plainName.test(name))
  const ours = files.filter(({ name }) => plainName.test(name) && orders.takes(name))
  return [
    `Orders folder ${orders.folder} is there; ${ours.length} order file(s) wait.`,
    ...odd
      .slice(0, 3)
      .map(({ name }) => `${foreignText(shown(name))} is left alone: its name is no plain one.`),
    yield* readNewest(remote, orders, ours)
  ]
})

const lookAtArchive = Effect.fn("files.lookAtArchive")(function* (remote: RemoteFolder, orders: OrderFolder) {
  if (orders.afterwards === "leave") return ["Files stay where they are after reading, as afterReading says."]
  yield* ensureFolder(remote, orders.archive).pipe(
    Effect.mapError((trouble) => folderFailure(`make the archive folder ${orders.archive}`, trouble))
  )
  return [yield* canWrite(remote, "Archive folder", orders.archive)]
})

const lookAtOurs = ({ shipments, stock }: FilesSettings, remote: RemoteFolder) =>
  Effect.all([
    shipments === null
      ? Effect.succeed("No shipmentsFolder is set: shipments are not told.")
      : canWrite(remote, "Shipments folder", shipments.folder),
    stock === null
      ? Effect.succeed("No inventoryFolder is set: inventory is not written.")
      : canWrite(remote, "Inventory folder", stock.folder)
  ])

/** Signs in, tries every folder, reads the newest order file: what works, one line each. Nothing stays behind. */
export const testChannel = (access: FilesAccess, protocol: FilesProtocol) =>
  Effect.fn("files.test")(function* (channel: SalesChannel) {
    const settings = yield* access.settings(channel)
    return yield* access.use(channel, (remote) =>
      Effect.gen(function* () {
        const orders = yield* lookAtOrders(remote, settings.orders)
        const archive = yield* lookAtArchive(remote, settings.orders)
        return [
          protocol.connected(channel.settings),
          ...orders,
          ...archive,
          ...(yield* lookAtOurs(settings, remote))
        ]
      })
    )
  })
