/** Stock as Shopify keeps it: compare and set, all of a list or nothing, and a key that makes a repeat a replay. */

export interface FakeItem {
  readonly id: string
  readonly sku: string | null
  readonly tracked: boolean
  /** What is available by location id; a location that is absent does not stock it. */
  readonly levels: Map<string, number>
}

interface Quantity {
  readonly inventoryItemId: string
  readonly locationId: string
  readonly quantity: number
  readonly changeFromQuantity?: number | null
}

interface UserError {
  readonly code: string
  readonly field: ReadonlyArray<string>
  readonly message: string
}

const most = 1_000_000_000

export class StockRoom {
  readonly items: Array<FakeItem> = []
  /** Runs before a list is judged: a sale that comes between a look and a set. */
  beforeSet: () => void = () => {}
  /** Nobody recorded whether Shopify sets the good ones of a list that holds bad ones. */
  isAtomic = true
  sets = 0
  replays = 0
  readonly #done = new Map<string, { readonly content: string; readonly answer: unknown }>()

  add(sku: string | null, location: string, quantity: number, tracked = true): FakeItem {
    const item = {
      id: `gid://shopify/InventoryItem/${this.items.length + 1}`,
      sku,
      tracked,
      levels: new Map([[location, quantity]])
    }
    this.items.push(item)
    return item
  }

  /** As Shopify's search: not minding capitals, and by the beginning of a word, so that more is found than was asked. */
  search(query: string): ReadonlyArray<FakeItem> {
    const wanted = [...query.matchAll(/sku:'((?:\\.|[^'\\])*)'/g)].map(([, sku]) =>
      (sku ?? "").replace(/\\(.)/g, "$1").toLowerCase()
    )
    return this.items.filter((item) => wanted.some((sku) => (item.sku ?? "").toLowerCase().startsWith(sku)))
  }

  set(input: { readonly name: string; readonly quantities: ReadonlyArray<Quantity> }, key: unknown): unknown {
    if (typeof key !== "string" || key === "")
      return { errors: [{ message: "An idempotency key is required" }] }
    if (input.quantities.length > 250)
      return { errors: [{ message: "too many", extensions: { code: "BAD_REQUEST" } }] }
    const content = JSON.stringify(input)
    const before = this.#done.get(key)
    if (before !== undefined) {
      this.replays += 1
      return before.content === content
        ? before.answer
        : this.#refuse([
            { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", field: ["input"], message: "other parameters" }
          ])
    }
    this.beforeSet()
    const userErrors = input.quantities.flatMap((one, at) => this.#judge(one, at))
    const bad = new Set(userErrors.map((error) => error.field[2]))
    const good = input.quantities.filter((_, at) => !bad.has(String(at)))
    if (!this.isAtomic) this.#apply(good)
    const answer = userErrors.length > 0 ? this.#refuse(userErrors) : this.#apply(input.quantities)
    this.#done.set(key, { content, answer })
    return answer
  }

  #level(one: Quantity): number | undefined {
    return this.items.find((item) => item.id === one.inventoryItemId)?.levels.get(one.locationId)
  }

  #judge(one: Quantity, at: number): ReadonlyArray<UserError> {
    const field = (name: string) => ["input", "quantities", String(at), name]
    const shown = this.#level(one)
    if (!("changeFromQuantity" in one))
      return [{ code: "COMPARE_QUANTITY_REQUIRED", field: field("changeFromQuantity"), message: "required" }]
    if (shown === undefined)
      return [
        { code: "INVALID_INVENTORY_ITEM", field: field("inventoryItemId"), message: "could not be found" }
      ]
    if (one.quantity > most)
      return [
        {
          code: "INVALID_QUANTITY_TOO_HIGH",
          field: field("quantity"),
          message: "The quantity can't be higher than 1,000,000,000."
        }
      ]
    if (one.changeFromQuantity !== null && one.changeFromQuantity !== shown)
      return [
        {
          code: "CHANGE_FROM_QUANTITY_STALE",
          field: field("changeFromQuantity"),
          message: "The changeFromQuantity argument no longer matches the persisted quantity."
        }
      ]
    return []
  }

  #refuse(userErrors: ReadonlyArray<UserError>): unknown {
    return { data: { inventorySetQuantities: { inventoryAdjustmentGroup: null, userErrors } } }
  }

  #apply(quantities: ReadonlyArray<Quantity>): unknown {
    for (const one of quantities) {
      this.sets += 1
      this.items.find((item) => item.id === one.inventoryItemId)?.levels.set(one.locationId, one.quantity)
    }
    return {
      data: {
        inventorySetQuantities: { inventoryAdjustmentGroup: { reason: "correction" }, userErrors: [] }
      }
    }
  }
}
