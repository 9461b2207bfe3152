import { posix } from "node:path"
import { Readable, Writable } from "node:stream"
import type { Client } from "basic-ftp"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { now } from "../../domain/ports/clock.ts"
import { listedFile } from "./ftp-listing.ts"
import { ftpTrouble, isForbidding, isReply, leavesInStep } from "./ftp-trouble.ts"
import {
  notTaken,
  pathTrouble,
  type RemoteFile,
  type RemoteFolder,
  RemoteTrouble,
  type Take
} from "./remote-folder.ts"

export interface FtpLimits {
  readonly operationMs: number
  readonly transferMs: number
  /** A long file may take longer; silence in it has the limit of the client. */
  readonly pullMs: number
}

/** A path that begins with a dash would be an option of LIST. */
const plain = (path: string): string => (path.startsWith("-") ? `./${path}` : path)

/** Collects up to `most` bytes; one more ends the transfer. */
class Bounded extends Writable {
  readonly #chunks: Array<Buffer> = []
  readonly #most: number
  #bytes = 0
  tooMuch = false

  constructor(most: number) {
    super()
    this.#most = most
  }

  override _write(chunk: Buffer, _encoding: string, done: (cause?: Error) => void): void {
    this.#bytes += chunk.length
    this.tooMuch = this.#bytes > this.#most
    if (!this.tooMuch) this.#chunks.push(chunk)
    done(this.tooMuch ? new Error("the file is larger than it may be") : undefined)
  }

  content(): Uint8Array {
    return Buffer.concat(this.#chunks)
  }
}

/** Hands on what comes, and ends the transfer with the first byte that is too many. */
class Passing extends Writable {
  readonly #take: Take
  readonly #most: number
  bytes = 0
  tooMuch = false
  /** What the taker said no with. */
  trouble: RemoteTrouble | null = null

  constructor(most: number, take: Take) {
    super({ highWaterMark: 256 * 1024 })
    this.#most = most
    this.#take = take
  }

  override _write(chunk: Buffer, _encoding: string, done: (cause?: Error) => void): void {
    this.bytes += chunk.length
    this.tooMuch = this.bytes > this.#most
    if (this.tooMuch) {
      done(new Error("the file is larger than it may be"))
      return
    }
    this.#take(chunk).then(
      () => done(),
      (cause: unknown) => {
        this.trouble = notTaken(cause)
        done(this.trouble)
      }
    )
  }
}

/** The commands of one session. */
class FtpSession {
  readonly #client: Client
  readonly #home: string
  /** Whether this server answers SIZE at all. */
  #knowsSize = false

  constructor(client: Client, home: string) {
    this.#client = client
    this.#home = home
  }

  /** Many servers answer the listing of a folder that does not exist with an empty one, so an empty one is asked twice. */
  async list(folder: string, at: Date = new Date(0)): Promise<ReadonlyArray<RemoteFile>> {
    const entries = await this.#client.list(plain(folder))
    if (entries.length === 0) {
      await this.#client.cd(folder).catch((cause) => {
        throw isReply(cause)
          ? new RemoteTrouble({ kind: "no such file", message: `there is no folder ${folder}` })
          : cause
      })
      await this.#client.cd(this.#home)
    }
    return entries.map((entry) => listedFile(entry, at))
  }

  /**
   * SIZE says no to a missing file, to a folder and to one that may not be read alike; only a listing of the folder in
   * which the name would stand proves that it is not there.
   */
  async size(path: string): Promise<number | null> {
    const size = await this.#asked(path)
    if (size !== null) return size
    const name = posix.basename(path)
    const there = (await this.list(posix.dirname(path))).find((file) => file.name === name)
    return there === undefined ? null : there.size
  }

  async #asked(path: string): Promise<number | null> {
    try {
      const size = await this.#client.size(path)
      this.#knowsSize = true
      return size
    } catch (cause) {
      if (isReply(cause)) return null
      throw cause
    }
  }

  /** Whether a file has that name, without a listing where SIZE is answered: enough right before a rename. */
  async #isTaken(path: string): Promise<boolean> {
    if ((await this.#asked(path)) !== null) return true
    return !this.#knowsSize && (await this.size(path)) !== null
  }

  async read(path: string, most: number): Promise<Uint8Array | null> {
    const size = await this.size(path)
    if (size === null) throw new RemoteTrouble({ kind: "no such file", message: "it is not there" })
    if (size > most) return null
    const into = new Bounded(most)
    try {
      await this.#client.downloadTo(into, path)
    } catch (cause) {
      // The file grew after its size was asked. The session ended with the transfer; the pool makes a new one.
      if (into.tooMuch) return null
      throw cause
    }
    return into.content()
  }

  async pull(path: string, most: number, take: Take): Promise<number | null> {
    const size = await this.size(path)
    if (size === null) throw new RemoteTrouble({ kind: "no such file", message: "it is not there" })
    if (size > most) return null
    const into = new Passing(most, take)
    try {
      await this.#client.downloadTo(into, path)
    } catch (cause) {
      // The session ended with the transfer; the pool makes a new one.
      if (into.tooMuch) return null
      throw into.trouble ?? cause
    }
    return into.bytes
  }

  async write(path: string, content: Uint8Array): Promise<void> {
    await this.#client.uploadFrom(Readable.from([Buffer.from(content)]), path)
  }

  /**
   * FTP has no "rename unless the name is taken": RNTO replaces a file on many servers. So the name is looked for
   * first. That proves that nobody had it a moment ago, not that nobody takes it in between; what makes it safe is that
   * a purchase order's file name is never used for another (decisions B5).
   */
  async rename(from: string, to: string): Promise<void> {
    try {
      if (await this.#isTaken(to)) throw new RemoteTrouble({ kind: "refused", message: "that name is taken" })
      await this.#client.send(`RNFR ${from}`)
    } catch (cause) {
      if (cause instanceof RemoteTrouble || isReply(cause)) throw cause
      // The connection was lost before RNTO left.
      throw new RemoteTrouble({ kind: "nothing happened", message: ftpTrouble(cause).message })
    }
    const answer = await this.#client.send(`RNTO ${to}`)
    if (answer.code >= 200 && answer.code < 300) return
    this.#client.close()
    throw new RemoteTrouble({ kind: "answer lost", message: `RNTO was answered with ${answer.code}` })
  }

  /** A refusal that does not say why is asked about: the file may be missing, or the folder, or the right to write. */
  async explained(cause: unknown, path: string, about: "file" | "new name"): Promise<RemoteTrouble> {
    const trouble = ftpTrouble(cause)
    if (trouble.kind !== "refused" || trouble.denied === true || cause instanceof RemoteTrouble)
      return trouble
    const { message } = trouble
    const absent = new RemoteTrouble({ kind: "no such file", message })
    try {
      if (about === "file") return (await this.size(path)) === null ? absent : trouble
      await this.list(posix.dirname(path))
      return isForbidding(cause) ? new RemoteTrouble({ kind: "refused", message, denied: true }) : trouble
    } catch (other) {
      return other instanceof RemoteTrouble ? absent : trouble
    }
  }
}

/** A folder over a signed-in FTP session, which does one thing at a time. */
export const ftpFolder = Effect.fn("ftpFolder")(function* (client: Client, home: string, limits: FtpLimits) {
  const session = new FtpSession(client, home)
  const turn = yield* Semaphore.make(1)
  const ask = <A>(
    paths: ReadonlyArray<string>,
    limitMs: number,
    work: () => Promise<A>,
    about: "file" | "new name" = "file"
  ): Effect.Effect<A, RemoteTrouble> => {
    const close = Effect.sync(() => client.close())
    const talk = Effect.suspend(() => {
      const fault = paths.map(pathTrouble).find((trouble) => trouble !== null)
      if (fault !== undefined) return fault
      if (client.closed)
        return new RemoteTrouble({ kind: "nothing happened", message: "the connection was gone before" })
      const answer = Effect.tryPromise({ try: work, catch: (cause) => cause }).pipe(
        Effect.tapError((cause) => (leavesInStep(cause) ? Effect.void : close)),
        Effect.catch((cause) =>
          Effect.flatMap(
            Effect.promise(() => session.explained(cause, paths[0] ?? "", about)),
            (trouble) => trouble
          )
        )
      )
      return answer.pipe(
        // A session that owes an answer is not used again: a late one would be taken for another's.
        Effect.onInterrupt(() => close),
        Effect.timeoutOrElse({
          duration: limitMs,
          orElse: () => new RemoteTrouble({ kind: "answer lost", message: `no answer within ${limitMs} ms` })
        })
      )
    })
    return Semaphore.withPermit(turn, talk)
  }
  const folder: RemoteFolder = {
    isOpen: () => !client.closed,
    list: (path) => Effect.flatMap(now, (at) => ask([path], limits.transferMs, () => session.list(path, at))),
    size: (path) => ask([path], limits.operationMs, () => session.size(path)),
    read: (path, most) => ask([path], limits.transferMs, () => session.read(path, most)),
    pull: (path, most, take) => ask([path], limits.pullMs, () => session.pull(path, most, take)),
    write: (path, content) => ask([path], limits.transferMs, () => session.write(path, content), "new name"),
    rename: (from, to) => ask([from, to], limits.operationMs, () => session.rename(from, to)),
    remove: (path) => ask([path], limits.operationMs, async () => void (await client.remove(path))),
    makeFolder: (path) =>
      ask([path], limits.operationMs, async () => void (await client.send(`MKD ${path}`)), "new name")
  }
  return folder
})
