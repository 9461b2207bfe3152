// Runs a TypeScript program of ours on a machine that may have nothing installed yet.
import { spawn } from "node:child_process"
import { ensureBuilt, ensureInstalled, node24 } from "./ensure.mjs"

try {
  await ensureInstalled()
  await ensureBuilt()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const child = spawn(node24(), process.argv.slice(2), { stdio: "inherit" })
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.once("exit", (code) => process.exit(code ?? 1))
