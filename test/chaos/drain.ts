import { setTimeout as sleep } from "node:timers/promises"
import type { ChaosWorld } from "./chaos-world.ts"
import { type Judgment, judge } from "./judge.ts"
import { readOurs } from "./ours.ts"
import { silent } from "./parties.ts"

const roundMs = 500
const syncEveryMs = 800

export interface Drained {
  readonly judgment: Judgment
  /** False: the time was over before everything had come to its end. */
  readonly inTime: boolean
}

/** In doubt for good: its supplier did not take it, and cannot be asked. A person would have to telephone. */
const isHopeless = (
  books: Awaited<ReturnType<ChaosWorld["sandbox"]["books"]>>,
  purchaseOrder: { readonly supplier: string; readonly number: string }
): boolean =>
  silent.has(purchaseOrder.supplier) &&
  (books.suppliers[purchaseOrder.supplier]?.purchaseOrders[purchaseOrder.number] ?? 0) === 0

/** One look at both sides. Over: nothing moves any more, and nothing that will still come is missing. */
export const look = async ({ sandbox, house }: ChaosWorld) => {
  // Our side first: what the others do meanwhile is then missing with us, and looked at again.
  const ours = await readOurs(house.sql)
  const books = await sandbox.books()
  const judgment = judge(books, ours)
  const waiting = ours.purchaseOrders.filter((p) => p.state === "in_doubt" && !isHopeless(books, p))
  const isOver =
    judgment.moving.length === 0 &&
    judgment.lost.length === 0 &&
    waiting.length === 0 &&
    judgment.underWay.length === 0 &&
    ours.orders.length > 0
  return { judgment, isOver }
}

export interface DrainOptions {
  readonly limitMs: number
  /** With a guard away the first doubled order is all that there is to see. */
  readonly untilDoubled: boolean
  readonly stopped: () => boolean
  readonly tell: (judgment: Judgment) => void
}

/** Goes on until everything has come to its end, or the time is over. */
export const drain = async (world: ChaosWorld, options: DrainOptions): Promise<Drained> => {
  const { stopped, tell } = options
  const until = performance.now() + options.limitMs
  let calmLooks = 0
  while (true) {
    await world.operator.round(syncEveryMs)
    const { judgment, isOver } = await look(world)
    tell(judgment)
    // Twice in a row: between the two looks the operator had a round, and nothing came of it.
    calmLooks = isOver ? calmLooks + 1 : 0
    if (calmLooks >= 2) return { judgment, inTime: true }
    const seenEnough = options.untilDoubled && judgment.doubled.length > 0
    if (seenEnough || performance.now() > until || stopped()) return { judgment, inTime: false }
    await sleep(roundMs)
  }
}
