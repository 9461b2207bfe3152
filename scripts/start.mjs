// `npm start`: everything on a fresh machine, then the sandbox world with its console (or headless without a terminal).
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ensureBuilt, ensureInstalled, node24 } from "./ensure.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lookAtParentsMs = 500

/** Whose child a process is; null where the system has no /proc. */
function parentOf(pid) {
  try {
    return Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? 0)
  } catch {
    return null
  }
}

/** npm starts a shell, and the shell starts us: a killed npm leaves both. */
const parents = () => `${process.ppid} ${parentOf(process.ppid)}`
const atStart = parents()

/** The Node that is new enough at once, not by way of the launcher: that would be one more process to start. */
async function prepared() {
  try {
    await ensureInstalled()
    await ensureBuilt()
    return node24()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

// The channel ends the program with us, however we end.
const child = spawn(
  await prepared(),
  [join(root, "bin", "switchyard.mjs"), "demo", ...process.argv.slice(2)],
  { stdio: ["inherit", "inherit", "inherit", "ipc"] }
)
// Ctrl-C reaches the whole foreground group; this process only has to outlive it and hand on the exit code.
for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => {})
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.once("error", (error) => {
  console.error(error.message)
  process.exit(1)
})
child.once("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
// An npm that was killed hard says nothing: only other parents show that it has gone.
setInterval(() => parents() !== atStart && child.kill("SIGTERM"), lookAtParentsMs).unref()
