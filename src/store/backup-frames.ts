/**
 * What stands inside a backup file, before it is compressed: frames of a kind, a length and so many bytes.
 * `header`, then for each table `table`, any number of `rows`, `table_end`; then `sequences` and `end`.
 */
const letters = {
  header: "H",
  table: "T",
  rows: "R",
  table_end: "E",
  sequences: "S",
  end: "Z"
} as const

export type FrameKind = keyof typeof letters

export interface Frame {
  readonly kind: FrameKind
  readonly payload: Buffer
}

const headBytes = 5
/** Rows travel in pieces of this size, whatever the size of a row; nobody has to hold more. */
export const pieceBytes = 256 * 1024
const largestFrame = 16 * 1024 * 1024

const kindOf = new Map(
  Object.entries(letters).map(([kind, letter]) => [letter.charCodeAt(0), kind as FrameKind])
)

export class BrokenBackup extends Error {}

export const frame = (kind: FrameKind, payload: Uint8Array): Buffer => {
  const head = Buffer.alloc(headBytes)
  head.writeUInt8(letters[kind].charCodeAt(0), 0)
  head.writeUInt32BE(payload.length, 1)
  return Buffer.concat([head, payload])
}

export const jsonFrame = (kind: FrameKind, value: unknown): Buffer =>
  frame(kind, Buffer.from(JSON.stringify(value), "utf8"))

/** Bytes of any sizes as `rows` frames of about one size. */
export async function* rowFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let gathered: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes)
      gathered.push(piece)
      size += piece.length
      if (size < pieceBytes) continue
      yield frame("rows", Buffer.concat(gathered))
      gathered = []
      size = 0
    }
  }
  if (size > 0) yield frame("rows", Buffer.concat(gathered))
}

/** Takes whole frames out of bytes that come in any pieces. */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let waiting: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    waiting = waiting.length === 0 ? Buffer.from(chunk) : Buffer.concat([waiting, chunk])
    let at = 0
    while (waiting.length - at >= headBytes) {
      const kind = kindOf.get(waiting.readUInt8(at))
      const length = waiting.readUInt32BE(at + 1)
      if (kind === undefined || length > largestFrame)
        throw new BrokenBackup("it holds a part that is not one of ours")
      if (waiting.length - at - headBytes < length) break
      yield { kind, payload: waiting.subarray(at + headBytes, at + headBytes + length) }
      at += headBytes + length
    }
    waiting = waiting.subarray(at)
  }
  if (waiting.length > 0) throw new BrokenBackup("its last part is cut off")
}
