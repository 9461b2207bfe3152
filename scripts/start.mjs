// `npm start`: everything on a fresh machine, then the sandbox world with its console (or headless without a terminal).
import { spawn } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ensureBuilt, ensureInstalled } from "./ensure.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  await ensureInstalled()
  await ensureBuilt()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

const child = spawn(process.execPath, [join(root, "bin", "switchyard.mjs"), "demo", ...process.argv.slice(2)], {
  stdio: "inherit"
})
// Ctrl-C reaches the whole foreground group; this process only has to outlive it and hand on the exit code.
for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => {})
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.once("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
