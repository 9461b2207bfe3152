import { createHash } from "node:crypto"
import type { ActivityEntry } from "../../src/domain/model/activity.ts"
import type { Client } from "../../src/domain/model/client.ts"
import type { DispatchState, Evidence } from "../../src/domain/model/dispatch-intent.ts"
import type { Hold } from "../../src/domain/model/hold.ts"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { type Order, OrderId, OrderLineId } from "../../src/domain/model/order.ts"
import { ChannelId, type SalesChannel } from "../../src/domain/model/sales-channel.ts"
import type { ShipMethodMapping } from "../../src/domain/model/ship-method.ts"
import { ShipMethodId, type Supplier, SupplierId } from "../../src/domain/model/supplier.ts"
import type { SyncRun } from "../../src/domain/model/sync-run.ts"
import type { ChannelDraft } from "../../src/domain/ports/channel-drafts.ts"
import type { QuarantineRow } from "../../src/domain/ports/quarantine.ts"
import type { Review } from "../../src/domain/ports/review-store.ts"
import { untouchedChannel } from "../fixtures/untouched-channel.ts"

/** What the fake services keep; a test sets it up and looks into it afterwards. */
export interface World {
  reviews: Array<Review>
  orders: Array<Order>
  holds: Array<Hold>
  channels: Array<SalesChannel>
  client: Client
  drafts: ReadonlyArray<ChannelDraft>
  suppliers: Array<Supplier>
  mappings: Array<ShipMethodMapping>
  choices: Array<{ orderId: OrderId; supplierId: SupplierId; shipMethodId: ShipMethodId }>
  jobs: Array<JobRequest>
  mails: Array<{ to: string; subject: string }>
  secrets: Map<string, string>
  doubt: { state: DispatchState; contentHash: string; evidence: Array<Evidence> }
  products: Array<{ sku: string; cost: string | null }>
  sendsStopped: boolean
  /** What was noted of settings. */
  activity: Array<ActivityEntry>
  inputs: ReadonlyArray<QuarantineRow>
  runs: Array<SyncRun>
  /** What the workers are imagined to do when a command sleeps. */
  whileWaiting: (world: World) => void
}

export const at = new Date("2026-11-22T12:00:00.000Z")
export const shopId = ChannelId(1)
export const acmeId = SupplierId(1)
export const ground = ShipMethodId(11)

export const shop: SalesChannel = {
  id: shopId,
  clientId: 1,
  name: "us-shop",
  kind: "vendure",
  environment: "sandbox",
  plan: "basic",
  settings: { url: "https://shop.example/admin-api" },
  eligibleStatuses: ["PaymentSettled"],
  earliestOrderAt: new Date("2026-01-01T00:00:00Z"),
  rejectUnmapped: true,
  notifyCustomer: true,
  autoProcessing: false,
  autoProcessingBy: null,
  autoProcessingAt: null,
  alertAddress: null,
  alertTestedAt: null,
  releaseSeconds: 0,
  shipmentPolicy: "each",
  ...untouchedChannel,
  shadow: false,
  liveFrom: null,
  services: [],
  version: 1
}

export const acme: Supplier = {
  id: acmeId,
  name: "Acme Outdoor",
  environment: "sandbox",
  transport: "csv-sftp",
  settings: {},
  requiresShipMethodMapping: true,
  requiredFields: ["phone"],
  purchaseOrderPrefix: "PO-",
  trackingSource: "sftp",
  trackingEveryMinutes: 120,
  contact: "ann@acme.example",
  currency: "USD",
  terms: {},
  shipMethods: [
    { id: ground, supplierId: acmeId, carrier: "UPS", method: "Ground", code: "UPSG" },
    { id: ShipMethodId(12), supplierId: acmeId, carrier: "FedEx", method: "2Day", code: "FX2" }
  ],
  version: 1
}

export const orderOf = (n: number, given: Partial<Order> = {}): Order => ({
  id: OrderId(n),
  channelId: shopId,
  channelOrderId: `C${n}`,
  channelOrderNumber: String(1000 + n),
  channelStatus: "PaymentSettled",
  standing: "ok",
  placedAt: at,
  importedAt: at,
  currency: "USD",
  total: "50.0000",
  customerName: "Ann Buyer",
  customerEmail: "ann@example.com",
  shipTo: {
    name: "Ann Buyer",
    company: "",
    address1: "1 Main Street",
    address2: "",
    city: "Springfield",
    region: "IL",
    postalCode: "62701",
    country: "US",
    phone: "+15551234567"
  },
  shipMethodName: "Free Shipping",
  status: "not_processed",
  action: "process",
  shadow: false,
  undoneBy: null,
  version: 3,
  lines: [
    {
      id: OrderLineId(n * 10),
      channelLineId: "L1",
      channelSku: "T-1",
      title: "Tent",
      unitPrice: "50.0000",
      ships: true,
      productId: 7,
      supplierId: acmeId,
      ordered: 1,
      shipped: 0,
      backordered: 0,
      canceled: 0
    }
  ],
  ...given
})

/** What was sent under PO-000005; a supplier's SKU may hold anything. */
export const doubtfulBytes = new TextEncoder().encode("sku,qty\nT-1\u001b[2J,1\n")

export const emptyWorld = (): World => ({
  reviews: [],
  orders: [],
  holds: [],
  channels: [shop],
  drafts: [],
  client: { name: "Acme", description: "", orderSourceValue: "web" },
  suppliers: [acme],
  mappings: [],
  choices: [],
  jobs: [],
  mails: [],
  secrets: new Map(),
  doubt: {
    state: "in_doubt",
    contentHash: createHash("sha256").update(doubtfulBytes).digest("hex"),
    evidence: []
  },
  products: [],
  sendsStopped: false,
  activity: [],
  inputs: [],
  runs: [],
  whileWaiting: () => undefined
})
