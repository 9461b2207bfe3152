import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest"
import { startOrAttach, stop } from "../../../src/app/embedded-postgres/embedded-postgres.ts"
import { hasCrashed, rememberStop } from "../../../src/app/embedded-postgres/last-stop.ts"
import type { Layout } from "../../../src/app/embedded-postgres/layout.ts"
import { embeddedPostgres } from "../../../src/app/embedded-postgres/live.ts"
import { Obstacles } from "../../../src/app/embedded-postgres/obstacles.ts"
import { isServer, pidFileOf } from "../../../src/app/embedded-postgres/postmaster.ts"
import { orphansOf, processesIn } from "../../../src/app/embedded-postgres/processes.ts"
import { type ServerEvent, siteOf } from "../../../src/app/embedded-postgres/site.ts"
import { openWire } from "../../../src/app/embedded-postgres/wire.ts"
import { debianFifteen, hasDebianFifteen, Stage } from "./guests.ts"

const isLinux = process.platform === "linux"
const patienceMs = 120_000

const eventually = async (what: string, is: () => boolean | Promise<boolean>): Promise<void> => {
  const until = performance.now() + patienceMs
  while (!(await is())) {
    if (performance.now() > until) throw new Error(`never: ${what}`)
    await sleep(20)
  }
}

const killed = (pid: number, signal: NodeJS.Signals = "SIGKILL"): void => {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error
  }
}

const killAll = (layout: Layout): void => {
  for (const { pid } of processesIn(layout)) killed(pid)
}

const answers = async (layout: Layout): Promise<boolean> => {
  const where = { path: layout.socketPath, user: "switchyard", database: "postgres", timeoutMs: 10_000 }
  try {
    const wire = await openWire({ ...where, applicationName: "a look" })
    await wire.query("select 1", 10_000)
    await wire.close()
    return true
  } catch {
    // Down, on its way up, or killed meanwhile: asked again.
    return false
  }
}

describe.skipIf(!isLinux).each([
  ["packaged", "", true],
  ["Debian's 15", debianFifteen, hasDebianFifteen]
])("what is left of the %s server", (_name, binaries, available) => {
  describe.skipIf(!available)("keeps nobody from coming back", () => {
    let stage: Stage
    let layout: Layout
    const events: Array<ServerEvent> = []
    const attach = async () => {
      const hold = await startOrAttach({ ...stage.options, onEvent: (event) => events.push(event) })
      onTestFinished(() => hold.leave())
    }
    const comesBack = (since = 0) =>
      eventually("it is back", () => events.slice(since).some(({ _tag }) => _tag === "Back"))
    beforeEach(async () => {
      stage = new Stage(binaries)
      events.length = 0
      layout = (await siteOf(stage.options)).layout
    })
    afterEach(() => stage.clear(), patienceMs)

    test(
      "a child that outlives its killed server and never ends is ended, and the server comes back",
      async () => {
        await attach()
        const server = await stage.serverPid()
        const child = processesIn(layout).find(({ title }) => title.startsWith("postgres: checkpointer"))
        killed(child?.pid ?? 0, "SIGSTOP")
        killed(server)
        await comesBack()
        expect(processesIn(layout).map(({ pid }) => pid)).not.toContain(child?.pid)
        expect(orphansOf(processesIn(layout))).toEqual([])
      },
      patienceMs
    )

    test(
      "a server that ended at once, by nobody's order of ours, comes back",
      async () => {
        await attach()
        killed(await stage.serverPid(), "SIGQUIT")
        await comesBack()
      },
      patienceMs
    )

    test(
      "the log tells that it went and that it is back",
      async () => {
        const lines: Array<string> = []
        const logged = Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void lines.push(line))])
        const night = Effect.gen(function* () {
          yield* embeddedPostgres(stage.options)
          killed(yield* Effect.promise(() => stage.serverPid()))
          const isTold = () => lines.some((line) => line.includes("The database server is back"))
          yield* Effect.promise(() => eventually("the log says so", isTold))
        })
        await Effect.runPromise(Effect.scoped(night).pipe(Effect.provide(logged)))
        expect(lines.join("\n")).toMatch(/The database server (is gone: it is started again|was stopped)/)
      },
      patienceMs
    )

    test(
      "an order is told from a crash by what the server wrote last, also without its pid file",
      async () => {
        await (await startOrAttach(stage.options)).leave()
        expect(hasCrashed(layout)).toBe(false)
        killAll(layout)
        await eventually("all have ended", () => processesIn(layout).length === 0)
        rmSync(pidFileOf(layout), { force: true })
        expect(hasCrashed(layout)).toBe(true)
        rememberStop(layout)
        expect(hasCrashed(layout)).toBe(false)
        await (await startOrAttach(stage.options)).leave()
        await stop({ ...stage.options, force: true })
        expect(hasCrashed(layout)).toBe(false)
      },
      patienceMs
    )

    test(
      "killed at random, some or all of it, young or old: it comes back each time",
      async () => {
        await attach()
        const seed = Math.floor(Math.random() * 2 ** 31)
        let state = seed
        const below = (most: number): number => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
          return (state >> 8) % most
        }
        for (let round = 0; round < 6; round += 1) {
          for (let blow = below(6); blow >= 0; blow -= 1) {
            for (const { pid } of processesIn(layout)) if (below(3) > 0) killed(pid)
            await sleep(below(60))
          }
          await eventually(`back in round ${round} of seed ${seed}`, () => answers(layout))
        }
      },
      6 * patienceMs
    )
  })
})

describe.skipIf(!isLinux)("a server that only says that it comes up", () => {
  let folder: string
  let layout: Layout
  let server: ChildProcess | undefined
  beforeEach(async () => {
    folder = mkdtempSync("/tmp/sy-idle-")
    chmodSync(folder, 0o711)
    layout = (await siteOf({ base: folder })).layout
    mkdirSync(layout.dataDir, { recursive: true })
  })
  afterEach(() => {
    for (const { pid } of processesIn(layout)) killed(pid)
    rmSync(folder, { recursive: true, force: true })
  })

  /** A program that is called as PostgreSQL's is, works where it does, and does nothing. */
  const standIn = async (script: string): Promise<number> => {
    const shell = join(folder, "postgres")
    // A file that is being run, by one that was killed a moment ago, cannot be written.
    if (!existsSync(shell)) copyFileSync(execFileSync("which", ["bash"]).toString().trim(), shell)
    chmodSync(shell, 0o755)
    server = spawn(shell, ["-c", script], { cwd: layout.dataDir, stdio: "ignore" })
    const pid = server.pid ?? 0
    writeFileSync(pidFileOf(layout), `${pid}\n`)
    await eventually("it runs", () => isServer(pid, layout))
    return pid
  }
  const patience = { orphanMs: 0, idleMs: 600 }
  const comingUp = { down: false, code: "57P03", detail: "the database system is in recovery mode" }
  const lookFor = async (absence: typeof comingUp, looks: number): Promise<void> => {
    const obstacles = new Obstacles(layout, patience)
    for (let look = 0; look < looks; look += 1) {
      await obstacles.clear(absence)
      await sleep(300)
    }
  }

  test(
    "and has no process that replays the log is ended, so that another can start",
    async () => {
      const pid = await standIn("while :; do read -t 1000 <> <(:); done")
      const obstacles = new Obstacles(layout, patience)
      await eventually("it is ended", async () => {
        await obstacles.clear(comingUp)
        return !isServer(pid, layout)
      })
    },
    patienceMs
  )

  test(
    "is left alone while it replays, and while it is being stopped",
    async () => {
      const pid = await standIn(
        `(exec -a "postgres: startup recovering" "${join(folder, "postgres")}" -c 'while :; do read -t 1000 <> <(:); done') & wait`
      )
      await eventually("it replays", () =>
        processesIn(layout).some(({ title }) => title.startsWith("postgres: startup"))
      )
      await lookFor(comingUp, 5)
      expect(isServer(pid, layout)).toBe(true)
      for (const one of processesIn(layout)) if (one.pid !== pid) killed(one.pid)
      const other = await standIn("while :; do read -t 1000 <> <(:); done")
      await lookFor({ ...comingUp, detail: "the database system is shutting down" }, 5)
      expect(isServer(other, layout)).toBe(true)
    },
    patienceMs
  )

  test(
    "its number, given to another cluster's server, is not taken for it",
    async () => {
      const pid = await standIn("while :; do read -t 1000 <> <(:); done")
      const elsewhere = mkdtempSync("/tmp/sy-elsewhere-")
      onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }))
      const other = (await siteOf({ base: elsewhere })).layout
      expect(isServer(pid, layout)).toBe(true)
      expect(isServer(pid, other)).toBe(false)
    },
    patienceMs
  )
})
