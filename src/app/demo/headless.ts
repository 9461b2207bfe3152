import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { cancelOrder } from "../../domain/operations/cancel-order.ts"
import { processOrders } from "../../domain/operations/process-orders.ts"
import { syncNow } from "../../domain/operations/sync-now.ts"
import { HoldStore } from "../../domain/ports/hold-store.ts"
import { OrderBoard } from "../../domain/ports/order-board.ts"
import { countEnds, type DemoState, demoLine, isGood, isOver, readState, unplanned } from "./demo-state.ts"
import { mapDemoMethods } from "./found-demo.ts"
import { readBooks } from "./sandbox-books.ts"
import type { SandboxReady } from "./sandbox-ready.ts"

const stepMs = 400
const sayEveryMs = 2_000
const longestMs = 4 * 60_000
const pageSize = 500

/** What a person at the console would do by hand: sync, process what is ready, cancel what the buyer took back. */
const workByHand = Effect.fn("workByHand")(function* () {
  yield* syncNow("orders", null)
  yield* syncNow("tracking", null)
  const board = yield* OrderBoard
  const ready = (yield* board.page({ action: "process" }, null, pageSize)).rows
  if (ready.length > 0) yield* processOrders(ready.map((r) => r.id))
  const takenBack = yield* (yield* HoldStore).ofKinds(["canceled_on_channel"], pageSize)
  // One that has left already is refused: that is for the supplier to cancel.
  for (const id of takenBack) yield* Effect.catchTag(cancelOrder(id), "Refusal", () => Effect.void)
})

const progressLine = (state: DemoState, seconds: number): string => {
  const count = (end: Parameters<typeof countEnds>[1]) => countEnds(state, end)
  return `${String(seconds).padStart(4)} s  ${state.orders.length} orders in, ${count("moving")} moving, ${count("completed")} completed, ${count("held")} held, ${count("failed")} failed`
}

const table = (state: DemoState): ReadonlyArray<string> => [
  "",
  ...state.orders
    .filter((o) => o.end !== "completed")
    .map((o) => `  ${o.number.padEnd(10)} ${o.end.padEnd(10)} ${o.why}`),
  `  ${countEnds(state, "completed")} others are completed: shipped, and told to their shop`,
  ""
]

/** Runs the world without a terminal until every order has reached its end. True when all went as planned. */
export const runHeadless = Effect.fn("runHeadless")(function* (
  ready: SandboxReady,
  say: (line: string) => void
) {
  const from = yield* Clock.currentTimeMillis
  let saidAt = 0
  yield* mapDemoMethods(ready)
  while (true) {
    yield* workByHand()
    const state = yield* readState(yield* readBooks(ready.control))
    const passed = (yield* Clock.currentTimeMillis) - from
    const over = isOver(state) || passed > longestMs
    if (over || passed - saidAt >= sayEveryMs) {
      saidAt = passed
      say(progressLine(state, Math.round(passed / 1000)))
    }
    if (over) {
      for (const line of table(state)) say(line)
      for (const o of unplanned(state))
        say(`  not as planned: ${o.number} is ${o.end}, wanted ${o.expected} (${o.why})`)
      say(demoLine(state))
      return isGood(state)
    }
    yield* Effect.sleep(stepMs)
  }
})
