import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import type { AddressField } from "../../../src/domain/model/address.ts"
import type { Client } from "../../../src/domain/model/client.ts"
import { DispatchIntentId } from "../../../src/domain/model/dispatch-intent.ts"
import { type Hold, type HoldFinding, type HoldId, timedHold } from "../../../src/domain/model/hold.ts"
import type { JobRequest } from "../../../src/domain/model/job-request.ts"
import { type Order, OrderId } from "../../../src/domain/model/order.ts"
import { PurchaseOrderId } from "../../../src/domain/model/purchase-order.ts"
import { ChannelId, type SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { ShipMethodMapping } from "../../../src/domain/model/ship-method.ts"
import { type Supplier, SupplierId } from "../../../src/domain/model/supplier.ts"
import { type SyncRecord, type SyncRun, SyncRunId } from "../../../src/domain/model/sync-run.ts"
import { AlertMailer } from "../../../src/domain/ports/alert-mailer.ts"
import { AnswerHoldStore } from "../../../src/domain/ports/answer-hold-store.ts"
import { CarrierAccountStore } from "../../../src/domain/ports/carrier-account-store.ts"
import { Catalog } from "../../../src/domain/ports/catalog.ts"
import { type ChannelDraft, ChannelDrafts } from "../../../src/domain/ports/channel-drafts.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { DispatchLedger } from "../../../src/domain/ports/dispatch-ledger.ts"
import {
  ChannelFailure,
  type MailFailure,
  Refusal,
  TransportFailure
} from "../../../src/domain/ports/failure.ts"
import { HoldStore } from "../../../src/domain/ports/hold-store.ts"
import { JobQueue } from "../../../src/domain/ports/job-queue.ts"
import type { OrderDetail } from "../../../src/domain/ports/order-board.ts"
import { OrderBoard, type ProcessPreview } from "../../../src/domain/ports/order-board.ts"
import { OrderHistory } from "../../../src/domain/ports/order-history.ts"
import { OrderStore } from "../../../src/domain/ports/order-store.ts"
import { PurchaseOrderStore } from "../../../src/domain/ports/purchase-order-store.ts"
import { type ChannelKind, SalesChannels } from "../../../src/domain/ports/sales-channels.ts"
import { ScheduleStore } from "../../../src/domain/ports/schedule-store.ts"
import { ShipmentStore } from "../../../src/domain/ports/shipment-store.ts"
import { type SupplierChange, SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { SupplierTransports } from "../../../src/domain/ports/supplier-transports.ts"
import { SupportFiles } from "../../../src/domain/ports/support-files.ts"
import { SyncBoard } from "../../../src/domain/ports/sync-board.ts"
import { SyncRunStore } from "../../../src/domain/ports/sync-run-store.ts"
import { UnitOfWork } from "../../../src/domain/ports/unit-of-work.ts"
import { Vault } from "../../../src/domain/ports/vault.ts"
import type { ConsoleNeeds } from "../../../src/tui/console-needs.ts"
import type { ConsoleRuntime } from "../../../src/tui/runtime.ts"
import { boards } from "./fake-runtime.ts"
import { FakeWorld } from "./fake-world.ts"
import { JobWorld, jobPorts } from "./job-ports.ts"
import { MappingWorld, mappingPorts } from "./mapping-ports.ts"
import { ReviewWorld, reviewPorts } from "./review-ports.ts"
import { bareDetail } from "./sample-detail.ts"
import { StockWorld, stockPorts } from "./stock-ports.ts"
import { transportPorts } from "./transport-ports.ts"

/** A world that can be changed by operations; it remembers what was asked of it. */
export class ChangingWorld extends FakeWorld {
  orders: ReadonlyArray<Order> = []
  openHolds: ReadonlyArray<Hold> = []
  /** Support bundles that were written, and why the next one is not. */
  readonly bundles: Array<{ readonly name: string; readonly text: string }> = []
  bundleRefusal: string | null = null
  suppliers: ReadonlyArray<Supplier> = []
  salesChannels: ReadonlyArray<SalesChannel> = []
  drafts: ReadonlyArray<ChannelDraft> = []
  /** By `owner/field`. */
  readonly secrets = new Map<string, string>()
  client: Client = { name: "Acme", description: "", orderSourceValue: "" }
  kinds: ReadonlyArray<ChannelKind> = []
  runs: ReadonlyArray<SyncRun> = []
  records: ReadonlyArray<SyncRecord> = []
  process: ProcessPreview = { ready: [], notReady: [], purchaseOrders: 0, suppliers: [], totals: [] }
  connection: ReadonlyArray<string> | ChannelFailure = []
  supplierConnection: ReadonlyArray<string> | TransportFailure = []
  /** How long whoever is signed in at takes to answer. */
  answering: Promise<void> = Promise.resolve()
  /** What was signed in with at suppliers: the supplier and the secrets lent for it. */
  readonly tried: Array<{ readonly supplier: Supplier; readonly secrets: Readonly<Record<string, string>> }> =
    []
  readonly lent = new Map<string, Readonly<Record<string, Redacted.Redacted>>>()
  readonly jobs: Array<JobRequest> = []
  readonly queue = new JobWorld()
  readonly stock = new StockWorld()
  readonly mapping = new MappingWorld()
  readonly review = new ReviewWorld()
  readonly saved: Array<ShipMethodMapping> = []
  readonly chosen: Array<{ readonly orderId: OrderId; readonly shipMethodId: number }> = []
  readonly edits: Array<Partial<Record<AddressField, string>>> = []
  readonly canceled: Array<number> = []
  readonly started: Array<string> = []
  /** Orders with a purchase order that failed and may be tried again. */
  readonly failed = new Set<OrderId>()
  /** Set: the mail server refuses. */
  mailFailure: MailFailure | null = null
  readonly mails: Array<string> = []
  readonly switched: Array<{ readonly on: boolean; readonly actor: string }> = []

  override unmasked(id: OrderId): OrderDetail | null {
    return super.unmasked(id) ?? bareDetail(this.orders, id)
  }

  load(ids: ReadonlyArray<OrderId>): ReadonlyArray<Order> {
    return ids.flatMap((id) => this.orders.find((order) => order.id === id) ?? [])
  }

  holdsOf(ids: ReadonlyArray<OrderId>): ReadonlyArray<Hold> {
    return this.openHolds.filter((hold) => ids.some((id) => id === hold.orderId))
  }

  hold(orderId: number, finding: HoldFinding): void {
    const id = (this.openHolds.length + 1) as HoldId
    this.openHolds = [...this.openHolds, { ...finding, id, orderId, openedAt: new Date(0) }]
  }

  edit(id: OrderId, version: number, changes: Partial<Record<AddressField, string>>): boolean {
    const order = this.orders.find((o) => o.id === id)
    if (order === undefined || order.version !== version) return false
    this.edits.push(changes)
    const changed = { ...order, version: version + 1, shipTo: { ...order.shipTo, ...changes } }
    this.orders = this.orders.map((o) => (o.id === id ? changed : o))
    return true
  }

  settle(
    findings: ReadonlyArray<{ readonly orderId: number; readonly findings: ReadonlyArray<HoldFinding> }>
  ): void {
    for (const { orderId, findings: wanted } of findings) {
      this.openHolds = this.openHolds.filter((hold) => hold.orderId !== orderId)
      for (const finding of wanted) this.hold(orderId, finding)
    }
  }

  saveMapping(mapping: ShipMethodMapping): void {
    this.removeMapping(mapping)
    this.saved.push(mapping)
  }

  removeMapping({
    channelId,
    supplierId,
    channelMethodName
  }: Omit<ShipMethodMapping, "shipMethodId">): boolean {
    const at = this.saved.findIndex(
      (m) =>
        m.channelId === channelId && m.supplierId === supplierId && m.channelMethodName === channelMethodName
    )
    if (at >= 0) this.saved.splice(at, 1)
    return at >= 0
  }

  /** Everything as it is now, to go back to it when a transaction fails. */
  remembered(): () => void {
    const { orders, openHolds } = this
    const lists = [this.saved, this.chosen, this.edits, this.jobs, this.activity] as ReadonlyArray<
      Array<unknown>
    >
    const kept = lists.map((list) => [...list])
    const skus = [...this.mapping.skus]
    return () => {
      this.orders = orders
      this.openHolds = openHolds
      for (const [index, list] of lists.entries()) list.splice(0, list.length, ...(kept[index] ?? []))
      this.mapping.skus.clear()
      for (const [key, product] of skus) this.mapping.skus.set(key, product)
    }
  }

  /** Its failed purchase order is on its way again; false: none failed. */
  goesAgain(id: OrderId): boolean {
    this.rows = this.rows.map((row) =>
      row.id === id ? { ...row, status: "processing", action: null, version: row.version + 1 } : row
    )
    return this.failed.delete(id)
  }

  /** As the database does it: of another version than the one that was looked at nothing is written. */
  changeSupplier(id: number, change: SupplierChange, version?: number): boolean {
    const before = this.suppliers.find((s) => s.id === id)
    if (before === undefined || (version !== undefined && version !== before.version)) return false
    const after = { ...before, ...change, terms: change.terms ?? before.terms, version: before.version + 1 }
    this.suppliers = this.suppliers.map((s) => (s.id === id ? after : s))
    return true
  }

  changeChannel(id: number, change: Partial<SalesChannel>): void {
    this.salesChannels = this.salesChannels.map((c) => (c.id === id ? { ...c, ...change } : c))
  }
}

const orderPorts = (world: ChangingWorld) =>
  Context.empty().pipe(
    Context.add(OrderBoard, {
      ...Context.get(boards(world), OrderBoard),
      preview: () => world.answer("preview", () => world.process)
    }),
    // No order of this world was refused by a transport or waits for an answer.
    Context.add(AnswerHoldStore, { raise: () => Effect.succeed([]), release: () => Effect.succeed([]) }),
    Context.add(OrderStore, {
      load: (ids) => world.answer("load", () => world.load(ids)),
      lock: () => Effect.void,
      editAddress: (id, version, changes) =>
        world.answer("editAddress", () => world.edit(id, version, changes)),
      editedFields: () =>
        Effect.sync(() => world.edits.flatMap((edit) => Object.keys(edit) as Array<AddressField>)),
      forgetEdits: () => Effect.void,
      forgetShipMethod: (orderId, supplierId) =>
        Effect.sync(() => {
          const methods = world.suppliers.find(({ id }) => id === supplierId)?.shipMethods ?? []
          const at = world.chosen.findIndex(
            (c) => c.orderId === orderId && methods.some(({ id }) => id === c.shipMethodId)
          )
          if (at >= 0) world.chosen.splice(at, 1)
        }),
      chooseShipMethod: (orderId, _supplierId, shipMethodId) =>
        world.answer("chooseShipMethod", () => void world.chosen.push({ orderId, shipMethodId })),
      chosenShipMethods: () =>
        Effect.succeed(
          world.chosen.map(({ orderId, shipMethodId }) => {
            const supplier = world.suppliers.find((s) => s.shipMethods.some((m) => m.id === shipMethodId))
            if (supplier === undefined) throw new Error("a method without a supplier was chosen")
            return { orderId, supplierId: supplier.id, shipMethodId: shipMethodId as never }
          })
        ),
      routeLines: () => Effect.void,
      recompute: () => Effect.succeed([]),
      readyToProcess: (channelId) =>
        Effect.succeed(
          world.orders.filter((o) => o.channelId === channelId && o.action === "process").map(({ id }) => id)
        ),
      importPage: () => Effect.die("not imported here"),
      prepare: () => Effect.die("not imported here"),
      find: () => Effect.succeed([]),
      cancelOpen: () => Effect.void
    }),
    Context.add(PurchaseOrderStore, {
      takeNumbers: () => Effect.die("not asked here"),
      nextSequence: () => Effect.die("not asked here"),
      reserveNumbers: () => Effect.die("not asked here"),
      create: () => Effect.die("not asked here"),
      shippable: () => Effect.die("not asked here"),
      failedIntents: () => Effect.succeed([]),
      retryableIntents: (ids) =>
        Effect.sync(() => ids.filter((id) => world.failed.has(id)).map(DispatchIntentId)),
      plannedIntents: () => Effect.succeed([]),
      anyLeft: () => world.answer("anyLeft", () => world.hasLeft),
      confirmReceipt: () => Effect.die("not asked here")
    }),
    Context.add(ShipmentStore, {
      record: () => Effect.die("not asked here"),
      claim: () => Effect.die("not asked here"),
      move: () => Effect.die("not asked here"),
      due: () => Effect.die("not asked here"),
      dueOf: () => Effect.die("not asked here"),
      rejectedOf: () => Effect.succeed([])
    }),
    // An intent of this world has the number of its order.
    Context.add(DispatchLedger, {
      ...Context.get(boards(world), DispatchLedger),
      move: (event, moves) =>
        Effect.sync(() =>
          moves
            .filter(({ id }) => event === "retry" && world.goesAgain(OrderId(id)))
            .map(({ id }) => ({
              id,
              purchaseOrderId: PurchaseOrderId(id),
              number: `PO-${id}`,
              orderId: OrderId(id),
              supplierId: SupplierId(1),
              supplier: "Northwind",
              kind: "order" as const,
              before: "refused" as const,
              after: "planned" as const
            }))
        )
    }),
    Context.add(HoldStore, {
      open: (ids) => world.answer("open", () => [...world.holdsOf(ids), ...timedHoldsOf(world, ids)]),
      settle: (findings) =>
        Effect.sync(() => {
          world.settle(findings)
          return []
        }),
      waitingForMapping: (_channelId, supplierId) =>
        Effect.sync(() =>
          world.openHolds
            .filter((h) => h.kind === "ship_method_unmapped" && h.field === String(supplierId))
            .map((h) => h.orderId as OrderId)
        ),
      restored: () => Effect.succeed([]),
      releaseRestored: () => Effect.succeed([]),
      unchecked: () => Effect.succeed([]),
      ofKinds: () => Effect.succeed([])
    }),
    Context.add(OrderHistory, { append: () => Effect.void }),
    Context.add(SupportFiles, {
      versions: { switchyard: "0.0.0-test" },
      write: (path, name, text) =>
        Effect.suspend(() => {
          if (world.bundleRefusal !== null) return Effect.fail(new Refusal({ message: world.bundleRefusal }))
          world.bundles.push({ name, text })
          return Effect.succeed({ path: path ?? `/home/ana/support/${name}`, bytes: text.length })
        })
    }),
    Context.add(JobQueue, {
      enqueue: (jobs) => world.answer("enqueue", () => void world.jobs.push(...jobs))
    }),
    Context.add(UnitOfWork, {
      run: (work) =>
        Effect.suspend(() => {
          const goBack = world.remembered()
          return Effect.tapError(work, () => Effect.sync(goBack))
        })
    })
  )

const partyPorts = (world: ChangingWorld) =>
  Context.empty().pipe(
    Context.add(ChannelDrafts, {
      list: () => Effect.sync(() => world.drafts),
      keep: (draft) =>
        Effect.sync(() => {
          world.drafts = [...world.drafts.filter((d) => d.name !== draft.name), draft]
        }),
      drop: (name) =>
        Effect.sync(() => {
          world.drafts = world.drafts.filter((d) => d.name !== name)
        })
    }),
    Context.add(Vault, {
      put: (owner, field, secret) =>
        Effect.sync(() => void world.secrets.set(`${owner}/${field}`, Redacted.value(secret))),
      get: (owner, field) => Effect.sync(() => Redacted.make(world.secrets.get(`${owner}/${field}`) ?? "")),
      lend: (owner, secrets) =>
        Effect.acquireRelease(
          Effect.sync(() => void world.lent.set(owner, secrets)),
          () => Effect.sync(() => world.lent.delete(owner))
        ),
      forget: (owner) =>
        Effect.sync(() => {
          for (const key of world.secrets.keys()) if (key.startsWith(`${owner}/`)) world.secrets.delete(key)
        }),
      fields: (owner) =>
        Effect.sync(() =>
          [...world.secrets.keys()].flatMap((key) =>
            key.startsWith(`${owner}/`) ? [key.slice(owner.length + 1)] : []
          )
        )
    }),
    Context.add(ScheduleStore, {
      lock: () => Effect.succeed(null),
      set: () => Effect.void,
      remove: () => Effect.void
    } as unknown as typeof ScheduleStore.Service),
    Context.add(ChannelStore, {
      list: () => world.answer("channels", () => world.salesChannels),
      get: (id) => Effect.sync(() => world.salesChannels.find((c) => c.id === id) ?? null),
      byName: (name) => Effect.sync(() => world.salesChannels.find((c) => c.name === name) ?? null),
      add: ({ client, ...given }) =>
        Effect.sync(() => {
          const [template] = world.salesChannels
          if (template === undefined) return null
          const id = ChannelId(world.salesChannels.length + 1)
          world.client = { name: client, description: "", orderSourceValue: "" }
          world.salesChannels = [...world.salesChannels, { ...template, ...given, id, services: [] }]
          return id
        }),
      change: (id, change, version) =>
        Effect.sync(() => {
          const before = world.salesChannels.find((c) => c.id === id)
          if (before === undefined || (version !== undefined && version !== before.version)) return false
          const { client, ...rest } = change
          world.client = { ...world.client, ...client }
          world.changeChannel(id, { ...rest, version: before.version + 1 })
          return true
        }),
      archive: (id, at) => Effect.sync(() => world.changeChannel(id, { archivedAt: at })),
      setService: (id, setting) =>
        Effect.sync(() => {
          const services = world.salesChannels.find((c) => c.id === id)?.services ?? []
          const others = services.filter((s) => s.service !== setting.service)
          world.changeChannel(id, { services: [...others, setting] })
        }),
      setAutoProcessing: (id, on, actor, at) =>
        Effect.sync(() => {
          world.switched.push({ on, actor })
          world.changeChannel(id, { autoProcessing: on, autoProcessingBy: actor, autoProcessingAt: at })
        }),
      rename: (id, name) =>
        Effect.as(
          Effect.sync(() => world.changeChannel(id, { name })),
          true
        ),
      client: () => Effect.sync(() => ({ ...world.client, alsoOwns: [] })),
      orderSource: () => Effect.succeed("")
    }),
    Context.add(SupplierStore, {
      list: () => Effect.sync(() => world.suppliers),
      get: (id) => Effect.sync(() => world.suppliers.find((s) => s.id === id) ?? null),
      byName: (name) => Effect.sync(() => world.suppliers.find((s) => s.name === name) ?? null),
      add: () => Effect.succeed(null),
      change: (id, change, version) => Effect.sync(() => world.changeSupplier(id, change, version)),
      addShipMethod: () => Effect.void
    }),
    Context.add(Catalog, {
      saveStock: () => Effect.succeed(0),
      lockStock: () => Effect.void,
      productsBySku: (channelId, skus) =>
        Effect.sync(() => {
          const isKnown = (sku: string): boolean =>
            !world.mapping.unknown.has(sku) || world.mapping.skus.has(`${channelId}/${sku}`)
          return new Map(skus.flatMap((sku, index) => (isKnown(sku) ? [[sku, index + 1] as const] : [])))
        }),
      offers: (ids) =>
        Effect.sync(() =>
          ids.flatMap((productId) => {
            const supplier = world.suppliers[productId - 1]
            return supplier === undefined
              ? []
              : { productId, supplierId: supplier.id, supplierSku: "x", cost: null, priority: 1, stock: null }
          })
        ),
      saveProducts: () => Effect.succeed(0)
    }),
    Context.add(AlertMailer, {
      send: (to) =>
        Effect.suspend(() =>
          world.mailFailure === null
            ? Effect.sync(() => void world.mails.push(to))
            : Effect.fail(world.mailFailure)
        )
    }),
    Context.add(SalesChannels, {
      kinds: world.kinds,
      downloadPage: () => Effect.die("not downloaded here"),
      pushFulfillment: () => Effect.die("not pushed here"),
      uploadInventory: () => Effect.die("not uploaded here"),
      readInventory: () => Effect.die("not read here"),
      readListings: () => Effect.die("not listed here"),
      test: () =>
        Effect.andThen(
          Effect.promise(() => world.answering),
          Effect.suspend(() =>
            world.connection instanceof ChannelFailure
              ? Effect.fail(world.connection)
              : Effect.succeed(world.connection)
          )
        ),
      readOrders: () => Effect.succeed([]),
      placeTestOrder: () => Effect.succeed(null)
    })
  )

const syncPorts = (world: ChangingWorld) =>
  Context.empty().pipe(
    Context.add(SyncBoard, {
      status: () => world.answer("status", () => world.sync),
      runs: (limit, before) =>
        world.answer("runs", () =>
          world.runs.filter((r) => before === null || r.id < before).slice(0, limit)
        ),
      records: () => world.answer("records", () => world.records)
    }),
    Context.add(SupplierTransports, {
      ...Context.get(transportPorts, SupplierTransports),
      test: (supplier) =>
        Effect.suspend(() => {
          const lent = Object.entries(world.lent.get(`supplier:${supplier.id}`) ?? {})
          const secrets = Object.fromEntries(lent.map(([name, secret]) => [name, Redacted.value(secret)]))
          world.tried.push({ supplier, secrets: secrets as Record<string, string> })
          const answer = Effect.suspend(() =>
            world.supplierConnection instanceof TransportFailure
              ? Effect.fail(world.supplierConnection)
              : Effect.succeed(world.supplierConnection)
          )
          return Effect.andThen(
            Effect.promise(() => world.answering),
            answer
          )
        })
    }),
    Context.add(SyncRunStore, {
      start: (service, party) =>
        Effect.sync(() => {
          world.started.push(`${service} ${JSON.stringify(party)}`)
          return SyncRunId(world.started.length)
        }),
      isRunning: () => Effect.succeed(false),
      takeUp: () => Effect.succeed(null),
      goingOn: () => Effect.succeed(null),
      rest: () => Effect.void,
      turnPages: () => Effect.succeed(false),
      cancel: (id) =>
        Effect.sync(() => {
          world.canceled.push(id)
          return world.runs.some((r) => r.id === id && r.state === "running")
        }),
      record: () => Effect.void,
      addCounts: () => Effect.void,
      finish: () => Effect.void
    }),
    Context.add(CarrierAccountStore, {
      list: () => Effect.succeed([]),
      get: () => Effect.succeed(null),
      byName: () => Effect.succeed(null),
      add: () => Effect.succeed(null),
      change: () => Effect.void,
      remove: () => Effect.void,
      takeCall: () => Effect.succeed(null),
      keepQuiet: () => Effect.void,
      polled: () => Effect.void
    })
  )

/** Answers everything that the changing screens ask, and keeps what they change. */
const timedHoldsOf = (world: ChangingWorld, ids: ReadonlyArray<OrderId>): ReadonlyArray<Hold> =>
  ids.flatMap((orderId) => {
    const hold = world.timedHolds.get(orderId)
    if (hold === undefined) return []
    const { message } = hold
    return [
      { id: 9000 as HoldId, orderId, kind: timedHold, field: "", message, detail: {}, openedAt: new Date(0) }
    ]
  })

export const changingPorts = (world: ChangingWorld) =>
  boards(world).pipe(
    Context.merge(orderPorts(world)),
    Context.merge(partyPorts(world)),
    Context.merge(syncPorts(world)),
    Context.merge(jobPorts(world, world.queue)),
    Context.merge(stockPorts(world, world.stock)),
    Context.merge(mappingPorts(world)),
    Context.merge(reviewPorts(world))
  )

export const changingRuntime = (world: ChangingWorld): ConsoleRuntime =>
  ManagedRuntime.make(Layer.succeedContext(changingPorts(world)) as unknown as Layer.Layer<ConsoleNeeds>)
