import { readFileSync } from "node:fs"
import { join } from "node:path"
import postgres from "postgres"
import { afterEach, beforeEach, expect, test } from "vitest"
import { reset, startOrAttach, status, stop } from "../../../src/app/embedded-postgres/embedded-postgres.ts"
import { Stage } from "./guests.ts"

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.clear(), 30_000)

test("twelve rounds of leaving and coming at the same moment: nobody who came is left without a server", async () => {
  let hold = await startOrAttach(stage.options)
  for (let round = 0; round < 12; round++) {
    const [, next] = await Promise.all([hold.release(), startOrAttach(stage.options)])
    const sql = postgres({ ...next.connection, max: 1 })
    expect(await sql`select 1 as here`).toMatchObject([{ here: 1 }])
    await sql.end()
    hold = next
  }
  expect((await hold.release()).stopped).toBe(true)
}, 30_000)

test("the server goes on while a pool with our application name is open, and stops once it is closed", async () => {
  const hold = await startOrAttach(stage.options)
  const named = { connection: { application_name: "switchyard-worker" }, max: 1 }
  const sql = postgres({ ...hold.connection, ...named })
  await sql`select 1`
  expect(await hold.release()).toEqual({ stopped: false, others: 1 })
  const again = await startOrAttach(stage.options)
  expect(again.owned).toBe(false)
  await sql.end()
  expect(await again.release()).toEqual({ stopped: true, others: 0 })
}, 30_000)

test("leaving at the very moment that a crashed server is back does not wait for ever", async () => {
  let left: Promise<void> | undefined
  const returned = Promise.withResolvers<void>()
  const hold = await startOrAttach({
    ...stage.options,
    onEvent: (event) => {
      if (event._tag !== "Back") return
      left = hold.leave()
      returned.resolve()
    }
  })
  const pid = Number(readFileSync(join(hold.dataDir, "postmaster.pid"), "utf8").split("\n")[0])
  process.kill(pid, "SIGQUIT")
  await returned.promise
  await left
  expect(await stop(stage.options)).toEqual({ stopped: true })
}, 60_000)

test("a server that is to keep running outlives the last one, and stop ends it", async () => {
  const hold = await startOrAttach({ ...stage.options, keepRunning: true })
  expect(await hold.release()).toEqual({ stopped: false, others: 0 })
  expect(await status(stage.options)).toMatchObject({ state: "running", keepRunning: true })
  expect(await stop(stage.options)).toEqual({ stopped: true })
  expect(await stop(stage.options)).toEqual({ stopped: false })
}, 30_000)

test("stop and reset refuse while others are there; forced, those wait and come back by themselves", async () => {
  const guest = stage.guest()
  expect(await guest.next()).toMatchObject({ attached: true })
  await expect(stop(stage.options)).rejects.toMatchObject({ reason: { _tag: "InUse", others: 1 } })
  await expect(reset(stage.options)).rejects.toThrow(/used by 1 other/)
  expect(await stop({ ...stage.options, force: true })).toEqual({ stopped: true })
  expect(await guest.next()).toEqual({ event: "Lost" })
  expect(await status(stage.options)).toMatchObject({ state: "stopped" })
  const hold = await startOrAttach(stage.options)
  expect(hold.owned).toBe(true)
  expect(await guest.next()).toEqual({ event: "Back" })
  expect((await hold.release()).stopped).toBe(false)
  expect(await guest.release()).toEqual({ released: { stopped: true, others: 0 } })
}, 30_000)

test("reset starts empty", async () => {
  const hold = await startOrAttach(stage.options)
  const sql = postgres({ ...hold.connection, max: 1 })
  await sql`create table gone ()`
  await sql.end()
  await hold.release()
  await reset(stage.options)
  expect(await status(stage.options)).toMatchObject({ state: "absent" })
  const fresh = await startOrAttach(stage.options)
  const empty = postgres({ ...fresh.connection, max: 1 })
  expect(await empty`select to_regclass('gone') as found`).toMatchObject([{ found: null }])
  expect(await empty`show server_encoding`).toMatchObject([{ server_encoding: "UTF8" }])
  await empty.end()
  await fresh.release()
}, 30_000)
