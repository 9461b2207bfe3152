// Runs the outside world alone, without Switchyard, and plays our part by hand: shows that the shop, the suppliers
// and their books work and that they count a double when there is one.
//   node test/e2e-vendure/world.smoke.ts <host or socket folder> <port> <user> <database> [cache folder]
import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { smokeMail } from "./smoke/mail.ts"
import { smokeSftp } from "./smoke/sftp.ts"
import { smokeShop } from "./smoke/shop.ts"
import { startWorld } from "./world/world.ts"

const [host = "127.0.0.1", port = "5432", user = "postgres", database = "postgres", cache] =
  process.argv.slice(2)

const startedAt = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)

const workDir = await mkdtemp(join(tmpdir(), "switchyard-world-"))
const world = await startWorld({
  cacheDir: cache ?? join(tmpdir(), "switchyard-e2e-cache"),
  workDir,
  postgres: { host, port: Number(port), user, database },
  orderCount: 6,
  onProgress: say
})
if (world.available) {
  try {
    assert.equal(world.manifest.orders.length, 6)
    await smokeShop(world, say)
    await smokeSftp(world.sftpSupplier, say)
    await smokeMail(world.mailSupplier, say)
  } finally {
    await world.close()
    await rm(workDir, { recursive: true, force: true })
    say("everything is closed")
  }
} else {
  say(`skipped: ${world.reason}`)
}
