import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { RequestBudgets } from "../../src/domain/ports/request-budgets.ts"

/** Budgets that never make anybody wait, and remember what was blocked. For tests of what a connector says, not of when. */
export const freeBudgets = (blocks: Array<{ account: string; forMs: number }> = []) =>
  Layer.succeed(
    RequestBudgets,
    RequestBudgets.of({
      take: () => Effect.succeed({ _tag: "Go", waitMs: 0, blocks: 0 } as const),
      holds: () => Effect.succeed(true),
      block: (account, forMs) => Effect.sync(() => void blocks.push({ account, forMs }))
    })
  )
