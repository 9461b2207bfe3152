import type { HoldFinding } from "../../../src/domain/model/hold.ts"
import type { Order } from "../../../src/domain/model/order.ts"
import { OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { ChannelId, type SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { ShipMethodId, type Supplier, SupplierId } from "../../../src/domain/model/supplier.ts"
import { untouchedChannel } from "../../fixtures/untouched-channel.ts"
import { orderDetail } from "./sample-detail.ts"

export const channel = (id: number, change: Partial<SalesChannel> = {}): SalesChannel => ({
  id: ChannelId(id),
  clientId: 1,
  name: id === 1 ? "acme-shop" : `shop-${id}`,
  kind: "vendure",
  environment: "sandbox",
  plan: "plus",
  settings: { url: "http://127.0.0.1:9/admin-api" },
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
  services: [{ service: "order_download", enabled: true, everyMinutes: null }],
  version: 1,
  ...change
})

export const supplier = (id: number, name: string, methods: ReadonlyArray<string>): Supplier => ({
  id: SupplierId(id),
  name,
  environment: "sandbox",
  transport: "csv-sftp",
  settings: {},
  requiresShipMethodMapping: true,
  requiredFields: ["phone"],
  purchaseOrderPrefix: "SY-",
  trackingSource: "sftp",
  trackingEveryMinutes: 120,
  contact: "",
  currency: "USD",
  terms: {},
  shipMethods: methods.map((method, index) => ({
    id: ShipMethodId(id * 100 + index),
    supplierId: SupplierId(id),
    carrier: "UPS",
    method,
    code: `${id}-${index}`
  })),
  version: 1
})

/** An order with one line that Northwind ships, waiting. */
export const waitingOrder = (id: number, change: Partial<Order> = {}): Order => {
  const { order } = orderDetail(id)
  const [line] = order.lines
  if (line === undefined) throw new Error("the sample order has no line")
  return {
    ...order,
    status: "not_processed",
    action: "resolve",
    shipMethodName: "Free Shipping Ground",
    lines: [{ ...line, id: OrderLineId(id), shipped: 0, productId: 1 }],
    ...change,
    id: OrderId(id)
  }
}

export const unmapped = (supplierId: number, supplierName: string): HoldFinding => ({
  kind: "ship_method_unmapped",
  field: String(supplierId),
  message: `“Free Shipping Ground” has no carrier and method at ${supplierName}. Choose one of its own.`,
  detail: {}
})

export const missing = (field: string, label: string): HoldFinding => ({
  kind: field === "phone" ? "phone_missing" : "address_missing",
  field,
  message: `${label} is missing. Enter it and update.`,
  detail: {}
})
