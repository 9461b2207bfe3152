import { randomUUID } from "node:crypto"
import * as Schema from "effect/Schema"

const File = Schema.Struct({ name: Schema.String, size: Schema.Number, modifiedAt: Schema.Number })

/**
 * Where a run stands. The next page is asked for when the one before it is committed, so what a cursor calls `done` may be
 * put away. A cursor that is lost costs nothing: the run begins again, and files are read twice.
 */
export const Cursor = Schema.Struct({
  /** Tells the pages of two runs apart, which may read the same files. */
  run: Schema.String,
  /** Quiet files that wait, oldest first. */
  queue: Schema.Array(File),
  /** The file that is handed over in parts, and the next part. */
  part: Schema.NullOr(Schema.Struct({ file: File, hash: Schema.String, index: Schema.Int })),
  /** Wholly handed over with the page before. */
  done: Schema.NullOr(Schema.Struct({ file: File, hash: Schema.String })),
  /** The last file that was taken: another look of this run goes on behind it. */
  after: Schema.NullOr(File),
  files: Schema.Int,
  /** Files that were read and could not be moved, and why the first of them could not. */
  stuck: Schema.Int,
  trouble: Schema.String,
  newest: Schema.NullOr(Schema.String)
})
export type Cursor = typeof Cursor.Type

export const firstCursor = (): Cursor => ({
  run: randomUUID(),
  queue: [],
  part: null,
  done: null,
  after: null,
  files: 0,
  stuck: 0,
  trouble: "",
  newest: null
})

/** A place-mark that cannot be read begins again. */
export const decodeCursor = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))
export const encodeCursor = (cursor: Cursor): string => JSON.stringify(cursor)
