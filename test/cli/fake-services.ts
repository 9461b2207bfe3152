import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { CommandServices } from "../../src/cli/command-services.ts"
import { DispatchIntentId } from "../../src/domain/model/dispatch-intent.ts"
import { type Hold, type HoldId, holdKinds } from "../../src/domain/model/hold.ts"
import { type Money, money } from "../../src/domain/model/money.ts"
import { type Order, OrderId } from "../../src/domain/model/order.ts"
import { maskName } from "../../src/domain/model/personal.ts"
import { PurchaseOrderId } from "../../src/domain/model/purchase-order.ts"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { SupplierId } from "../../src/domain/model/supplier.ts"
import { SyncRunId } from "../../src/domain/model/sync-run.ts"
import { AcknowledgementStore } from "../../src/domain/ports/acknowledgement-store.ts"
import { ActivityLog } from "../../src/domain/ports/activity-log.ts"
import { AlertMailer } from "../../src/domain/ports/alert-mailer.ts"
import { AlertRouteStore, AlertRoutes } from "../../src/domain/ports/alert-route.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { AliasStore } from "../../src/domain/ports/alias-store.ts"
import { AnswerHoldStore } from "../../src/domain/ports/answer-hold-store.ts"
import { AuthorizationStore } from "../../src/domain/ports/authorization-store.ts"
import { Breakers } from "../../src/domain/ports/breakers.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChangeFeed } from "../../src/domain/ports/change-feed.ts"
import { ChannelDrafts } from "../../src/domain/ports/channel-drafts.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { DispatchLedger } from "../../src/domain/ports/dispatch-ledger.ts"
import { ChannelFailure } from "../../src/domain/ports/failure.ts"
import { FeedStore } from "../../src/domain/ports/feed-store.ts"
import { Heartbeat } from "../../src/domain/ports/heartbeat.ts"
import { HoldStore } from "../../src/domain/ports/hold-store.ts"
import { InventoryStore } from "../../src/domain/ports/inventory-store.ts"
import { JobBoard } from "../../src/domain/ports/job-board.ts"
import { JobControl } from "../../src/domain/ports/job-control.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import { MappingBoard } from "../../src/domain/ports/mapping-board.ts"
import { MappingStore } from "../../src/domain/ports/mapping-store.ts"
import { OrderBoard, type OrderRow } from "../../src/domain/ports/order-board.ts"
import { OrderHistory } from "../../src/domain/ports/order-history.ts"
import { OrderNotes } from "../../src/domain/ports/order-notes.ts"
import { OrderPresence } from "../../src/domain/ports/order-presence.ts"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { OrderTimeline } from "../../src/domain/ports/order-timeline.ts"
import { PayloadKeeping } from "../../src/domain/ports/payload-keeping.ts"
import { PurchaseOrderStore } from "../../src/domain/ports/purchase-order-store.ts"
import { Quarantine } from "../../src/domain/ports/quarantine.ts"
import { ReviewStore } from "../../src/domain/ports/review-store.ts"
import { SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import { ScheduleStore } from "../../src/domain/ports/schedule-store.ts"
import { SendGates } from "../../src/domain/ports/send-gates.ts"
import { SettingsStore } from "../../src/domain/ports/settings-store.ts"
import { ShipmentCorrections } from "../../src/domain/ports/shipment-corrections.ts"
import { ShipmentStore } from "../../src/domain/ports/shipment-store.ts"
import { StockPushes } from "../../src/domain/ports/stock-pushes.ts"
import { StockRisks } from "../../src/domain/ports/stock-risks.ts"
import { SupplierReceipts } from "../../src/domain/ports/supplier-receipts.ts"
import { SupplierRequestStore } from "../../src/domain/ports/supplier-request-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { SupplierTransports } from "../../src/domain/ports/supplier-transports.ts"
import { SupportFiles } from "../../src/domain/ports/support-files.ts"
import { SyncBoard } from "../../src/domain/ports/sync-board.ts"
import { SyncRunStore } from "../../src/domain/ports/sync-run-store.ts"
import { TriageBoard } from "../../src/domain/ports/triage-board.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { WorkerRegistry } from "../../src/domain/ports/worker-registry.ts"
import { ableChannel } from "../fixtures/channel-capabilities.ts"
import { bareDetail } from "../tui/world/sample-detail.ts"
import { carrierServices } from "./fake-carrier-services.ts"
import { fakeActs, fakeControl, fakeJobs, fakePasts, fakeQueues } from "./fake-jobs.ts"
import { acmeId, at, doubtfulBytes, type World } from "./fake-world.ts"

/** A service of which a test needs some methods; any other dies with its name, so that no test passes by accident. */
const fake = <I, S extends object>(
  key: Context.Service<I, S>,
  name: string,
  methods: Partial<S>
): Layer.Layer<I> =>
  Layer.succeed(
    key,
    new Proxy(methods, {
      get: (target, method) =>
        method in target
          ? Reflect.get(target, method)
          : () => Effect.die(new Error(`${name}.${String(method)} is not faked`))
    }) as S
  )

const rowOf =
  (world: World) =>
  (o: Order): OrderRow => ({
    id: o.id,
    version: o.version,
    channelOrderNumber: o.channelOrderNumber,
    channel: world.channels.find((c) => c.id === o.channelId)?.name ?? "",
    customerName: maskName(o.customerName),
    quantity: 1,
    total: money(o.total, o.currency),
    shipMethodName: o.shipMethodName,
    status: o.status,
    action: o.action,
    why: "",
    message: "",
    placedAt: o.placedAt,
    statusAt: o.placedAt
  })

const nobody = {
  not_processed: 0,
  processing: 0,
  processed: 0,
  failed: 0,
  shipped: 0,
  completed: 0,
  canceled: 0
}

/** An order of which nothing else is recorded. */
const board = (world: World) =>
  fake(OrderBoard, "OrderBoard", {
    page: () =>
      Effect.succeed({
        rows: world.orders.map(rowOf(world)),
        counts: {
          byStatus: { ...nobody, not_processed: world.orders.length },
          byAction: { resolve: 0, process: 0, retry: 0, settle: 0, push: 0, authorize: 0 }
        },
        at
      }),
    rows: (ids) =>
      Effect.sync(() => {
        world.whileWaiting(world)
        return world.orders.filter((o) => ids.includes(o.id)).map(rowOf(world))
      }),
    detail: () => Effect.succeed(null),
    unmasked: (id) => Effect.succeed(bareDetail(world.orders, id)),
    preview: (ids) =>
      Effect.sync(() => {
        const chosen = world.orders.filter((o) => ids.includes(o.id))
        const ready = chosen.filter((o) => o.action === "process")
        const total = ready.reduce((sum, o) => sum + Number(o.total), 0)
        const totals: ReadonlyArray<Money> = ready.length === 0 ? [] : [money(total.toFixed(4), "USD")]
        return {
          ready: ready.map((o) => o.id),
          notReady: chosen
            .filter((o) => o.action !== "process")
            .map((o) => ({ id: o.id, number: o.channelOrderNumber, reason: "Phone is missing." })),
          purchaseOrders: ready.length,
          suppliers: [{ name: "Acme Outdoor", purchaseOrders: ready.length, units: ready.length }],
          totals
        }
      })
  })

const changeOrder = (world: World, id: OrderId, change: Partial<Order>) => {
  world.orders = world.orders.map((o) => (o.id === id ? { ...o, ...change } : o))
}

const orders = (world: World) =>
  fake(OrderStore, "OrderStore", {
    load: (ids) => Effect.sync(() => world.orders.filter((o) => ids.includes(o.id))),
    lock: () => Effect.void,
    find: (reference) =>
      Effect.sync(() =>
        world.orders
          .filter((o) => [String(o.id), o.channelOrderNumber, o.channelOrderId].includes(reference))
          .map((o) => o.id)
      ),
    routeLines: () => Effect.void,
    recompute: (ids) =>
      Effect.sync(() => {
        for (const id of ids)
          changeOrder(world, id, {
            action: world.holds.some((h) => h.orderId === id) ? "resolve" : "process"
          })
        return []
      }),
    editAddress: (id, version, changes) =>
      Effect.sync(() => {
        const order = world.orders.find((o) => o.id === id)
        if (order?.version !== version) return false
        changeOrder(world, id, { shipTo: { ...order.shipTo, ...changes }, version: version + 1 })
        return true
      }),
    editedFields: () => Effect.succeed([]),
    forgetEdits: () => Effect.void,
    forgetShipMethod: (orderId, supplierId) =>
      Effect.sync(() => {
        world.choices = world.choices.filter((c) => c.orderId !== orderId || c.supplierId !== supplierId)
      }),
    chooseShipMethod: (orderId, supplierId, shipMethodId) =>
      Effect.sync(() => {
        world.choices.push({ orderId, supplierId, shipMethodId })
      }),
    chosenShipMethods: (ids) => Effect.sync(() => world.choices.filter((c) => ids.includes(c.orderId))),
    cancelOpen: (ids) =>
      Effect.sync(() => {
        for (const id of ids) changeOrder(world, id, { status: "canceled" })
      }),
    readyToProcess: (channelId) =>
      Effect.sync(() =>
        world.orders.filter((o) => o.channelId === channelId && o.action === "process").map((o) => o.id)
      )
  })

let lastHold = 0
export const holdOf = (
  orderId: number,
  kind: Hold["kind"],
  field: string,
  detail: Hold["detail"] = {}
): Hold => ({
  id: ++lastHold as HoldId,
  orderId,
  kind,
  field,
  message: `${holdKinds[kind].label}: ${field}`,
  detail,
  openedAt: at
})

const holds = (world: World) =>
  fake(HoldStore, "HoldStore", {
    settle: (all) =>
      Effect.sync(() => {
        const ids = all.map((f) => Number(f.orderId))
        world.holds = [
          ...world.holds.filter((h) => !ids.includes(h.orderId)),
          ...all.flatMap(({ orderId, findings }) =>
            findings.map((f) => ({ ...holdOf(orderId, f.kind, f.field, f.detail), message: f.message }))
          )
        ]
        return []
      }),
    open: (ids) => Effect.sync(() => world.holds.filter((h) => ids.some((id) => id === h.orderId))),
    waitingForMapping: (_channelId, supplierId) =>
      Effect.sync(() =>
        world.orders
          .filter((o) =>
            world.holds.some(
              (h) => h.orderId === o.id && h.kind === "ship_method_unmapped" && h.field === String(supplierId)
            )
          )
          .map((o) => o.id)
      ),
    ofKinds: () => Effect.succeed([])
  })

const drafts = (world: World) =>
  fake(ChannelDrafts, "ChannelDrafts", {
    list: () => Effect.sync(() => world.drafts),
    keep: (draft) =>
      Effect.sync(() => {
        world.drafts = [...world.drafts.filter((d) => d.name !== draft.name), draft]
      }),
    drop: (name) =>
      Effect.sync(() => {
        world.drafts = world.drafts.filter((d) => d.name !== name)
      })
  })

const channels = (world: World) =>
  fake(ChannelStore, "ChannelStore", {
    list: () => Effect.sync(() => world.channels),
    get: (id) => Effect.sync(() => world.channels.find((c) => c.id === id) ?? null),
    byName: (name) => Effect.sync(() => world.channels.find((c) => c.name === name) ?? null),
    add: (channel) =>
      Effect.sync(() => {
        const [template] = world.channels
        if (template === undefined || world.channels.some((c) => c.name === channel.name)) return null
        const { client: _, ...rest } = channel
        const added = { ...template, ...rest, id: (world.channels.length + 1) as typeof template.id }
        world.channels = [...world.channels, added]
        return added.id
      }),
    change: (id, change) =>
      Effect.sync(() => {
        const { client, ...rest } = change
        world.client = { ...world.client, ...client }
        world.channels = world.channels.map((c) => (c.id === id ? { ...c, ...rest } : c))
        return true
      }),
    archive: (id, at) =>
      Effect.sync(() => {
        world.channels = world.channels.map((c) => (c.id === id ? { ...c, archivedAt: at } : c))
      }),
    setService: (id, setting) =>
      Effect.sync(() => {
        world.channels = world.channels.map((c) =>
          c.id === id
            ? { ...c, services: [...c.services.filter((s) => s.service !== setting.service), setting] }
            : c
        )
      }),
    setAutoProcessing: (id, on, actor) =>
      Effect.sync(() => {
        world.channels = world.channels.map((c) =>
          c.id === id ? { ...c, autoProcessing: on, autoProcessingBy: actor } : c
        )
      }),
    rename: (id, name) =>
      Effect.sync(() => {
        if (world.channels.some((c) => c.name === name)) return false
        world.channels = world.channels.map((c) => (c.id === id ? { ...c, name } : c))
        return true
      }),
    client: () => Effect.sync(() => ({ ...world.client, alsoOwns: [] })),
    orderSource: () => Effect.succeed("web")
  })

const doubtful = (world: World) => ({
  intentId: DispatchIntentId(5),
  purchaseOrderId: PurchaseOrderId(5),
  number: "PO-000005",
  orderId: 1 as OrderId,
  kind: "order" as const,
  channelOrderNumber: "1001",
  supplierId: acmeId,
  supplier: "Acme Outdoor",
  transport: "csv-sftp",
  since: at,
  contentHash: "abc",
  identifiers: { fileName: "PO-000005.csv" },
  attempt: 1,
  markedAttempt: 1,
  state: world.doubt.state,
  content: doubtfulBytes
})

const evidenceRow = ({ kind, detail }: World["doubt"]["evidence"][number]) => ({
  kind,
  detail,
  at,
  actor: "ann",
  attempt: 1
})

const ledger = (world: World) =>
  fake(DispatchLedger, "DispatchLedger", {
    doubts: () => Effect.sync(() => (world.doubt.state === "in_doubt" ? [doubtful(world)] : [])),
    intentsOf: (number) => Effect.sync(() => (number === "PO-000005" ? [doubtful(world)] : [])),
    evidence: () => Effect.sync(() => world.doubt.evidence.map(evidenceRow)),
    recorded: (of) =>
      Effect.sync(() =>
        "number" in of && of.number === "PO-000005"
          ? [
              {
                ...doubtful(world),
                contentHash: world.doubt.contentHash,
                revision: 1,
                key: "1/PO-000005/1",
                createdBy: "ann",
                createdAt: at
              }
            ]
          : []
      ),
    move: (event, moves) =>
      Effect.sync(() => {
        if (world.doubt.state !== "in_doubt") return []
        world.doubt.state = event === "confirm" ? "sent" : "planned"
        return moves.map((m) => ({
          ...doubtful(world),
          id: m.id,
          before: "in_doubt" as const,
          after: world.doubt.state
        }))
      }),
    record: (entries) =>
      Effect.sync(() => {
        world.doubt.evidence.push(...entries.map((e) => e.evidence))
      })
  })

const outside = (world: World) =>
  Layer.mergeAll(
    fake(SalesChannels, "SalesChannels", {
      kinds: [
        {
          kind: "vendure",
          label: "Vendure",
          testedBy: "live",
          fields: [
            { name: "url", label: "URL", help: "the Admin API", secret: false, required: true },
            { name: "password", label: "Password", help: "of that user", secret: true, required: true }
          ],
          defaultEligibleStatuses: ["PaymentSettled"],
          partialFulfillment: true,
          ...ableChannel,
          notifiesBuyer: true
        }
      ],
      // A shop is up unless its address says otherwise.
      test: ({ settings: { url = "" } }) =>
        url.includes("down")
          ? new ChannelFailure({ reason: "Unreachable", message: `${url} does not answer.` })
          : Effect.succeed([`Signed in at ${url}.`])
    }),
    fake(SupplierTransports, "SupplierTransports", {
      kinds: [],
      prepare: () => Effect.void,
      render: (_, order) => ({
        content: new TextEncoder().encode(`${order.number},${order.shipTo.name},T-1\u001b[2J\n`),
        identifiers: { fileName: `${order.number}.csv` }
      }),
      lookUp: () =>
        Effect.succeed({
          _tag: "Found" as const,
          evidence: { kind: "look_up" as const, detail: { size: 20 } }
        })
    }),
    fake(AlertMailer, "AlertMailer", {
      send: (to, subject) =>
        Effect.sync(() => {
          world.mails.push({ to, subject })
        })
    }),
    fake(AlertStore, "AlertStore", {}),
    fake(TriageBoard, "TriageBoard", {}),
    fake(AlertRouteStore, "AlertRouteStore", {}),
    fake(AlertRoutes, "AlertRoutes", {}),
    fake(Heartbeat, "Heartbeat", {}),
    fake(FeedStore, "FeedStore", {}),
    fake(InventoryStore, "InventoryStore", {}),
    fake(StockPushes, "StockPushes", {}),
    fake(StockRisks, "StockRisks", {}),
    fake(Vault, "Vault", {
      put: (owner, field, secret) =>
        Effect.sync(() => {
          world.secrets.set(`${owner}/${field}`, Redacted.value(secret))
        }),
      get: (owner, field) => Effect.sync(() => Redacted.make(world.secrets.get(`${owner}/${field}`) ?? "")),
      lend: () => Effect.void,
      forget: (owner) =>
        Effect.sync(() => {
          for (const key of world.secrets.keys()) if (key.startsWith(`${owner}/`)) world.secrets.delete(key)
        }),
      fields: (owner) =>
        Effect.sync(() =>
          [...world.secrets.keys()].flatMap((k) =>
            k.startsWith(`${owner}/`) ? [k.slice(owner.length + 1)] : []
          )
        )
    })
  )

const stores = (world: World) =>
  Layer.mergeAll(
    fake(SupplierStore, "SupplierStore", {
      list: () => Effect.sync(() => world.suppliers),
      get: (id) => Effect.sync(() => world.suppliers.find((s) => s.id === id) ?? null),
      byName: (name) => Effect.sync(() => world.suppliers.find((s) => s.name === name) ?? null),
      change: (id, change) =>
        Effect.sync(() => {
          const at = world.suppliers.findIndex((s) => s.id === id)
          const supplier = world.suppliers[at]
          if (supplier !== undefined)
            world.suppliers[at] = { ...supplier, terms: change.terms ?? supplier.terms }
          return supplier !== undefined
        })
    }),
    fake(MappingBoard, "MappingBoard", { causes: () => Effect.succeed([]) }),
    fake(MappingStore, "MappingStore", {
      forNames: () => Effect.sync(() => world.mappings),
      list: () => Effect.sync(() => world.mappings),
      save: (mapping) =>
        Effect.sync(() => {
          world.mappings.push(mapping)
        })
    }),
    fake(Catalog, "Catalog", {
      productsBySku: () => Effect.succeed(new Map([["T-1", 7]])),
      offers: () =>
        Effect.succeed([
          { productId: 7, supplierId: acmeId, supplierSku: "A1", cost: "20.0000", priority: 1, stock: null }
        ]),
      saveProducts: (rows) =>
        Effect.sync(() => {
          world.products.push(...rows)
          return rows.length
        })
    }),
    fake(SettingsStore, "SettingsStore", {
      installation: () =>
        Effect.sync(() => ({
          environment: "sandbox",
          sendsStopped: world.sendsStopped,
          sendsStoppedBy: null,
          shadow: false
        }))
    }),
    fake(SendGates, "SendGates", {
      stop: () =>
        Effect.sync(() => {
          world.sendsStopped = true
          return true
        }),
      resume: () =>
        Effect.sync(() => {
          world.sendsStopped = false
          return true
        }),
      stops: () =>
        Effect.sync(() =>
          world.sendsStopped
            ? [{ scope: "all" as const, party: null, by: "ann", at, resumedBy: null, resumedAt: null }]
            : []
        ),
      inFlight: () => Effect.succeed([]),
      facts: () => Effect.succeed([])
    }),
    fake(Breakers, "Breakers", { list: () => Effect.succeed([]) })
  )

const machinery = (world: World) =>
  Layer.mergeAll(
    fake(JobQueue, "JobQueue", {
      enqueue: (jobs) =>
        Effect.sync(() => {
          world.jobs.push(...jobs)
        })
    }),
    fake(UnitOfWork, "UnitOfWork", { run: (work) => work }),
    fake(AliasStore, "AliasStore", {}),
    fake(ActivityLog, "ActivityLog", {
      record: (entries) => Effect.sync(() => void world.activity.push(...entries)),
      page: () =>
        Effect.sync(() => world.activity.map((entry, i) => ({ ...entry, id: i + 1, at, actor: "ann" })))
    }),
    fake(ChangeFeed, "ChangeFeed", { publish: () => Effect.void }),
    fake(OrderNotes, "OrderNotes", {}),
    fake(OrderPresence, "OrderPresence", {}),
    fake(SupportFiles, "SupportFiles", {}),
    fake(OrderTimeline, "OrderTimeline", {}),
    fake(PayloadKeeping, "PayloadKeeping", {}),
    fake(OrderHistory, "OrderHistory", { append: () => Effect.void }),
    fake(ScheduleStore, "ScheduleStore", {
      lock: () => Effect.succeed(null),
      set: () => Effect.void,
      remove: () => Effect.void
    }),
    fake(PurchaseOrderStore, "PurchaseOrderStore", {
      reserveNumbers: (shares) => Effect.succeed(shares.map((_, i) => 8 + i)),
      plannedIntents: () => Effect.succeed([]),
      failedIntents: () => Effect.succeed([]),
      retryableIntents: () => Effect.succeed([]),
      anyLeft: () => Effect.succeed(false)
    }),
    fake(ShipmentCorrections, "ShipmentCorrections", {
      find: () => Effect.succeed([]),
      made: () => Effect.succeed([])
    }),
    fake(ShipmentStore, "ShipmentStore", { rejectedOf: () => Effect.succeed([]) }),
    fake(SyncBoard, "SyncBoard", {
      status: () => Effect.succeed([]),
      runs: () =>
        Effect.sync(() => {
          if (world.runs.length > 0) world.whileWaiting(world)
          return world.runs
        })
    }),
    fake(SyncRunStore, "SyncRunStore", {
      cancel: (id, error, endedAt) =>
        Effect.sync(() => {
          const isGoing = world.runs.some((run) => run.id === id && run.state === "running")
          world.runs = world.runs.map((run) =>
            isGoing && run.id === id ? { ...run, state: "canceled", endedAt, error } : run
          )
          return isGoing
        }),
      start: (service, party, trigger, startedAt) =>
        Effect.sync(() => {
          const id = SyncRunId(world.runs.length + 1)
          const name =
            "channelId" in party ? world.channels.find((c) => c.id === party.channelId)?.name : "supplier"
          const fresh = { state: "running", endedAt: null, counts: {}, error: null } as const
          world.runs.push({ id, service, party: name ?? "", trigger, startedAt, ...fresh })
          return id
        })
    }),
    fake(ReviewStore, "ReviewStore", {
      open: () => Effect.sync(() => world.reviews.filter((r) => r.state === "open")),
      get: (id) => Effect.sync(() => world.reviews.find((r) => r.id === id) ?? null),
      settle: (id, state, reason, actor) =>
        Effect.sync(() => {
          world.reviews = world.reviews.map((r) =>
            r.id === id ? { ...r, state, reason, settledBy: actor } : r
          )
          return true
        })
    }),
    fake(Quarantine, "Quarantine", { open: () => Effect.sync(() => world.inputs) }),
    fake(AcknowledgementStore, "AcknowledgementStore", { of: () => Effect.succeed([]) }),
    fake(AnswerHoldStore, "AnswerHoldStore", { release: () => Effect.succeed([]) }),
    fake(AuthorizationStore, "AuthorizationStore", { of: () => Effect.succeed([]) }),
    fake(SupplierRequestStore, "SupplierRequestStore", { of: () => Effect.succeed([]) }),
    fake(SupplierReceipts, "SupplierReceipts", {
      overdueSince: () => Effect.succeed(null),
      overdue: () =>
        Effect.succeed([
          {
            orderId: OrderId(1),
            channelId: ChannelId(1),
            channelOrderNumber: "#1043",
            supplierId: SupplierId(1),
            supplier: "Alder\u001b[2J",
            contact: "edi@alder.example",
            number: "PO-000007",
            controlNumber: "7",
            sentAt: new Date("2026-11-22T08:00:00Z"),
            dueAt: new Date("2026-11-23T08:00:00Z")
          }
        ])
    }),
    fake(WorkerRegistry, "WorkerRegistry", {
      list: () => Effect.succeed([]),
      gone: () => Effect.succeed([])
    }),
    fake(JobBoard, "JobBoard", {
      queues: () => Effect.succeed([...fakeQueues]),
      pauses: () =>
        Effect.succeed(
          fakeQueues.flatMap(({ queue, pause }) => (pause === null ? [] : [{ queue, ...pause }]))
        ),
      list: (filter) =>
        Effect.succeed({ rows: fakeJobs.filter((job) => job.state === filter.state), isMore: true }),
      find: (id) => Effect.succeed(fakeJobs.find((job) => job.id === id) ?? null),
      past: (id) => Effect.succeed(fakePasts(id)),
      acts: () => Effect.succeed(fakeActs)
    }),
    fake(JobControl, "JobControl", fakeControl)
  )

/** Every service a command may ask for, in memory. */
export const fakeServices = (world: World): Layer.Layer<CommandServices> =>
  Layer.mergeAll(
    board(world),
    carrierServices(world),
    orders(world),
    holds(world),
    channels(world),
    drafts(world),
    ledger(world),
    outside(world),
    stores(world),
    machinery(world)
  )
