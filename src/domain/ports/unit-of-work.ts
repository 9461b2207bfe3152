import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"

/** What only `store` and `jobs` can look into: the connection on which the running transaction lives. */
export interface Transaction {
  readonly connection: unknown
}

/** The transaction that the running fiber is in; stores and the job queue read it, nobody passes it along. */
export const CurrentTransaction = Context.Reference<Transaction | null>("switchyard/CurrentTransaction", {
  defaultValue: () => null
})

export class UnitOfWork extends Context.Service<
  UnitOfWork,
  {
    /** Runs the work in one transaction: all of it is committed, or none. Inside another one it joins that one. */
    readonly run: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StoreFailure, R>
  }
>()("switchyard/UnitOfWork") {}
