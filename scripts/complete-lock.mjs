// Names in package-lock.json the packages for other platforms that the registry did not offer when it was written.
// npm 11 refuses a lock file without them ("Missing: @biomejs/cli-darwin-arm64@ from lock file") although it would never
// install them here; npm 10 does not care. Run it after each npm install that changes the lock file.
import { readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const lockFile = join(dirname(dirname(fileURLToPath(import.meta.url))), "package-lock.json")
const platform = /(android|darwin|freebsd|linux|win32)-(arm64|x64|arm|ia32|ppc64|s390x)(?:-(musl))?/

/** What npm itself writes about such a package, as far as its name tells it. */
function entryOf(name, version, parent) {
  const found = name.match(platform)
  if (found === null || !/^\d+\.\d+\.\d+/.test(version)) return undefined
  const [, os, cpu, libc] = found
  return {
    version,
    cpu: [cpu],
    ...(parent.dev === true ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    os: [os]
  }
}

export function completeLock(packages) {
  const added = {}
  for (const [path, parent] of Object.entries(packages))
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const places = [`node_modules/${name}`, `${path}/node_modules/${name}`]
      const entry = places.some((place) => place in packages) ? undefined : entryOf(name, version, parent)
      if (entry !== undefined) added[`node_modules/${name}`] = entry
    }
  return added
}

const lock = JSON.parse(readFileSync(lockFile, "utf8"))
const added = completeLock(lock.packages)
const names = Object.keys(added)
if (names.length > 0) {
  const all = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, "en"))
  writeFileSync(lockFile, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`)
}
console.log(
  names.length === 0 ? "package-lock.json is complete." : `Added ${names.length}: ${names.join(", ")}`
)
