import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import postgres from "postgres"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { startOrAttach, status, stop } from "../../../src/app/embedded-postgres/embedded-postgres.ts"
import { debianFifteen, type Guest, hasDebianFifteen, Stage } from "./guests.ts"

const attached = async (guest: Guest) => {
  const said = await guest.next()
  expect(said).toMatchObject({ attached: true })
  return said.owned
}

describe.each([
  ["packaged", "", true],
  ["Debian's 15", debianFifteen, hasDebianFifteen]
])("the %s server", (_name, binaries, available) => {
  describe.skipIf(!available)("recovers without a hand", () => {
    let stage: Stage
    beforeEach(() => {
      stage = new Stage(binaries)
    })
    afterEach(() => stage.clear(), 60_000)

    test("five programs at once on a fresh directory: one starts it, all are in, the last one out stops it", async () => {
      const guests = Array.from({ length: 5 }, () => stage.guest())
      const owned = await Promise.all(guests.map(attached))
      expect(owned.filter(Boolean)).toHaveLength(1)
      const released = await Promise.all(guests.map((guest) => guest.release()))
      expect(released.filter((said) => (said.released as { stopped: boolean }).stopped)).toHaveLength(1)
      expect(await status(stage.options)).toMatchObject({ state: "stopped", clients: 0 })
    }, 60_000)

    test("kill -9 of the program that started it: the next one attaches to the same server", async () => {
      const first = stage.guest()
      expect(await attached(first)).toBe(true)
      const pid = await stage.serverPid()
      await first.kill()
      const hold = await startOrAttach(stage.options)
      expect(hold.owned).toBe(false)
      expect(await stage.serverPid()).toBe(pid)
      expect(await hold.release()).toEqual({ stopped: true, others: 0 })
    }, 60_000)

    test("kill -9 of the server: a program that is attached starts it again, what was committed is there", async () => {
      const hold = await startOrAttach(stage.options)
      const sql = postgres({ ...hold.connection, max: 1, onnotice: () => {} })
      await sql`create table kept (n int)`
      await sql`insert into kept values (42)`
      await sql.end()
      const guest = stage.guest()
      await attached(guest)
      await hold.leave()
      process.kill(await stage.serverPid(), "SIGKILL")
      expect(await guest.next()).toEqual({ event: "Lost" })
      expect(await guest.next()).toEqual({ event: "Back" })
      const again = postgres({ ...hold.connection, max: 1, onnotice: () => {} })
      expect(await again`select n from kept`).toMatchObject([{ n: 42 }])
      await again.end()
      expect(await guest.release()).toEqual({ released: { stopped: true, others: 0 } })
    }, 60_000)

    test("kill -9 of both: the next one starts over the stale pid file", async () => {
      const guest = stage.guest()
      await attached(guest)
      const pid = await stage.serverPid()
      guest.child.kill("SIGKILL")
      process.kill(pid, "SIGKILL")
      const hold = await startOrAttach(stage.options)
      expect(hold.owned).toBe(true)
      expect(await stage.serverPid()).not.toBe(pid)
      expect(await hold.release()).toEqual({ stopped: true, others: 0 })
    }, 60_000)

    test("a pid file whose number now belongs to another program does not stop the start", async () => {
      await (await startOrAttach(stage.options)).release()
      const stranger = stage.guest()
      await attached(stranger)
      // It would bring the server back by itself, and sometimes be the first to do so.
      stranger.child.kill("SIGSTOP")
      await stop({ ...stage.options, force: true })
      const { dataDir } = await status(stage.options)
      // A process of the server's own account, so that PostgreSQL cannot tell that it is a stranger.
      writeFileSync(
        join(dataDir, "postmaster.pid"),
        `${stranger.child.pid}\n${dataDir}\n1\n5432\n\n\n0 0\nready\n`
      )
      const hold = await startOrAttach(stage.options)
      expect(hold.owned).toBe(true)
      await hold.leave()
    }, 60_000)

    test("a pid file that a server left empty when it was killed does not stop the start", async () => {
      await (await startOrAttach(stage.options)).release()
      const { dataDir } = await status(stage.options)
      writeFileSync(join(dataDir, "postmaster.pid"), "")
      const hold = await startOrAttach(stage.options)
      expect(hold.owned).toBe(true)
      await hold.release()
    }, 60_000)

    test("Ctrl-C on the process group ends the program and leaves the server", async () => {
      const guest = stage.guest()
      await attached(guest)
      const pid = await stage.serverPid()
      guest.signalGroup("SIGINT")
      await guest.ended
      await sleep(100)
      expect(await stage.serverPid()).toBe(pid)
      const hold = await startOrAttach(stage.options)
      expect(hold.owned).toBe(false)
      expect((await hold.release()).stopped).toBe(true)
    }, 60_000)
  })
})
