import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { applyMapping, meaningNow } from "../apply-mapping.ts"
import { applyRules } from "../apply-rules.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { type MadeChange, type MappingChange, reversed, waitsForWords } from "../model/mapping-change.ts"
import { type Money, money, sumByCurrency } from "../model/money.ts"
import type { OrderId } from "../model/order.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { takeBack } from "../take-back.ts"

/** So many are checked in the same transaction, so that the person sees what came of it; the others by a worker. */
const checkedAtOnce = 500

export interface ChangedMapping {
  /** All that undoing needs. */
  readonly made: MadeChange
  readonly freed: ReadonlyArray<OrderId>
  /** Of these, handed to the workers by auto-processing. */
  readonly sent: ReadonlyArray<OrderId>
  readonly sentTotals: ReadonlyArray<Money>
  /** Orders that wait on: for these words, or that waited for them and wait for something else too. As the trial counts. */
  readonly left: number
  /** Checked by a worker a little later. */
  readonly later: number
}

const enqueued = (ids: ReadonlyArray<OrderId>): ReadonlyArray<JobRequest> =>
  inBatches(ids).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))

/** Applies the rules to the oldest now, and has a worker apply them to the others. */
const check = Effect.fn("check")(function* (change: MappingChange, orderIds: ReadonlyArray<OrderId>) {
  const holds = yield* HoldStore
  const before = yield* holds.open(orderIds)
  const waited = new Set(before.map(({ orderId }) => orderId))
  const ids = orderIds.toSorted((a, b) => Number(waited.has(b)) - Number(waited.has(a)))
  const now = ids.slice(0, checkedAtOnce)
  const rules = yield* applyRules(now)
  const after = yield* holds.open(now)
  const waiting = new Set(after.map(({ orderId }) => orderId))
  const forThis = new Set([...before, ...after].filter(waitsForWords(change)).map(({ orderId }) => orderId))
  const handed = new Set(rules.jobs.flatMap((job) => (job.job === "orders.process" ? job.orderIds : [])))
  const freed = now.filter((id) => waited.has(id) && !waiting.has(id))
  return {
    step: { ...rules, jobs: [...rules.jobs, ...enqueued(ids.slice(checkedAtOnce))] },
    freed,
    sent: freed.filter((id) => handed.has(id)),
    left: now.filter((id) => waiting.has(id) && forThis.has(id)).length,
    goBack: now.filter((id) => !waited.has(id) && waiting.has(id)).length,
    later: ids.length - now.length
  }
})

/** Says what words of a channel mean from now on, and checks the orders anew that have them and were not sent yet. */
export const changeMapping = Effect.fn("changeMapping")(function* (change: MappingChange) {
  return yield* advance(
    Effect.gen(function* () {
      const made = yield* applyMapping(change)
      const { step, goBack: _, ...checked } = yield* check(change, made.orderIds)
      const orders = yield* (yield* OrderStore).load(checked.sent)
      const sentTotals = sumByCurrency(orders.map((o) => money(o.total, o.currency)))
      yield* (yield* ChangeFeed).publish({ about: "suppliers" })
      return { ...step, value: { made, ...checked, sentTotals } satisfies ChangedMapping }
    })
  )
})

export interface UndoneMapping {
  /** Orders that could be processed and go back to RESOLVE. */
  readonly goBack: number
  /** Checked by a worker a little later. */
  readonly later: number
  /** Orders that went on since: what was handed to the workers is not taken back by this. */
  readonly gone: number
}

const takenBack = Effect.fn("takenBack")(function* (made: MadeChange) {
  if ((yield* meaningNow(made.change)) !== made.change.to)
    return yield* new Refusal({ message: "Somebody changed it meanwhile, so there is nothing to undo." })
  const { orderIds } = yield* applyMapping(reversed(made))
  const { step, goBack, later } = yield* check(made.change, orderIds)
  const orders = yield* (yield* OrderStore).load(made.orderIds)
  const gone = orders.filter(({ status }) => status !== "not_processed").length
  return { ...step, value: { goBack, later, gone } satisfies UndoneMapping }
})

/** What undoing would do, counted in a transaction of which nothing stays. */
export const tryUndoMapping = Effect.fn("tryUndoMapping")(function* (made: MadeChange) {
  return yield* takeBack(Effect.map(takenBack(made), ({ value }): UndoneMapping => value))
})

/** Makes words of a channel mean what they meant before. What was sent meanwhile stays sent, and is counted. */
export const undoMapping = Effect.fn("undoMapping")(function* (made: MadeChange) {
  return yield* advance(
    Effect.tap(takenBack(made), () =>
      Effect.flatMap(ChangeFeed, (feed) => feed.publish({ about: "suppliers" }))
    )
  )
})
