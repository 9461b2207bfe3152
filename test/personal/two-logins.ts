import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll } from "vitest"
import { Actor } from "../../src/domain/ports/actor.ts"
import { WorkerId } from "../../src/domain/ports/worker-registry.ts"
import type { ConnectionOptions } from "../../src/store/database.ts"
import { addReader, removeReader } from "../../src/store/read-only-role.ts"
import { withDomain } from "../domain/domain-house.ts"
import { domainLayer } from "../domain/domain-services.ts"
import { openPlantedBusiness, tempers } from "./planted-business.ts"
import { plantLife } from "./planted-life.ts"
import { talkingSuppliers } from "./talking-suppliers.ts"

export const logins = ["owner", "reader"] as const
export type Login = (typeof logins)[number]

/** One planted life, and who looks at it: the login that owns the database, and one that may only read. */
export const withTwoLogins = () => {
  const suppliers = talkingSuppliers(tempers)
  const house = withDomain(suppliers.layer)
  const name = `bystander_${process.pid}_${Date.now() % 100_000}`
  const folder = mkdtempSync(join(tmpdir(), "switchyard-personal-"))
  const runtimeOf = (options: ConnectionOptions) =>
    ManagedRuntime.make(domainLayer(options, house, folder, suppliers.layer))
  let runtimes: Readonly<Record<Login, ReturnType<typeof runtimeOf>>> | undefined

  beforeAll(async () => {
    const made = await Effect.runPromise(addReader(house.options(), name, false))
    const reader = { ...house.options(), user: name, password: made.password ?? "", readOnly: true }
    runtimes = { owner: runtimeOf(house.options()), reader: runtimeOf(reader) }
  })
  afterAll(async () => {
    await Promise.all(Object.values(runtimes ?? {}).map((runtime) => runtime.dispose()))
    await Effect.runPromise(removeReader(house.options(), name))
    rmSync(folder, { recursive: true })
  })

  const runtime = (login: Login) => {
    if (runtimes === undefined) throw new Error("the logins exist only inside tests and hooks")
    return runtimes[login]
  }
  const run: (login: Login) => typeof house.run =
    (login) =>
    (effect, as = "ben") =>
      runtime(login).runPromise(
        effect.pipe(Effect.provideService(Actor, as), Effect.provideService(WorkerId, 0))
      )
  return {
    house,
    folder,
    runtime,
    as: (login: Login) => ({ run: run(login) }),
    plant: async (): Promise<void> => {
      await openPlantedBusiness(house)
      await plantLife(house, suppliers)
    },
    /** How often somebody looked, as Activity tells it. */
    reveals: async (): Promise<number> => {
      const [row] = await house.sql()<Array<{ count: number }>>`
        select count(*)::int as count from activity where act = 'revealed'`
      return row?.count ?? 0
    }
  }
}
