import { homedir } from "node:os"
import { join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { MappingAbout } from "../domain/model/mapping-file.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { MappingFiles } from "../domain/ports/mapping-files.ts"

/** The path as a shell would have given it: nobody has taken the `~` away from what is typed into the console. */
const meant = (path: string): string =>
  resolve(path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path)

/** The CSV modules are loaded when a file is read or written, not at the start. */
const reader = Effect.promise(() => import("../cli/read-mapping-file.ts"))

const read = Effect.fn("readMappingFile")(function* (path: string, about: MappingAbout) {
  const { readMappingFile } = yield* reader
  const file = meant(path)
  const { lines, broken, unusable } = yield* readMappingFile(file, about)
  if (unusable !== null) return yield* new Refusal({ message: `${file}: ${unusable}` })
  return { lines, broken }
})

const write = Effect.fn("writeMappingFile")(function* (
  path: string,
  about: MappingAbout,
  rows: ReadonlyArray<ReadonlyArray<string>>
) {
  const { writeMappingFile } = yield* reader
  const file = meant(path)
  yield* writeMappingFile(file, about, rows)
  return file
})

const readAliases = Effect.fn("readAliasFile")(function* (path: string) {
  const { readAliasFile } = yield* reader
  const file = meant(path)
  const { lines, broken, unusable } = yield* readAliasFile(file)
  if (unusable !== null) return yield* new Refusal({ message: `${file}: ${unusable}` })
  return { lines, broken }
})

const writeAliases = Effect.fn("writeAliasFile")(function* (
  path: string,
  rows: ReadonlyArray<ReadonlyArray<string>>
) {
  const { writeAliasFile } = yield* reader
  const file = meant(path)
  yield* writeAliasFile(file, rows)
  return file
})

/** The console's way to the files that the commands read and write, with the same reader and writer. */
export const mappingFiles: MappingFiles["Service"] = { read, write, readAliases, writeAliases }

export const mappingFilesLayer = (): Layer.Layer<MappingFiles> => Layer.succeed(MappingFiles, mappingFiles)
