import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"

const folder = join(process.env.SWITCHYARD_CONTRACTS ?? "../shared/contracts", "shopify")
const introspection = (version: string) => join(folder, "introspection", `admin_${version}.json.gz`)
const recordings = join(folder, "recordings")

export const hasIntrospection = (version: string): boolean => existsSync(introspection(version))
export const hasRecordings = existsSync(recordings)

/** The vendor's own schema of a version, with the scopes that each type and field wants. */
export const readIntrospection = (version: string) =>
  JSON.parse(gunzipSync(readFileSync(introspection(version))).toString("utf8"))

const filesOf = (at: string): ReadonlyArray<string> =>
  readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name)
    return entry.isDirectory() ? filesOf(path) : entry.name.endsWith(".json") ? [path] : []
  })

export type Node = Readonly<Record<string, unknown>>

const walk = (value: unknown, found: Array<Node>): void => {
  if (Array.isArray(value)) for (const one of value) walk(one, found)
  else if (typeof value === "object" && value !== null) {
    found.push(value as Node)
    // What was sent is no answer.
    for (const [name, one] of Object.entries(value)) if (name !== "variables") walk(one, found)
  }
}

/** One recording, by its path below the folder. */
export const recording = (path: string) => JSON.parse(readFileSync(join(recordings, path), "utf8"))

/** Every object anywhere in the recorded answers. */
export const recordedNodes = (): ReadonlyArray<Node> => {
  const found: Array<Node> = []
  for (const path of filesOf(recordings)) walk(JSON.parse(readFileSync(path, "utf8")), found)
  return found
}

/** Objects that say by their id what they are. */
export const ofType =
  (type: string) =>
  (node: Node): boolean =>
    typeof node.id === "string" && node.id.startsWith(`gid://shopify/${type}/`)
