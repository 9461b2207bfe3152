// A real Medusa shop, bought from, paid, shipped and stocked through the production connector:
//   node test/e2e-medusa/run.ts                                        installs one beside us and starts it
//   node test/e2e-medusa/run.ts <address> <e-mail of an admin> <password>   one that is running, and used for nothing else
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startOrAttach } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { startMedusa } from "./medusa-server.ts"
import { playMedusa } from "./play.ts"

const startedAt = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)

const playOwn = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-medusa-"))
  // As root PostgreSQL runs as another user, who must be able to enter.
  await chmod(folder, 0o711)
  const postgres = await startOrAttach({ base: join(folder, "postgres") })
  try {
    const { host, port, user } = postgres.connection
    const cacheDir = process.env.SWITCHYARD_E2E_CACHE ?? join(tmpdir(), "switchyard-e2e-cache")
    const server = { host, port, user, database: "postgres" }
    const medusa = await startMedusa(cacheDir, server, join(folder, "medusa.log"))
    say("the shop is open (Medusa)")
    try {
      await playMedusa(medusa, say)
    } finally {
      await medusa.stop()
    }
  } finally {
    await postgres.release()
    await rm(folder, { recursive: true, force: true })
  }
}

const [url, email = "", password = ""] = process.argv.slice(2)
await (url === undefined ? playOwn() : playMedusa({ url, email, password }, say))
