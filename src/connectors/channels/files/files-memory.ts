import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { ChannelId } from "../../../domain/model/sales-channel.ts"
import type { RemoteFile } from "../../files/remote-folder.ts"
import type { BrokenPiece } from "./order-row.ts"

export type SeenFile = Pick<RemoteFile, "name" | "size" | "modifiedAt">

/** A file as it was seen: a file that changed is another one. */
export const stampOf = (file: SeenFile): string => `${file.size}@${file.modifiedAt}`

interface Seen {
  readonly stamp: string
  /** Since when it looks like this, by our clock. */
  readonly since: number
}

interface Parsed {
  readonly hash: string
  readonly orders: ReadonlyArray<IncomingOrder>
  readonly broken: ReadonlyArray<BrokenPiece>
}

/**
 * What one worker remembers of one channel. All of it may be lost at any time: files are read once more then, and the
 * import finds nothing new in them.
 */
export class FilesMemory {
  #seen = new Map<string, Seen>()
  readonly #read = new Map<string, { readonly stamp: string; readonly times: number }>()
  #lastPlace = ""
  /** The file of which the run hands over one part after another. */
  parsed: Parsed | null = null

  /** Notes how the files look now; for how long each has looked so. Others are forgotten. */
  look(files: ReadonlyArray<SeenFile>, nowMs: number): ReadonlyMap<string, number> {
    const seen = new Map<string, Seen>()
    for (const file of files) {
      const before = this.#seen.get(file.name)
      const stamp = stampOf(file)
      seen.set(file.name, before?.stamp === stamp ? before : { stamp, since: nowMs })
    }
    this.#seen = seen
    for (const name of this.#read.keys()) if (!seen.has(name)) this.#read.delete(name)
    return new Map([...seen].map(([name, { since }]) => [name, nowMs - since]))
  }

  /**
   * Whether a file that stays where it is was read often enough. Twice: one that was written again at once and with the
   * same size looks no different where a server tells seconds or minutes only, and the second reading, a run later, sees it.
   */
  isKnown(file: SeenFile): boolean {
    const read = this.#read.get(file.name)
    return read !== undefined && read.stamp === stampOf(file) && read.times >= 2
  }

  /** Its orders are committed. A page that is asked for again (`place`) does not count twice. */
  wasRead(name: string, stamp: string, place: string): void {
    if (place === this.#lastPlace) return
    this.#lastPlace = place
    const before = this.#read.get(name)
    this.#read.set(name, { stamp, times: before?.stamp === stamp ? before.times + 1 : 1 })
  }
}

export const makeMemories = (): ((channel: { readonly id: ChannelId }) => FilesMemory) => {
  const memories = new Map<ChannelId, FilesMemory>()
  return ({ id }) => {
    const known = memories.get(id) ?? new FilesMemory()
    memories.set(id, known)
    return known
  }
}
