// What a fresh clone needs before anything of ours can run. Plain JavaScript for Node 20, no packages: there are none yet.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const repository = dirname(dirname(fileURLToPath(import.meta.url)))

/** Something a person has to do first. The message is for them, without a stack. */
export class SetupError extends Error {}

const lockFile = (root) => join(root, "package-lock.json")
const installedFile = (root) => join(root, "node_modules", ".package-lock.json")
/** The lock file that node_modules was made from: times say less, git sets them at each checkout. */
const stampFile = (root) => join(root, "node_modules", ".switchyard-lock")

const lockHash = (root) =>
  createHash("sha256")
    .update(readFileSync(lockFile(root)))
    .digest("hex")

export function isInstalled(root = repository) {
  if (!existsSync(installedFile(root))) return false
  if (existsSync(stampFile(root))) return readFileSync(stampFile(root), "utf8") === lockHash(root)
  return statSync(installedFile(root)).mtimeMs >= statSync(lockFile(root)).mtimeMs
}

/** The npm that runs us, else the one on PATH. */
function npmCommand() {
  const running = process.env.npm_execpath
  if (running !== undefined && /npm-cli\.[cm]?js$/.test(running)) return [process.execPath, running]
  return [process.platform === "win32" ? "npm.cmd" : "npm"]
}

const keepChars = 16_384

/** Runs npm quietly and keeps the end of what it says. */
function runNpm(root, args) {
  const [program, ...first] = npmCommand()
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    const keep = (chunk) => {
      output = (output + chunk).slice(-keepChars)
    }
    child.stdout.setEncoding("utf8").on("data", keep)
    child.stderr.setEncoding("utf8").on("data", keep)
    child.once("error", (error) => resolve({ code: 1, output: `${error.code}: ${error.message}` }))
    child.once("close", (code) => resolve({ code: code ?? 1, output }))
  })
}

const causes = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|ENOTCACHED|network/i,
    "the npm registry cannot be reached: connect to the network (or set a proxy with npm config), then try again"
  ],
  [/ENOSPC|No space left/i, "the disk is full: free 500 MB, then try again"],
  [/EACCES|EPERM|EROFS/i, "this folder cannot be written: clone it as the user who runs it, then try again"],
  [/\bE40[13]\b/, "the npm registry refuses these credentials: check npm config, then try again"],
  [/^ENOENT: spawn/m, "npm was not found: install Node.js with npm, then try again"]
]

/** One line for a person, and what npm said below it. */
export function explainNpm(output) {
  const known = causes.find(([pattern]) => pattern.test(output))
  const said = output
    .split("\n")
    .filter((line) => /npm (error|ERR!) (?!\s*at )/i.test(line))
    .slice(0, 6)
  const why = known === undefined ? "npm ci failed" : known[1]
  return [`Packages could not be installed: ${why}.`, ...said].join("\n")
}

const seconds = (from) => ((performance.now() - from) / 1000).toFixed(1)

/** Development packages are asked for by name: NODE_ENV=production in somebody's shell would leave them out. */
const installOptions = [
  "--include=dev",
  "--include=optional",
  "--no-audit",
  "--no-fund",
  "--no-progress",
  // Offline is said after seconds, not after a minute and a half.
  "--fetch-retry-mintimeout=1000",
  "--fetch-retry-maxtimeout=2000",
  "--loglevel=error"
]

/**
 * npm 11 refuses a lock file that does not name the optional packages of platforms it would not install anyway. `install`
 * takes the same versions from the same lock file and, told not to save, leaves it as it is.
 */
async function install(root) {
  const exact = await runNpm(root, ["ci", ...installOptions])
  const refused = exact.code !== 0 && /can only install packages when your package\.json/.test(exact.output)
  return refused ? runNpm(root, ["install", "--no-save", ...installOptions]) : exact
}

/** Installs the packages of the lock file where they are missing or others. */
export async function ensureInstalled({ root = repository, say = console.error } = {}) {
  if (isInstalled(root)) {
    if (!existsSync(stampFile(root))) rememberInstall(root)
    return false
  }
  say(
    existsSync(installedFile(root))
      ? "Packages have changed, installing ..."
      : "First run: installing packages (about half a minute) ..."
  )
  const from = performance.now()
  const { code, output } = await install(root)
  if (code !== 0) throw new SetupError(explainNpm(output))
  rememberInstall(root)
  say(`Packages installed in ${seconds(from)} s.`)
  return true
}

/** A node_modules that somebody else owns still serves: then its times decide again next time. */
function rememberInstall(root) {
  try {
    writeFileSync(stampFile(root), lockHash(root))
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS"].includes(error.code)) throw error
  }
}

/** Bundles the program if a source has changed. */
export async function ensureBuilt({ root = repository, say = console.error } = {}) {
  const { build, isBuilt, reportBuildError } = await import("./build.mjs")
  if (isBuilt(root)) return false
  const from = performance.now()
  try {
    await build({ root })
  } catch (error) {
    throw new SetupError(`The program could not be built.\n${await reportBuildError(error)}`)
  } finally {
    // Its service says each second that it is there, for as long as the program runs that was started by this.
    await (await import("esbuild")).stop()
  }
  say(`Built in ${seconds(from)} s.`)
  return true
}

export const oldestNode = [22, 19]

export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
}

/** A Node that is new enough: the running one, else the one that came with the packages. */
export function node24(root = repository) {
  if (isNewEnough(process.versions.node)) return process.execPath
  const platform = process.platform === "win32" ? "win" : process.platform
  const program = process.platform === "win32" ? "node.exe" : "node"
  const packaged = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", program)
  if (existsSync(packaged)) return packaged
  throw new SetupError(
    `Switchyard needs Node ${oldestNode.join(".")} or newer, this is ${process.versions.node}, and none is packaged for ${process.platform}-${process.arch}: install Node 24.`
  )
}
