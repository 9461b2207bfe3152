// `npm start`: everything on a fresh machine, then the sandbox world with its console (or headless without a terminal).
import { spawn } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ensureBuilt, ensureInstalled, node24 } from "./ensure.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const parentPid = process.ppid
const lookAtParentMs = 500

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
// An npm that was killed hard says nothing: only another parent shows that it has gone.
setInterval(() => process.ppid !== parentPid && child.kill("SIGTERM"), lookAtParentMs).unref()
