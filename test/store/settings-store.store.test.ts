import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { SettingsStore } from "../../src/domain/ports/settings-store.ts"
import { settingsStoreLayer } from "../../src/store/settings-store.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(settingsStoreLayer)
beforeEach(() => emptyTables(store.sql()))

const settings = <A, E>(use: (s: typeof SettingsStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(SettingsStore, use))

test("who comes first decides what the installation is, and nobody else guesses it", async () => {
  const unset = await settings((s) => Effect.flip(s.installation()))
  expect(unset.message).toContain("live or sandbox")
  const founded = await Promise.all([
    settings((s) => s.found("sandbox")),
    settings((s) => s.found("sandbox")),
    settings((s) => s.found("sandbox"))
  ])
  expect(new Set(founded.map((f) => f.environment))).toEqual(new Set(["sandbox"]))
  expect(await settings((s) => s.found("live"))).toEqual({
    environment: "sandbox",
    sendsStopped: false,
    sendsStoppedBy: null,
    shadow: false
  })
})
