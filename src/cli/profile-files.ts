import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { type FieldFault, faultText, isFaults } from "../domain/model/field-fault.ts"
import { decodeProfile, type SupplierProfile } from "../domain/model/supplier-profile.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { textFile } from "./inbox.ts"
import { JsonFault, type PlacedJson, placedJson } from "./json-places.ts"
import { didYouMean } from "./nearest.ts"

const largestBytes = 256 * 1024
const mostProfiles = 500

/** profiles/suppliers beside the program: two folders up from src/cli; one or two up from the bundle and its parts. */
export const profilesFolder = (): string => {
  const here = dirname(fileURLToPath(import.meta.url))
  const found = [join(here, ".."), join(here, "..", "..")]
    .map((up) => join(up, "profiles", "suppliers"))
    .find((folder) => existsSync(folder))
  if (found === undefined) throw new Error("profiles/suppliers is missing: install switchyard again")
  return found
}

export interface ReadProfile {
  readonly path: string
  /** null: the faults say why. */
  readonly profile: SupplierProfile | null
  readonly faults: ReadonlyArray<FieldFault>
  readonly lineOf: PlacedJson["lineOf"]
}

const syntax = (path: string, fault: JsonFault): ReadProfile => ({
  path,
  profile: null,
  faults: [{ path: [], message: `is no JSON: ${fault.message} (column ${fault.column})` }],
  lineOf: () => fault.line
})

const decoded = (path: string, text: string): ReadProfile => {
  try {
    const { value, lineOf } = placedJson(text)
    const profile = decodeProfile(value)
    return isFaults(profile)
      ? { path, profile: null, faults: profile, lineOf }
      : { path, profile, faults: [], lineOf }
  } catch (cause) {
    if (cause instanceof JsonFault) return syntax(path, cause)
    throw cause
  }
}

/** `my.json:12: settings.csvColums is no setting`: an editor can jump there. */
export const faultLines = (
  { path, lineOf }: ReadProfile,
  faults: ReadonlyArray<FieldFault>
): ReadonlyArray<string> => faults.map((fault) => `${path}:${lineOf(fault.path)}: ${faultText(fault)}`)

export const readProfileFile = Effect.fn("readProfileFile")(function* (path: string) {
  return decoded(path, yield* textFile(path, largestBytes))
})

/** A bad file is refused by its name, with the line and the field of what is wrong first. */
const demand = (read: ReadProfile) => {
  if (read.profile !== null) return Effect.succeed(read.profile)
  const [first = "", ...more] = faultLines(read, read.faults)
  const rest = more.length === 0 ? "" : ` and ${more.length} more`
  return new Refusal({
    message: `${first}${rest}. All of it: switchyard suppliers catalog check ${read.path}`
  })
}

const nameOfFile = (file: string): string => basename(file, ".json")

const named = Effect.fn("named")(function* (read: ReadProfile) {
  const profile = yield* demand(read)
  if (profile.name === nameOfFile(read.path)) return profile
  return yield* new Refusal({
    message: `${read.path}:${read.lineOf(["name"])}: name is not the file's own name`
  })
})

const folderFiles = Effect.fn("folderFiles")(function* () {
  const folder = profilesFolder()
  const files = yield* Effect.tryPromise({
    try: () => readdir(folder),
    catch: () => new Refusal({ message: `${folder} cannot be read: install switchyard again.` })
  })
  return files
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .slice(0, mostProfiles)
    .map((file) => join(folder, file))
})

/** Every profile that comes with the program. */
export const catalogProfiles = Effect.fn("catalogProfiles")(function* () {
  return yield* Effect.forEach(yield* folderFiles(), (file) => Effect.flatMap(readProfileFile(file), named))
})

const isPath = (given: string): boolean => /[/\\]|\.json$/i.test(given)

/** `convictional-x12` of the catalog, or a file of one's own: `./my.json`. */
export const findProfile = Effect.fn("findProfile")(function* (given: string) {
  if (isPath(given)) return yield* demand(yield* readProfileFile(given))
  const files = yield* folderFiles()
  const file = files.find((path) => nameOfFile(path) === given)
  if (file !== undefined) return yield* Effect.flatMap(readProfileFile(file), named)
  return yield* new Refusal({
    message: `There is no profile “${given}”.${didYouMean(given, files.map(nameOfFile))} See suppliers catalog; a file of your own is named by its path, as ./my.json.`
  })
})
