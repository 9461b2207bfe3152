import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, expect, it } from "vitest"
import { ConfigError, readConfig } from "../../src/app/config.ts"
import { consoleHouse } from "../../src/app/console-house.ts"
import { addReader, removeReader } from "../../src/store/read-only-role.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

/** Migrated, and never opened by a program of its owner: it is neither live nor sandbox yet. */
const store = withTestDatabase(Layer.empty)
const name = `guest_${process.pid}_${Date.now() % 100_000}`
const folder = mkdtempSync(join(tmpdir(), "switchyard-unopened-"))
const main = new URL("../../src/app/main.ts", import.meta.url).pathname

const urlOf = (user: string, password: string): string => {
  const { host, port, database } = store.options()
  return `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
const environmentOf = (url: string) => ({
  DATABASE_URL: url,
  SWITCHYARD_HOME: folder,
  SWITCHYARD_WORLD: "sandbox"
})
const switchyard = (url: string, ...words: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [main, "--quiet", ...words], {
    env: { PATH: process.env.PATH ?? "", HOME: folder, ...environmentOf(url) },
    encoding: "utf8"
  })

let reader = ""
beforeAll(async () => {
  const { password } = await Effect.runPromise(addReader(store.options(), name, false))
  reader = urlOf(name, password ?? "")
})
afterAll(async () => {
  await Effect.runPromise(removeReader(store.options(), name))
  rmSync(folder, { recursive: true })
})

it("a read-only login that comes before the owner is told who opens the database, and how: by commands and the console", async () => {
  const early = switchyard(reader, "orders", "list")
  expect(early.stderr).toContain("SWITCHYARD_WORLD=sandbox switchyard triage")
  expect(early.stderr).toContain("switchyard db role add")
  expect(early.stderr).not.toContain("permission denied")
  expect(early.status).toBe(2)

  const opened = Layer.launch(consoleHouse(readConfig(environmentOf(reader))))
  const refused = await Effect.runPromise(Effect.flip(opened as Effect.Effect<never, unknown>))
  expect(refused).toBeInstanceOf(ConfigError)
  expect(String(refused)).toContain("SWITCHYARD_WORLD=sandbox switchyard triage")

  // What it says helps.
  expect(switchyard(urlOf(store.options().user, "none"), "triage").status).toBe(0)
  expect(switchyard(reader, "orders", "list")).toMatchObject({ status: 0, stderr: "" })
}, 60_000)
