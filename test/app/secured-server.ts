import { type ChildProcess, spawn } from "node:child_process"
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import * as Effect from "effect/Effect"
import { startOrAttach } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { runnableBinaries } from "../../src/app/embedded-postgres/native-copy.ts"
import { accountOf, serverEnvironment } from "../../src/app/embedded-postgres/postmaster.ts"
import { siteOf } from "../../src/app/embedded-postgres/site.ts"
import { migrationsFolder } from "../../src/app/open-database.ts"
import { selfSigned } from "../../src/sandbox/self-signed.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"
import { migrate } from "../../src/store/migrate.ts"
import { addReader } from "../../src/store/read-only-role.ts"

const named = process.env.SWITCHYARD_TEST_BINARIES

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "localhost", () => {
      const at = server.address()
      server.close(() => resolve(typeof at === "object" && at !== null ? at.port : 0))
    })
  })

/** Until it takes connections on its socket, or has ended. */
const untilUp = async (child: ChildProcess, options: ConnectionOptions): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`)
    const sql = connect({ ...options, max: 1 })
    try {
      await sql`select 1`
      return
    } catch {
      await sleep(100)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

const reader = "night_desk"

export interface SecuredServer {
  /** Of the read-only login, without anything about TLS. */
  readonly url: string
  /** The file of the authority that the server's certificate is of. */
  readonly ca: string
  /** Another authority's. */
  readonly otherCa: string
  readonly stop: () => Promise<void>
}

/** A migrated cluster with a read-only login, served over TCP, where a login over TCP must come by TLS and with its password. */
export const startSecured = async (): Promise<SecuredServer> => {
  const base = mkdtempSync(join(tmpdir(), "switchyard-secured-"))
  const options = {
    base,
    fast: true,
    ...(named === undefined || named === "" ? {} : { binaries: { dir: named } })
  }
  const first = await startOrAttach(options)
  await Effect.runPromise(migrate(first.connection, migrationsFolder()))
  const { password } = await Effect.runPromise(addReader(first.connection, reader, false))
  await first.release()

  const site = await siteOf(options)
  const { layout, serverUser } = site
  const keep = (name: string, text: string): string => {
    const file = join(layout.dataDir, name)
    writeFileSync(file, text, { mode: 0o600 })
    if (serverUser !== undefined) chownSync(file, serverUser.uid, serverUser.gid)
    return file
  }
  const own = selfSigned()
  const port = await freePort()
  const ca = join(base, "ca.pem")
  const otherCa = join(base, "other.pem")
  writeFileSync(ca, own.cert)
  writeFileSync(otherCa, selfSigned().cert)
  const settings = {
    listen_addresses: "localhost",
    ssl: "on",
    ssl_cert_file: keep("server.pem", own.cert),
    ssl_key_file: keep("server.key", own.key),
    hba_file: keep("secured_hba.conf", "local all all trust\nhostssl all all all scram-sha-256\n"),
    fsync: "off"
  }
  const child = spawn(
    join(runnableBinaries(site.binaries, serverUser, site.cache).bin, "postgres"),
    ["-D", layout.dataDir, "-k", layout.socketDir, "-p", String(port)].concat(
      Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
    ),
    { stdio: "ignore", cwd: "/", env: serverEnvironment, ...accountOf(serverUser) }
  )
  await untilUp(child, { ...first.connection, port })
  return {
    url: `postgres://${reader}:${password}@localhost:${port}/${first.database}`,
    ca,
    otherCa,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGINT")
      await ended
      rmSync(base, { recursive: true, force: true })
    }
  }
}
