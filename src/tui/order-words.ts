import { nextStep, type OrderAction, type OrderStatus } from "../domain/model/order-status.ts"
import type { OrderRow } from "../domain/ports/order-board.ts"
import { age } from "./age.ts"
import type { Role } from "./theme.ts"

export interface Word {
  /** The key that acts, printed with the word; "" when nobody has to do anything. */
  readonly key: string
  readonly word: string
  readonly role: Role
}

const actionWords: Readonly<Record<OrderAction, Word>> = {
  resolve: { key: "r", word: "RESOLVE", role: "need" },
  process: { key: "P", word: "PROCESS", role: "ready" },
  settle: { key: "d", word: "IN DOUBT", role: "doubt" },
  retry: { key: "R", word: "FAILED", role: "need" },
  push: { key: "R", word: "REJECTED", role: "need" },
  authorize: { key: "A", word: "AUTHORIZE", role: "ready" }
}

const statusWords: Readonly<Record<OrderStatus, Word>> = {
  not_processed: { key: "", word: "Waiting", role: "text" },
  processing: { key: "", word: "Sending", role: "text" },
  processed: { key: "", word: "Processed", role: "text" },
  failed: { key: "", word: "Failed", role: "need" },
  shipped: { key: "", word: "Shipped", role: "text" },
  completed: { key: "", word: "Completed", role: "dim" },
  canceled: { key: "", word: "Canceled", role: "dim" }
}

/** No key acts on it: it would be sent, and is not. */
const shadowWord: Word = { key: "", word: "SHADOW", role: "dim" }

/** Why no key sends it. */
export const shadowRefusal = (number: string): string =>
  `#${number} is in shadow mode: nothing of it is sent. switchyard orders preview shows what would be.`

/** What stands in the ACTION column: a word first, then its color, and the key that acts. */
export const wordOf = (order: Pick<OrderRow, "status" | "action" | "shadow">): Word => {
  const step = nextStep(order)
  if (step === null) return statusWords[order.status]
  return step === "shadow" ? shadowWord : actionWords[step]
}

export const actionWord = (action: OrderAction): Word => actionWords[action]

/** Not sent: since the buyer ordered, which is what waits. Later: since it came into its status. */
export const orderAge = (order: OrderRow, now: number): string =>
  age(order.status === "not_processed" ? order.placedAt : order.statusAt, now)

export const units = (count: number): string => `${count} ${count === 1 ? "unit" : "units"}`

const groups = new Intl.NumberFormat("en-US")

export const grouped = (count: number): string => groups.format(count)
