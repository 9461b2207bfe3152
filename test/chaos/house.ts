import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { type AppConfig, readConfig } from "../../src/app/config.ts"
import { type Live, liveLayer } from "../../src/app/live.ts"
import { withHouse } from "../../src/app/run.ts"
import { Actor } from "../../src/domain/ports/actor.ts"
import type { StoreFailure } from "../../src/domain/ports/failure.ts"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"

/** The environment of every program of ours in this run. */
export const environmentOf = (home: string, databaseUrl: string): NodeJS.ProcessEnv => ({
  ...process.env,
  SWITCHYARD_WORLD: "sandbox",
  SWITCHYARD_HOME: home,
  DATABASE_URL: databaseUrl,
  SWITCHYARD_ACTOR: "chaos"
})

const connectionOf = (config: AppConfig): ConnectionOptions => {
  if (config.database === null) throw new Error("chaos has a database of its own")
  return config.database
}

/** The operator's side of the house, and a look at its tables past all doors. */
export class House {
  readonly sql: Sql
  readonly #runtime: ManagedRuntime.ManagedRuntime<Live, StoreFailure>

  private constructor(config: AppConfig) {
    const connection = connectionOf(config)
    this.sql = connect({ ...connection, max: 3, applicationName: "chaos observer" })
    this.#runtime = ManagedRuntime.make(liveLayer(config, { connection, supervise: false }))
  }

  /** Migrates, sets up by the given work, and stays open. */
  static async open<E>(env: NodeJS.ProcessEnv, found: Effect.Effect<void, E, Live>): Promise<House> {
    const config = readConfig(env)
    await Effect.runPromise(withHouse(config, Effect.provideService(found, Actor, "chaos")))
    return new House(config)
  }

  /** One operation, as a person at the console would do it. */
  do<A, E>(work: Effect.Effect<A, E, Live>): Promise<A> {
    return this.#runtime.runPromise(Effect.provideService(work, Actor, "chaos"))
  }

  async close(): Promise<void> {
    await this.#runtime.dispose()
    await this.sql.end({ timeout: 2 })
  }
}
