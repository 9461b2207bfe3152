import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { StockAt, StockFacts } from "../../../src/domain/model/availability.ts"
import type { FeedChange } from "../../../src/domain/model/feed-guard.ts"
import type { StockRules } from "../../../src/domain/model/stock-rules.ts"
import type { StockTrial } from "../../../src/domain/model/stock-trial.ts"
import type { AliasMark } from "../../../src/domain/ports/alias-store.ts"
import { type Feed, FeedStore } from "../../../src/domain/ports/feed-store.ts"
import {
  type ChannelStock,
  type InventoryFilter,
  InventoryStore,
  type StockedProduct
} from "../../../src/domain/ports/inventory-store.ts"
import type { FakeWorld } from "./fake-world.ts"
import { nowMs } from "./sample-orders.ts"

/** A product of the fake world with everything that is known of it. */
export interface FakeProduct extends StockedProduct {
  /** null: no supplier said what there is. */
  readonly facts: StockFacts | null
  readonly levels: ReadonlyArray<StockAt>
  readonly told: Partial<ChannelStock> | null
  readonly is: ReadonlyArray<InventoryFilter>
}

/** Stock in memory, and what was asked of it. */
export class StockWorld {
  products: ReadonlyArray<FakeProduct> = []
  feeds: ReadonlyArray<Feed> = []
  changes: ReadonlyArray<FeedChange> = []
  trial: (rules: StockRules) => StockTrial = () => {
    throw new Error("no rules are tried in this world")
  }
  /** An alias is given to a product, or taken from it; whether that changed anything. */
  /** The mark of whoever gives it; null: it is taken away. */
  rename: (type: string, alias: string, productId: number, mark: AliasMark | null) => boolean = () => {
    throw new Error("no product is renamed in this world")
  }
  readonly acts: Array<string> = []
}

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

const word = (product: FakeProduct): ChannelStock => ({
  productId: product.id,
  sku: product.sku,
  quantity: product.facts?.onHand ?? 0,
  version: 7,
  shown: null,
  shownAt: null,
  told: null,
  toldAt: null,
  answer: null,
  reason: "",
  found: null,
  foundInsteadOf: null,
  foundAt: null,
  parkedUntil: null,
  ...product.told
})

const unasked = (method: string) => () => Effect.die(new Error(`${method} is not part of this fake world`))

const bySku = (a: StockedProduct, b: StockedProduct): number => (a.sku < b.sku ? -1 : 1)

const pageOf = (
  stock: StockWorld,
  filter: InventoryFilter | null,
  text: string,
  after: string | null,
  limit: number
): ReadonlyArray<StockedProduct> =>
  stock.products
    .filter((p) => filter === null || p.is.includes(filter))
    .filter((p) => `${p.sku} ${p.title}`.toLowerCase().includes(text.trim().toLowerCase()))
    .toSorted(bySku)
    .filter((p) => after === null || p.sku > after)
    .slice(0, limit)

const inventory = (world: FakeWorld, stock: StockWorld) => {
  const chosen = (ids: ReadonlyArray<number>) => stock.products.filter((p) => ids.includes(p.id))
  return InventoryStore.of({
    product: (sku) => world.answer("product", () => stock.products.find((p) => p.sku === sku) ?? null),
    levels: (id) => world.answer("levels", () => chosen([id]).flatMap((p) => p.levels)),
    facts: (_warehouse, ids) =>
      world.answer("facts", () =>
        chosen(ids).flatMap((p) => (p.facts === null ? [] : [{ ...p.facts, productId: p.id }]))
      ),
    claims: () => world.answer("claims", () => []),
    demand: () => world.answer("demand", () => []),
    aliasClaims: (type, ids) =>
      world.answer("aliasClaims", () =>
        chosen(ids).map(({ sku, is }) => ({
          sku,
          alias:
            type === null || is.includes("ignored") ? null : `${type}-${is.includes("conflict") ? 1 : sku}`
        }))
      ),
    page: (_channel, filter, after, limit) =>
      world.answer("stockPage", () => pageOf(stock, filter, "", after, limit)),
    search: (_channel, filter, text, after, limit) =>
      world.answer("stockSearch", () => pageOf(stock, filter, text, after, limit)),
    ofChannel: (_channel, ids) =>
      world.answer("ofChannel", () => chosen(ids).flatMap((p) => (p.told === null ? [] : [word(p)]))),
    tryRules: (_channel, rules) => world.answer("tryRules", () => stock.trial(rules)),
    addAlias: (type, alias, id, mark) => world.answer("addAlias", () => stock.rename(type, alias, id, mark)),
    removeAlias: (type, alias, id) => world.answer("removeAlias", () => stock.rename(type, alias, id, null)),
    recompute: unasked("recompute"),
    stretchAfter: unasked("stretchAfter"),
    newestMark: unasked("newestMark"),
    markDaily: unasked("markDaily"),
    recomputeMarked: unasked("recomputeMarked")
  })
}

const feeds = (world: FakeWorld, stock: StockWorld) =>
  FeedStore.of({
    list: (state, before, limit) =>
      world.answer("feeds", () =>
        stock.feeds
          .filter((f) => (state === null || f.state === state) && (before === null || f.id < before))
          .slice(0, limit)
      ),
    get: (id) =>
      world.answer("feed", () => {
        const feed = stock.feeds.find((f) => f.id === id)
        return feed === undefined ? null : { ...feed, reference: String(id), unknownSkus: [] }
      }),
    lastTaken: () =>
      world.answer("lastTaken", () => stock.feeds.find(({ state }) => state === "taken") ?? null),
    changes: (id, skip, limit) =>
      world.answer("changes", () => {
        const isHeld = stock.feeds.some((f) => f.id === id && f.state === "held")
        const all = isHeld ? stock.changes : []
        return { changes: all.slice(skip, skip + limit), total: all.length }
      }),
    settle: (id, to, actor, at, reason) =>
      world.answer("settle", () => {
        stock.acts.push(`${to} ${id} by ${actor} ${reason}`.trim())
        stock.feeds = stock.feeds.map((f) =>
          f.id === id ? { ...f, state: to, settledBy: actor, settledAt: at, settleReason: reason } : f
        )
        return true
      }),
    newerThan: () => Effect.succeed([]),
    stageHeld: () => Effect.succeed({ skus: 1, pieces: 1, lines: 1, unknown: 0, warehouses: [] }),
    merge: () => Effect.succeed({ changed: 2, missing: 0 }),
    dropRows: () => Effect.void,
    lock: () => Effect.void,
    unchanged: unasked("unchanged"),
    stage: unasked("stage"),
    keep: unasked("keep")
  })

export const stockPorts = (world: FakeWorld, stock: StockWorld) =>
  Context.empty().pipe(
    Context.add(InventoryStore, inventory(world, stock)),
    Context.add(FeedStore, feeds(world, stock))
  )

/** What is left of it with a safety stock of 3. */
const leftOf = (id: number): number => 40 + id - (id % 4) - (id % 3) - 3

export const product = (id: number, sku: string, change: Partial<FakeProduct> = {}): FakeProduct => ({
  id,
  sku,
  title: `Product ${id}`,
  facts: { onHand: 40 + id, committed: id % 4, unsentDemand: id % 3 },
  levels: [
    { supplier: "Northwind", warehouse: "EAST", onHand: 30, asOf: ago(40) },
    { supplier: "Baker Supply", warehouse: "", onHand: 10 + id, asOf: ago(90) }
  ],
  told: {
    quantity: leftOf(id),
    shown: leftOf(id),
    shownAt: ago(12),
    told: leftOf(id),
    toldAt: ago(12),
    answer: "accepted"
  },
  is: [],
  ...change
})

export const feed = (id: number, change: Partial<Feed> = {}): Feed =>
  ({
    id,
    supplierId: 1,
    supplier: "Northwind",
    file: `stock-${id}.csv`,
    state: "taken",
    lines: 1200,
    skus: 1200,
    pieces: 38_000,
    unknown: 0,
    changed: 41,
    missing: 0,
    warehouses: ["EAST"],
    asOf: ago(60 * (10 - id)),
    receivedAt: ago(60 * (10 - id) - 2),
    checkedAt: ago(5),
    settledBy: null,
    settledAt: null,
    settleReason: "",
    ...change
  }) as Feed
