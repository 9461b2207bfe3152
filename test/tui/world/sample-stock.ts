import { usualStock } from "../../../src/domain/model/stock-rules.ts"
import { type SyncRun, SyncRunId } from "../../../src/domain/model/sync-run.ts"
import type { SyncLine } from "../../../src/domain/ports/sync-board.ts"
import { ableChannel } from "../../fixtures/channel-capabilities.ts"
import type { ChangingWorld } from "./changing-world.ts"
import { nowMs } from "./sample-orders.ts"
import { channel } from "./sample-parties.ts"
import { feed, product } from "./stock-ports.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)
export const upload = { service: "inventory_upload", enabled: true, everyMinutes: null } as const
export const acme = channel(1, { services: [upload], stock: { ...usualStock, safetyStock: 3 }, settings: {} })

export const stockRun = (change: Partial<SyncRun> = {}): SyncRun => ({
  id: SyncRunId(77),
  service: "inventory",
  party: "acme-shop",
  trigger: "schedule",
  state: "done",
  startedAt: ago(13),
  endedAt: ago(12),
  counts: { accepted: 6 },
  error: null,
  ...change
})

export const stockLine = (last: SyncRun | null, backlog = 4): SyncLine => ({
  party: "acme-shop",
  partyKind: "channel",
  partyId: 1,
  service: "inventory",
  enabled: true,
  everyMinutes: 15,
  last,
  nextAt: ago(-2),
  backlog
})

const everyState = [
  product(1, "AX-100", { title: "Desk lamp, black" }),
  product(2, "AX-200", {
    title: "Desk lamp, brass",
    told: {
      quantity: 35,
      shown: 60,
      shownAt: ago(12),
      told: 35,
      toldAt: ago(12),
      answer: "rejected",
      reason: "quantity must be below 50 at this location"
    },
    is: ["differs"]
  }),
  product(3, "AX-300", {
    told: {
      quantity: 37,
      shown: 99,
      shownAt: ago(3),
      told: 41,
      toldAt: ago(120),
      answer: "accepted",
      found: 99,
      foundInsteadOf: 41,
      foundAt: ago(3)
    },
    is: ["differs"]
  }),
  product(4, "AX-400", { told: null, is: ["differs"] }),
  product(5, "BX-500", { facts: null, levels: [], told: null, is: ["unknown"] }),
  product(6, "BX-600", {
    facts: { onHand: 1_204_500, committed: 0, unsentDemand: 0 },
    told: { quantity: 1_204_497, shown: 9, shownAt: ago(900), told: null },
    is: ["differs", "held"]
  })
]

const vendure = {
  kind: "vendure",
  label: "Vendure",
  testedBy: "live",
  fields: [],
  defaultEligibleStatuses: ["PaymentSettled"],
  partialFulfillment: true,
  ...ableChannel,
  notifiesBuyer: true
} as const

export const fillStock = (world: ChangingWorld): void => {
  world.kinds = [vendure]
  world.salesChannels = [acme, channel(2, { name: "marigold" })]
  world.stock.products = everyState
  world.sync = [stockLine(stockRun())]
}

export const fillFeeds = (world: ChangingWorld): void => {
  fillStock(world)
  world.stock.feeds = [
    feed(9, { state: "held", skus: 300, pieces: 900, unknown: 1, changed: null, missing: null }),
    feed(8, { settledBy: "bea", settledAt: ago(100) }),
    feed(7, { state: "rejected", settledBy: "bea", settledAt: ago(100), settleReason: "broke off" }),
    feed(6, { state: "ignored" })
  ]
  world.stock.changes = [
    { sku: "N-100", warehouse: "EAST", before: 400, after: 0 },
    { sku: "N-200", warehouse: "EAST", before: 120, after: null },
    { sku: "N-300", warehouse: "", before: 50, after: 20 },
    { sku: "N-400", warehouse: "WEST", before: null, after: 7 }
  ]
}
