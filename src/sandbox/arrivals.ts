import type { PlannedOrder } from "./plan.ts"
import type { Shop } from "./shop.ts"
import { cancelOrder } from "./shop-mutations.ts"

export interface ArrivalOptions {
  readonly allAtOnce: boolean
  /** Nothing is ordered until somebody asks for it by the control API. */
  readonly heldBack?: boolean
  readonly speed: number
  /** How long after it was placed the buyer takes the planted order back. */
  readonly cancelAfterMs: number
}

/** Orders that the shops have when the world is opened first, placed over the last two hours. */
const openingShare = 0.2
const openingSpreadMs = 2 * 60 * 60 * 1_000
/** The console is to be alive: a few a second at first, then fewer. */
const quickMs = 250
const calmMs = 500
const quickOrders = 24

/** Places the plan's orders, one after the other. What the ledgers have already is not placed again. */
export class Arrivals {
  readonly #plan: ReadonlyArray<PlannedOrder>
  readonly #shops: ReadonlyMap<string, Shop>
  readonly #options: ArrivalOptions
  #next = 0
  #timer: NodeJS.Timeout | undefined

  constructor(plan: ReadonlyArray<PlannedOrder>, shops: ReadonlyMap<string, Shop>, options: ArrivalOptions) {
    this.#plan = plan
    this.#shops = shops
    this.#options = options
  }

  get allPlaced(): boolean {
    return this.#next >= this.#plan.length
  }

  open(now: number): void {
    if (this.#options.heldBack === true) return
    const opening = this.#options.allAtOnce ? this.#plan.length : Math.floor(this.#plan.length * openingShare)
    while (this.#next < opening) {
      const age = openingSpreadMs * (1 - (this.#next + 1) / opening)
      this.#placeNext(new Date(now - Math.floor(age)))
    }
    this.#wait()
  }

  /** Places orders until so many of the plan have been placed. */
  release(count: number): number {
    while (this.#next < Math.min(count, this.#plan.length)) this.#placeNext(new Date())
    return this.#next
  }

  /** Buyers who change their minds: called again and again. */
  cancelWhatIsDue(now: number): void {
    for (const order of this.#plan) {
      if (!order.canceledLater) continue
      const book = this.#shops.get(order.shop)?.book
      const placed = book?.orderNumbered(order.number)
      if (book === undefined || placed === undefined || placed.state === "Cancelled") continue
      const age = now - Date.parse(placed.placed.placedAt)
      if (age >= this.#options.cancelAfterMs / this.#options.speed)
        cancelOrder(book, { orderId: placed.placed.id })
    }
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #wait(): void {
    if (this.allPlaced) return
    const pace = this.#next < this.#plan.length * openingShare + quickOrders ? quickMs : calmMs
    this.#timer = setTimeout(() => {
      this.#placeNext(new Date())
      this.#wait()
    }, pace / this.#options.speed)
  }

  #placeNext(at: Date): void {
    const order = this.#plan[this.#next]
    this.#next += 1
    if (order === undefined) return
    const shop = this.#shops.get(order.shop)
    if (shop === undefined) throw new Error(`the plan names a shop that is not there: ${order.shop}`)
    if (!shop.book.hasNumber(order.number)) shop.book.place(order, at)
  }
}
