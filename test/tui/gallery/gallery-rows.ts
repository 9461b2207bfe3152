import { OrderId } from "../../../src/domain/model/order.ts"
import type { Place, ScreenName } from "../../../src/tui/screen.ts"
import { jobId } from "../world/sample-jobs.ts"

export interface GalleryRow {
  /** Where it is: what a place says in words of others goes through `words`. */
  place(words: (own: string) => string): Place
  /** It has rows of which one is selected, as soon as there are any. */
  readonly hasRows?: true
  /** Typed first, where nothing is selected by itself. */
  readonly firstKeys?: string
}

const id = OrderId(42)

/** Every screen of the console, and where a picture of it is taken. */
export const galleryRows: { readonly [Name in ScreenName]: GalleryRow } = {
  triage: { place: () => ({ screen: "triage" }), hasRows: true },
  orders: { place: () => ({ screen: "orders" }), hasRows: true, firstKeys: "j" },
  order: { place: (words) => ({ screen: "order", id, number: words("1042") }) },
  "order-timeline": { place: (words) => ({ screen: "order-timeline", id, number: words("1042") }) },
  "order-bytes": { place: (words) => ({ screen: "order-bytes", id, number: words("1042") }) },
  "order-evidence": { place: (words) => ({ screen: "order-evidence", id, number: words("1042") }) },
  "order-payload": { place: (words) => ({ screen: "order-payload", id, number: words("1042") }) },
  doubt: { place: (words) => ({ screen: "doubt", number: words("SY-000311") }) },
  authorize: { place: (words) => ({ screen: "authorize", id, number: words("1042") }) },
  resolve: { place: (words) => ({ screen: "resolve", id, number: words("1042") }) },
  process: { place: () => ({ screen: "process", ids: [OrderId(39), id] }) },
  sends: { place: () => ({ screen: "sends" }), hasRows: true },
  settings: { place: () => ({ screen: "settings" }) },
  inventory: { place: () => ({ screen: "inventory" }), hasRows: true },
  // Both names are looked up: they are those of the world, whatever its answers are made of.
  "inventory-explain": {
    place: () => ({ screen: "inventory-explain", channel: "acme-shop", sku: "AX-100" })
  },
  feeds: { place: () => ({ screen: "feeds" }), hasRows: true },
  "stock-rules": { place: (words) => ({ screen: "stock-rules", id: 1, name: words("acme-shop") }) },
  sync: { place: () => ({ screen: "sync" }), hasRows: true },
  jobs: { place: () => ({ screen: "jobs" }), hasRows: true },
  job: { place: (words) => ({ screen: "job", id: jobId(9), queue: words("purchase-orders.send") }) },
  workers: { place: () => ({ screen: "workers" }), hasRows: true },
  "sync-run": { place: () => ({ screen: "sync-run", runId: 3 }) },
  channels: { place: () => ({ screen: "channels" }), hasRows: true },
  channel: { place: (words) => ({ screen: "channel", id: 1, name: words("acme-shop") }) },
  "channel-settings": {
    place: (words) => ({ screen: "channel-settings", target: { id: 1 }, name: words("acme-shop") })
  },
  suppliers: { place: () => ({ screen: "suppliers" }), hasRows: true },
  supplier: { place: (words) => ({ screen: "supplier", id: 1, name: words("Northwind") }) },
  "supplier-settings": {
    place: (words) => ({ screen: "supplier-settings", id: 1, name: words("Northwind") })
  },
  "auto-processing": { place: () => ({ screen: "auto-processing", name: "acme-shop" }) },
  alerts: { place: () => ({ screen: "alerts" }), hasRows: true },
  activity: { place: () => ({ screen: "activity" }), hasRows: true },
  causes: { place: () => ({ screen: "causes" }), hasRows: true },
  mappings: { place: () => ({ screen: "mappings" }), hasRows: true },
  mapping: {
    place: (words) => ({
      screen: "mapping",
      ask: {
        about: "method",
        words: { channelId: null, supplierId: 1 as never, name: words("Free Shipping Ground") }
      }
    })
  },
  reviews: { place: () => ({ screen: "reviews" }), hasRows: true },
  exceptions: { place: () => ({ screen: "exceptions" }), hasRows: true }
}

export const screenNames = Object.keys(galleryRows) as ReadonlyArray<ScreenName>
