import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type EmbeddedPostgres, startOrAttach } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { readPid } from "../../src/app/embedded-postgres/postmaster.ts"

/** How long a server that was told to stop at once may take. */
const stopWithinMs = 20_000

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ESRCH") return true
    throw cause
  }
}

/** A PostgreSQL of this run alone. No fsync: a killed server loses nothing by that, a machine without power would. */
export class ChaosDatabase {
  readonly #base: string
  #server: EmbeddedPostgres

  private constructor(base: string, server: EmbeddedPostgres) {
    this.#base = base
    this.#server = server
  }

  static async open(folder: string): Promise<ChaosDatabase> {
    const base = join(folder, "postgres")
    return new ChaosDatabase(base, await startOrAttach({ base, fast: true }))
  }

  get url(): string {
    return this.#server.url
  }

  get version(): string {
    return this.#server.version
  }

  get pid(): number {
    return readPid(join(this.#server.dataDir, "postmaster.pid")) ?? 0
  }

  /** As `pg_ctl restart -m immediate`: no good-bye, no checkpoint. Resolves when a new server answers a query. */
  async restart(): Promise<void> {
    const pid = readPid(join(this.#server.dataDir, "postmaster.pid"))
    if (pid === undefined) throw new Error("the database of this run is not there")
    const old = this.#server
    process.kill(pid, "SIGQUIT")
    const until = performance.now() + stopWithinMs
    while (!isGone(pid)) {
      if (performance.now() > until) throw new Error(`PostgreSQL ${pid} does not stop`)
      await sleep(5)
    }
    this.#server = await startOrAttach({ base: this.#base, fast: true })
    await old.leave()
  }

  /** For an end without patience. */
  kill(): void {
    const pid = readPid(join(this.#server.dataDir, "postmaster.pid"))
    // Else its watch would start it again.
    void this.#server.leave()
    if (pid !== undefined && !isGone(pid)) process.kill(pid, "SIGQUIT")
  }

  async close(): Promise<void> {
    await this.#server.release()
  }
}
