import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { sha256 } from "../../../src/connectors/transports/purchase-order-csv.ts"
import { supplierTransportsLayer } from "../../../src/connectors/transports/transport-table.ts"
import {
  type ClaimedIntent,
  DispatchIntentId,
  type DispatchState,
  type RenderedPurchaseOrder
} from "../../../src/domain/model/dispatch-intent.ts"
import { OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { type PurchaseOrder, PurchaseOrderId } from "../../../src/domain/model/purchase-order.ts"
import { type Supplier, SupplierId } from "../../../src/domain/model/supplier.ts"
import type { SupplierMessage } from "../../../src/domain/model/supplier-message.ts"
import { EdiInterchanges } from "../../../src/domain/ports/edi-interchanges.ts"
import { SupplierTransports, type TransportError } from "../../../src/domain/ports/supplier-transports.ts"
import { memoryEdiInterchanges } from "../memory-edi-interchanges.ts"
import { memoryVault } from "../memory-vault.ts"

export const orderOf = (more: Partial<PurchaseOrder> = {}): PurchaseOrder => ({
  number: "ALD-000001",
  revision: 1,
  sequence: 1,
  orderId: OrderId(5),
  supplierId: SupplierId(3),
  orderedAt: new Date("2026-11-22T03:00:00Z"),
  orderSource: "Main shop",
  channelOrderNumber: "GEB75L1DACSQ3V5U",
  shipTo: {
    name: "Zoë Buyer 🦜",
    company: "",
    address1: "101 Main Street",
    address2: "",
    city: "Springfield",
    region: "IL",
    postalCode: "01234",
    country: "US",
    phone: "+12175550101"
  },
  email: "buyer@example.test",
  shipMethod: { carrier: "UPS", method: "Ground", code: "UPS-G" },
  currency: "USD",
  channelValues: {},
  lines: [
    {
      orderLineId: OrderLineId(11),
      supplierSku: "00123E5",
      quantity: 2,
      unitCost: "12.50",
      title: "Linen Sheet"
    },
    { orderLineId: OrderLineId(12), supplierSku: "=SKU,1", quantity: 1, unitCost: null, title: "=cmd()" }
  ],
  ...more
})

export const supplierOf = (
  transport: string,
  settings: Readonly<Record<string, string>>,
  more: Partial<Supplier> = {}
): Supplier => ({
  id: SupplierId(3),
  name: "Alder",
  environment: "sandbox",
  transport,
  settings,
  requiresShipMethodMapping: true,
  requiredFields: [],
  purchaseOrderPrefix: "ALD-",
  trackingSource: "sftp",
  trackingEveryMinutes: 120,
  contact: "",
  currency: "USD",
  terms: {},
  shipMethods: [],
  version: 1,
  ...more
})

/** The first attempt, or a second one that follows a mark of the first. */
const attemptOf = (before: DispatchState): Pick<ClaimedIntent, "attempt" | "markedAttempt" | "before"> =>
  before === "transmitting" || before === "in_doubt"
    ? { attempt: 2, markedAttempt: 1, before }
    : { attempt: 1, markedAttempt: null, before }

export const intentOf = (
  rendered: RenderedPurchaseOrder,
  before: DispatchState = "planned"
): ClaimedIntent => ({
  id: DispatchIntentId(1),
  purchaseOrderId: PurchaseOrderId(1),
  orderId: OrderId(5),
  supplierId: SupplierId(3),
  number: "ALD-000001",
  kind: "order",
  transport: "sftp-csv",
  content: rendered.content,
  contentHash: sha256(rendered.content),
  identifiers: rendered.identifiers,
  ...attemptOf(before)
})

/** A slow machine keeps these; a test of silence asks for less. */
const patientHttp = { bodyBytes: 64 * 1024, connectMs: 30_000, totalMs: 30_000 }
/** A slow machine keeps these; a test of silence asks for less. */
const patient = {
  connectMs: 60_000,
  operationMs: 60_000,
  transferMs: 60_000,
  keepaliveMs: 30_000,
  settleMs: 1
}
const patientSmtp = { connectMs: 30_000, operationMs: 30_000, acceptMs: 30_000 }

type Transports = SupplierTransports["Service"]

/** One life of the transports: connections are shared between the calls of one test and closed with it. */
export class Transport implements AsyncDisposable {
  readonly #runtime: ManagedRuntime.ManagedRuntime<SupplierTransports | EdiInterchanges, never>
  marks = 0
  /** What the pipeline does right before the point of no return. */
  readonly mark: Effect.Effect<void> = Effect.sync(() => {
    this.marks += 1
  })

  constructor(
    secrets: Readonly<Record<string, string>>,
    fileTimes: Partial<typeof patient> = {},
    http: Partial<typeof patientHttp> = {},
    smtp: Partial<typeof patientSmtp> = {}
  ) {
    const files = { ...patient, ...fileTimes }
    const owned = Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [`supplier:3/${name}`, value])
    )
    this.#runtime = ManagedRuntime.make(
      supplierTransportsLayer({
        sftpTimes: files,
        ftpTimes: files,
        localTimes: files,
        smtpTimes: { ...patientSmtp, ...smtp },
        httpLimits: { ...patientHttp, ...http },
        idleMs: 60_000
      }).pipe(Layer.provide(memoryVault(owned)), Layer.provideMerge(memoryEdiInterchanges()))
    )
  }

  run<A, E>(use: (transports: Transports) => Effect.Effect<A, E>): Promise<A> {
    return this.#runtime.runPromise(SupplierTransports.use(use))
  }

  interchanges<A, E>(use: (interchanges: EdiInterchanges["Service"]) => Effect.Effect<A, E>): Promise<A> {
    return this.#runtime.runPromise(EdiInterchanges.use(use))
  }

  failure<A>(use: (transports: Transports) => Effect.Effect<A, TransportError>): Promise<TransportError> {
    return this.#runtime.runPromise(SupplierTransports.use((transports) => Effect.flip(use(transports))))
  }

  render(supplier: Supplier, order: PurchaseOrder = orderOf()): Promise<RenderedPurchaseOrder> {
    return this.run((t) => Effect.sync(() => t.render(supplier, order)))
  }

  renderMessage(supplier: Supplier, message: SupplierMessage): Promise<RenderedPurchaseOrder | null> {
    return this.run((t) => Effect.sync(() => t.renderMessage(supplier, message)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runtime.dispose()
  }
}
