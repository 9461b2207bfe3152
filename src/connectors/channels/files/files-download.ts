import { posix } from "node:path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, OrderPage } from "../../../domain/ports/sales-channels.ts"
import { shown } from "../../files/incoming-name.ts"
import type { RemoteFolder, RemoteTrouble } from "../../files/remote-folder.ts"
import { foreignText } from "../../foreign-text.ts"
import { type FilesAccess, folderFailure } from "./files-access.ts"
import { archiveFile, hashOf, unreadHash } from "./files-archive.ts"
import { type Cursor, decodeCursor, encodeCursor, firstCursor } from "./files-cursor.ts"
import { lookForFiles } from "./files-look.ts"
import { type FilesMemory, type SeenFile, stampOf } from "./files-memory.ts"
import type { OrderFolder } from "./files-settings.ts"
import { type BrokenPiece, mostBytes } from "./order-row.ts"
import { type OrderFile, readOrderFile } from "./read-order-file.ts"

const ordersPerPage = 500
/** A run ends after so many files; the rest is read by the next. */
const filesPerRun = 1_000

/** One run of one channel: what stays the same from page to page. */
interface Run {
  readonly channel: SalesChannel
  readonly orders: OrderFolder
  readonly remote: RemoteFolder
  readonly memory: FilesMemory
  /** The place-mark of this page: a page that is asked for again bears the same. */
  readonly place: string
}

const pageOf = (more: Partial<OrderPage>): OrderPage => ({
  orders: [],
  broken: [],
  skipped: [],
  next: null,
  newestAt: null,
  ...more
})

const skipReason = (channel: SalesChannel, order: IncomingOrder): string | null => {
  if (order.placedAt < channel.earliestOrderAt)
    return `placed ${order.placedAt.toISOString()}, before the earliest order date of this channel`
  // A canceled or refunded order is handed over whatever the settings say: it may be one that we hold.
  if (order.standing !== "ok") return null
  const status = order.channelStatus.toLowerCase()
  return channel.eligibleStatuses.some((eligible) => eligible.toLowerCase() === status)
    ? null
    : `${foreignText(order.channelStatus)} is not an eligible status of this channel`
}

const newestOf = (orders: ReadonlyArray<IncomingOrder>, before: string | null): string | null =>
  orders.reduce<string | null>((best, { updatedAt }) => {
    const at = updatedAt.toISOString()
    return best === null || at > best ? at : best
  }, before)

const judged = (channel: SalesChannel, orders: ReadonlyArray<IncomingOrder>) => {
  const reasons = orders.map((order) => ({ order, reason: skipReason(channel, order) }))
  return {
    orders: reasons.filter(({ reason }) => reason === null).map(({ order }) => order),
    skipped: reasons.flatMap(({ order, reason }) =>
      reason === null ? [] : [{ channelOrderNumber: order.channelOrderNumber, reason }]
    )
  }
}

/** A day that every date can name, whatever a server says. */
const latest = Date.UTC(2100, 0, 1)
const modified = (file: SeenFile): Date => {
  const ms = file.modifiedAt * 1000
  return new Date(Number.isFinite(ms) ? Math.min(Math.max(0, ms), latest) : 0)
}

/** One part of a file, and where the next begins. */
const partOf = (
  run: Run,
  cursor: Cursor,
  file: SeenFile,
  hash: string,
  read: OrderFile,
  index: number
): OrderPage => {
  const slice = read.orders.slice(index * ordersPerPage, (index + 1) * ordersPerPage)
  const isLast = (index + 1) * ordersPerPage >= read.orders.length
  if (isLast) run.memory.parsed = null
  const next: Cursor = {
    ...cursor,
    part: isLast ? null : { file, hash, index: index + 1 },
    done: isLast ? { file, hash } : null,
    newest: newestOf(slice, cursor.newest)
  }
  return pageOf({
    ...judged(run.channel, slice),
    broken: index === 0 ? read.broken : [],
    next: encodeCursor(next)
  })
}

const tooLarge = (name: string): OrderFile => ({
  orders: [],
  broken: [
    {
      place: name,
      reason: `the file is larger than ${mostBytes / 1_048_576} MB and was not read; give it in pieces, each order whole in one of them`,
      raw: ""
    }
  ]
})

/** Bytes and hash; null: it is gone, or no longer what was looked at. */
const contentOf = Effect.fn("files.contentOf")(function* (run: Run, file: SeenFile) {
  const content = yield* run.remote.read(posix.join(run.orders.folder, file.name), mostBytes).pipe(
    Effect.catchIf(
      (trouble) => trouble.kind === "no such file",
      () => Effect.succeed(null)
    )
  )
  return content === null || content.length !== file.size ? null : { content, hash: hashOf(content) }
})

const parsedOf = (run: Run, file: SeenFile, content: Uint8Array, hash: string): OrderFile => {
  const known = run.memory.parsed
  if (known?.hash === hash) return known
  const read = readOrderFile(run.orders.format, file.name, content, modified(file))
  run.memory.parsed = { hash, ...read }
  return read
}

const readFile = Effect.fn("files.readFile")(function* (run: Run, cursor: Cursor, file: SeenFile) {
  if (file.size > mostBytes) return partOf(run, cursor, file, unreadHash, tooLarge(file.name), 0)
  const found = yield* contentOf(run, file)
  // It is still being written, or another worker was faster.
  if (found === null) return pageOf({ next: encodeCursor(cursor) })
  run.memory.parsed = null
  return partOf(run, cursor, file, found.hash, parsedOf(run, file, found.content, found.hash), 0)
})

const readPart = Effect.fn("files.readPart")(function* (
  run: Run,
  cursor: Cursor,
  part: NonNullable<Cursor["part"]>
) {
  const { file, hash, index } = part
  const here = { ...cursor, part: null }
  if (run.memory.parsed?.hash === hash) return partOf(run, here, file, hash, run.memory.parsed, index)
  const found = yield* contentOf(run, file)
  if (found === null || found.hash !== hash) return pageOf({ next: encodeCursor(here) })
  return partOf(run, here, file, hash, parsedOf(run, file, found.content, hash), index)
})

const passes = (trouble: RemoteTrouble): boolean =>
  trouble.kind === "nothing happened" || trouble.kind === "answer lost"

/** The page before is committed: its file is put away. One that cannot be moved does not keep the others from being read. */
const putAway = Effect.fn("files.putAway")(function* (
  run: Run,
  cursor: Cursor,
  done: NonNullable<Cursor["done"]>
) {
  const here = { ...cursor, done: null }
  run.memory.wasRead(done.file.name, stampOf(done.file), run.place)
  if (run.orders.afterwards === "leave") return here
  const what = `move ${done.file.name} to ${run.orders.archive}`
  const moved = yield* Effect.result(archiveFile(run.remote, run.orders, done.file, done.hash))
  if (moved._tag === "Success") return here
  const failure = folderFailure(what, moved.failure)
  if (passes(moved.failure)) return yield* failure
  return { ...here, stuck: here.stuck + 1, trouble: here.trouble || failure.message }
})

const oddPiece = (name: string): BrokenPiece => ({
  place: shown(name).slice(0, 300),
  reason:
    "the file name may hold letters, digits, dot, dash and underscore only, and up to 120 of them; the file was left where it is. Rename it.",
  raw: shown(name).slice(0, 1000)
})

const lastPage = Effect.fn("files.lastPage")(function* (cursor: Cursor, broken: ReadonlyArray<BrokenPiece>) {
  if (cursor.stuck > 0)
    // A refusal, so that the next run begins anew and tries to move them once more.
    return yield* new ChannelFailure({
      reason: "Rejected",
      message: `${cursor.stuck} file(s) were read and imported and could not be put away, so they will be read again: ${cursor.trouble} Without the right to move files set afterReading to leave.`
    })
  const at = yield* now
  const newest = cursor.newest === null ? null : new Date(cursor.newest)
  return pageOf({ broken, newestAt: newest !== null && newest > at ? at : newest })
})

const nextFile = Effect.fn("files.nextFile")(function* (run: Run, cursor: Cursor) {
  const isFirst = cursor.after === null && cursor.files === 0
  const mayLook = cursor.queue.length === 0 && cursor.files < filesPerRun
  const look = mayLook
    ? yield* lookForFiles(run.remote, run.orders, run.memory, cursor.after)
    : { quiet: cursor.queue, odd: [] }
  const odd = isFirst ? look.odd.map(oddPiece) : []
  const [file, ...queue] = look.quiet
  if (file === undefined) return yield* lastPage(cursor, odd)
  const page = yield* readFile(run, { ...cursor, queue, after: file, files: cursor.files + 1 }, file)
  return { ...page, broken: [...odd, ...page.broken] }
})

/** A page is one file, or a part of one that holds many orders. `since` says nothing here: what lies there is new. */
export const downloadPage = (access: FilesAccess, memoryOf: (channel: SalesChannel) => FilesMemory) =>
  Effect.fn("files.downloadPage")(function* (channel: SalesChannel, _since: Date, place: string | null) {
    const { orders } = yield* access.settings(channel)
    return yield* access.use(channel, (remote): Effect.Effect<OrderPage, ChannelError> => {
      const run: Run = { channel, orders, remote, memory: memoryOf(channel), place: place ?? "" }
      const given = Option.getOrElse(decodeCursor(place), firstCursor)
      const work = Effect.gen(function* () {
        const cursor = given.done === null ? given : yield* putAway(run, given, given.done)
        return yield* cursor.part === null ? nextFile(run, cursor) : readPart(run, cursor, cursor.part)
      })
      return Effect.mapError(work, (failure) =>
        failure._tag === "RemoteTrouble"
          ? folderFailure(`read the folder ${orders.folder}`, failure)
          : failure
      )
    })
  })
