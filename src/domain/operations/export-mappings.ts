import * as Effect from "effect/Effect"
import { everyChannel, type MappingAbout } from "../model/mapping-file.ts"
import { now } from "../ports/clock.ts"
import { MappingBoard } from "../ports/mapping-board.ts"
import { MappingFiles } from "../ports/mapping-files.ts"

const mostExported = 100_000

/** What is mapped, in the columns that the import reads. */
export const mappingsToExport = Effect.fn("mappingsToExport")(function* (about: MappingAbout) {
  const board = yield* MappingBoard
  const at = yield* now
  if (about === "sku")
    return (yield* board.skus("", at, mostExported)).map((s) => [s.channel, s.sku, s.product])
  return (yield* board.methods(at))
    .slice(0, mostExported)
    .map((m) => [m.channel ?? everyChannel, m.supplier, m.channelMethodName, m.carrier, m.method])
})

/** Writes what is mapped into a new file, and says how many and where. */
export const exportMappings = Effect.fn("exportMappings")(function* (path: string, about: MappingAbout) {
  const rows = yield* mappingsToExport(about)
  return { rows: rows.length, path: yield* (yield* MappingFiles).write(path, about, rows) }
})
