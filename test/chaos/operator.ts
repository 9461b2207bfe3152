import * as Effect from "effect/Effect"
import { type AskedCarrier, askedCarriers } from "../../src/domain/model/carrier-account.ts"
import type { OrderId } from "../../src/domain/model/order.ts"
import { cancelOrder } from "../../src/domain/operations/cancel-order.ts"
import { processOrders } from "../../src/domain/operations/process-orders.ts"
import { retryOrders } from "../../src/domain/operations/retry-order.ts"
import { acceptReview, listReviews } from "../../src/domain/operations/review-letters.ts"
import { syncNow } from "../../src/domain/operations/sync-now.ts"
import { pollNow } from "../../src/domain/operations/track-parcels.ts"
import { StoreFailure } from "../../src/domain/ports/failure.ts"
import { HoldStore } from "../../src/domain/ports/hold-store.ts"
import { OrderBoard } from "../../src/domain/ports/order-board.ts"
import type { House } from "./house.ts"

const pageSize = 500
/** A person gives up on one that fails again and again; then it is counted as failed. */
const mostRetries = 6
const retryEveryMs = 3_000
/**
 * Carriers are asked by the schedule every two hours, and by whoever wants to know now: not all the time where calls are
 * counted.
 */
const askEveryMs: Readonly<Record<AskedCarrier, number>> = { ups: 4_000, fedex: 4_000, usps: 15_000 }

const syncAll = Effect.gen(function* () {
  yield* syncNow("orders", null)
  yield* syncNow("tracking", null)
})

/** What is ready is processed, what the buyer took back is canceled: by a person, as on a channel that works by hand. */
const workByHand = Effect.gen(function* () {
  const board = yield* OrderBoard
  const ready = (yield* board.page({ action: "process" }, null, pageSize)).rows
  if (ready.length > 0) yield* processOrders(ready.map((r) => r.id))
  const takenBack = yield* (yield* HoldStore).ofKinds(["canceled_on_channel"], pageSize)
  // One that has left already is refused: that is for the supplier to cancel.
  for (const id of takenBack) yield* Effect.catchTag(cancelOrder(id), "Refusal", () => Effect.void)
})

/** A letter that tells of parcels is read and believed; one that does not fit is left for later, as a person would. */
const readLetters = Effect.gen(function* () {
  const letters = (yield* listReviews(pageSize)).filter((letter) => letter.suggestion.length > 0)
  for (const { id } of letters)
    yield* Effect.catchTag(acceptReview(id, { trustSender: false }), "Refusal", () => Effect.void)
})

const failedOrders = Effect.gen(function* () {
  const board = yield* OrderBoard
  const retry = (yield* board.page({ action: "retry" }, null, pageSize)).rows
  const push = (yield* board.page({ action: "push" }, null, pageSize)).rows
  return [...retry, ...push].map((row) => row.id)
})

/** The person at the console. A database that is just being restarted is a reason to come back later. */
export class Operator {
  readonly #house: House
  readonly #retries = new Map<OrderId, number>()
  #retriedAt = 0
  #syncedAt = Number.NEGATIVE_INFINITY
  readonly #askedAt = new Map<AskedCarrier, number>()

  constructor(house: House) {
    this.#house = house
  }

  /** What there is to do for a person, after asking every party for news if nobody did for so long. */
  async round(syncEveryMs: number): Promise<void> {
    try {
      await this.#askForNews(syncEveryMs)
      await this.#house.do(workByHand)
      await this.#house.do(readLetters)
      if (performance.now() - this.#retriedAt > retryEveryMs) await this.#retryFailed()
      for (const carrier of askedCarriers) await this.#askCarrier(carrier)
    } catch (cause) {
      if (!(cause instanceof StoreFailure && cause.reason === "Unavailable")) throw cause
    }
  }

  async #askForNews(everyMs: number): Promise<void> {
    if (performance.now() - this.#syncedAt < everyMs) return
    this.#syncedAt = performance.now()
    await this.#house.do(syncAll)
  }

  async #askCarrier(carrier: AskedCarrier): Promise<void> {
    const now = performance.now()
    if (now - (this.#askedAt.get(carrier) ?? 0) < askEveryMs[carrier]) return
    this.#askedAt.set(carrier, now)
    await this.#house.do(pollNow(carrier))
  }

  /** As a person does who reads "the server did not want it": once more, under the same number. */
  async #retryFailed(): Promise<void> {
    this.#retriedAt = performance.now()
    for (const id of await this.#house.do(failedOrders)) {
      const tried = this.#retries.get(id) ?? 0
      if (tried >= mostRetries) continue
      this.#retries.set(id, tried + 1)
      await this.#house.do(Effect.catchTag(retryOrders([id]), "Refusal", () => Effect.void))
    }
  }
}
