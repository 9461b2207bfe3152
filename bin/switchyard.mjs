#!/usr/bin/env node
// The launcher: finds a Node that is new enough and hands over. Plain JavaScript that Node 20 and older can read.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import module, { createRequire } from "node:module"
import { homedir } from "node:os"
import { dirname, isAbsolute, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { observeEarly, stayLean } from "./engine-flags.mjs"

// Before anything else: React decides by it, once, which of its two builds it is.
process.env.NODE_ENV = "production"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(root, "dist", "main.mjs")

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number)
  return major > 22 || (major === 22 && minor >= 19)
}

/** The Node that came along as a package: in our node_modules, or beside us where we are installed. */
function packagedNode() {
  const windows = process.platform === "win32"
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const path = join(dirname(manifest), "bin", windows ? "node.exe" : "node")
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

function fail(message) {
  process.stderr.write(`switchyard: ${message}\n`)
  process.exit(1)
}

/** Compiled code is kept between starts: a third of the start-up time. */
function keepCompiledCode() {
  const home = process.env.XDG_CACHE_HOME
  const asUser = home !== undefined && isAbsolute(home) ? home : join(homedir(), ".cache")
  const cache = process.getuid?.() === 0 ? "/var/cache" : asUser
  module.enableCompileCache?.(join(cache, "switchyard", "compiled"))
}

/** In a clone the program is built from the sources here; an installed package brings it built. */
async function ensureProgram() {
  const inClone = existsSync(join(root, "scripts", "ensure.mjs")) && existsSync(join(root, "src"))
  if (!inClone) return existsSync(program) || fail("dist/main.mjs is missing: install switchyard again.")
  const { ensureBuilt, ensureInstalled } = await import("../scripts/ensure.mjs")
  try {
    await ensureInstalled()
    await ensureBuilt()
  } catch (error) {
    fail(error.message)
  }
}

/**
 * Runs ourselves again under another Node. A terminal sends Ctrl-C to both of us, so it is passed on only where there is no
 * terminal; the channel tells the child when this process is killed, for then there is nobody left to pass anything on.
 */
function runUnder(node) {
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"]
  })
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  for (const signal of ["SIGTERM", "SIGHUP", "SIGUSR2"]) process.on(signal, () => child.kill(signal))
  for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => atTerminal || child.kill(signal))
  child.once("error", (error) => fail(`${node} does not run: ${error.message}`))
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** Ends in good order when the launcher above us has gone. */
function endWithParent() {
  if (process.channel === undefined) return
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"))
  process.channel.unref()
}

async function reexecute() {
  // In a clone that nobody has installed yet, the newer Node comes with the packages.
  if (packagedNode() === undefined) await ensureProgram()
  const node = packagedNode()
  if (node !== undefined) return runUnder(node)
  const here = `${process.platform}-${process.arch}`
  return fail(
    `needs Node 22.19 or newer, this is ${process.versions.node}, and none is packaged for ${here}: install Node 24.`
  )
}

if (isNewEnough(process.versions.node)) {
  endWithParent()
  keepCompiledCode()
  stayLean(process.argv[2])
  observeEarly(process.argv[2])
  await ensureProgram()
  await import(pathToFileURL(program).href)
} else await reexecute()
