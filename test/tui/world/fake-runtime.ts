import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { timedHold } from "../../../src/domain/model/hold.ts"
import { maskName, maskPage } from "../../../src/domain/model/personal.ts"
import { AcknowledgementStore } from "../../../src/domain/ports/acknowledgement-store.ts"
import { AuthorizationStore } from "../../../src/domain/ports/authorization-store.ts"
import { Breakers } from "../../../src/domain/ports/breakers.ts"
import { ChangeFeed } from "../../../src/domain/ports/change-feed.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { DispatchLedger } from "../../../src/domain/ports/dispatch-ledger.ts"
import {
  type BoardPage,
  OrderBoard,
  type OrderDetail,
  type OrderRow
} from "../../../src/domain/ports/order-board.ts"
import { SendGates } from "../../../src/domain/ports/send-gates.ts"
import { SettingsStore } from "../../../src/domain/ports/settings-store.ts"
import { SupplierReceipts } from "../../../src/domain/ports/supplier-receipts.ts"
import { SupplierRequestStore } from "../../../src/domain/ports/supplier-request-store.ts"
import { SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { SyncBoard } from "../../../src/domain/ports/sync-board.ts"
import { UnitOfWork } from "../../../src/domain/ports/unit-of-work.ts"
import { WorkerRegistry } from "../../../src/domain/ports/worker-registry.ts"
import type { ConsoleNeeds } from "../../../src/tui/console-needs.ts"
import type { ConsoleRuntime } from "../../../src/tui/runtime.ts"
import { besidePorts } from "./beside-ports.ts"
import type { FakeWorld } from "./fake-world.ts"
import { sendsOf } from "./sends-of.ts"
import { transportPorts } from "./transport-ports.ts"
import { triagePorts } from "./triage-ports.ts"

const unasked = (method: string) => () => Effect.die(new Error(`${method} is not part of this fake world`))

/** Rows keep their identity as long as they do not change: the list tells by it what is new. */
const shownRows = new WeakMap<OrderRow, OrderRow>()
const shownRow = (row: OrderRow): OrderRow => {
  const made = shownRows.get(row) ?? { ...row, customerName: maskName(row.customerName) }
  shownRows.set(row, made)
  return made
}
const shownPage = (page: BoardPage): BoardPage => ({ ...page, rows: page.rows.map(shownRow) })
const shownDetail = (detail: OrderDetail | undefined): OrderDetail | null =>
  detail === undefined ? null : maskPage(detail)

/** What the looking screens ask. */
export const boards = (world: FakeWorld) =>
  Context.empty().pipe(
    Context.add(OrderBoard, {
      page: (filter, after, limit) => world.answer("page", () => shownPage(world.page(filter, after, limit))),
      matching: (filter, limit, within) =>
        world.answer("matching", () => world.matching(filter, limit, within)),
      rows: (ids) => world.answer("rows", () => world.rowsOf(ids).map(shownRow)),
      detail: (id) => world.answer("detail", () => shownDetail(world.details.get(id))),
      unmasked: (id) => world.answer("detail", () => world.unmasked(id)),
      preview: unasked("preview"),
      sends: (ids) => world.answer("sends", () => ids.flatMap((id) => sendsOf(world, id))),
      triage: () => world.answer("triage", () => world.triage())
    }),
    Context.add(SyncBoard, {
      status: () => world.answer("status", () => world.sync),
      runs: () => world.answer("runs", () => []),
      records: () => world.answer("records", () => [])
    }),
    Context.add(SettingsStore, {
      installation: () =>
        world.answer("installation", () => ({
          environment: "sandbox" as const,
          sendsStopped: world.sendsStopped,
          sendsStoppedBy: world.stoppedBy,
          shadow: false
        })),
      found: unasked("found")
    }),
    Context.add(SendGates, {
      stop: (scope, actor) => world.answer("stopSends", () => world.stop(scope, actor)),
      resume: (scope) => world.answer("stopSends", () => world.resume(scope)),
      stops: () => world.answer("stops", () => world.openStops()),
      inFlight: () => world.answer("inFlight", () => world.inFlight),
      facts: (id) => world.answer("facts", () => world.facts.get(id) ?? []),
      barrier: () => Effect.void,
      shadowCounts: unasked("shadowCounts"),
      setShadow: unasked("setShadow"),
      setInstallationShadow: unasked("setInstallationShadow"),
      markUndone: unasked("markUndone"),
      holdUntil: (id, until, message) =>
        world.answer("holdUntil", () => void world.timedHolds.set(id, { until, message })),
      releaseTimed: (id) =>
        world.answer("releaseTimed", () => {
          const hold = id === null ? undefined : world.timedHolds.get(id)
          if (id === null || hold === undefined) return []
          world.timedHolds.delete(id)
          const { message } = hold
          return [{ orderId: id, change: "released", kind: timedHold, field: "", message }] as const
        }),
      shadowed: unasked("shadowed")
    }),
    Context.add(Breakers, {
      list: () => world.answer("breakers", () => world.breakers),
      pace: unasked("pace"),
      failed: unasked("failed"),
      succeeded: unasked("succeeded"),
      grant: unasked("grant"),
      due: unasked("due"),
      close: (id) =>
        world.answer("closeBreaker", () => {
          world.closedBreakers.push(id)
          return true
        })
    }),
    Context.add(SupplierReceipts, {
      find: unasked("findReceipts"),
      mark: unasked("markReceipts"),
      overdue: () => Effect.succeed([]),
      overdueSince: () => Effect.succeed(null)
    }),
    Context.add(ChannelStore, {
      list: () => Effect.succeed([]),
      get: () => Effect.succeed(null),
      byName: unasked("channelByName"),
      add: unasked("addChannel"),
      change: unasked("changeChannel"),
      archive: unasked("archiveChannel"),
      rename: unasked("renameChannel"),
      client: unasked("clientOfChannel"),
      setService: unasked("setService"),
      setAutoProcessing: unasked("setAutoProcessing"),
      orderSource: unasked("orderSource")
    }),
    Context.add(SupplierStore, {
      list: () => Effect.succeed([]),
      get: () => Effect.succeed(null),
      byName: unasked("supplierByName"),
      add: unasked("addSupplier"),
      change: unasked("changeSupplier"),
      addShipMethod: unasked("addShipMethod")
    }),
    Context.add(SupplierRequestStore, {
      standing: () => world.answer("standing", () => world.standing),
      atSuppliers: unasked("atSuppliers"),
      free: () => world.answer("free", () => []),
      cancelFree: unasked("cancelFree"),
      nextNumber: unasked("nextNumber"),
      create: unasked("create"),
      move: unasked("moveRequest"),
      of: (number) =>
        world.answer("requests", () => world.requests.filter((r) => r.purchaseOrder === number)),
      open: unasked("openRequests")
    }),
    Context.add(AcknowledgementStore, {
      answerable: unasked("answerable"),
      record: unasked("recordAnswer"),
      apply: unasked("applyAnswer"),
      forgetBackorders: unasked("forgetBackorders"),
      setDeadlines: unasked("setDeadlines"),
      markLate: unasked("markLate"),
      overdue: () => world.answer("overdue", () => world.overdue),
      of: (number) => world.answer("answers", () => world.acknowledgements.get(number) ?? [])
    }),
    Context.add(AuthorizationStore, {
      costs: (ids) =>
        world.answer("costs", () =>
          world.authorizations
            .filter((a) => ids.includes(a.purchaseOrderId))
            .map((a) => ({
              purchaseOrderId: a.purchaseOrderId,
              supplierId: a.supplierId,
              cost: a.amount,
              currency: a.currency,
              pieces: 1
            }))
        ),
      waitingCalls: unasked("waitingCalls"),
      add: unasked("add"),
      of: (of) =>
        world.answer("authorizations", () =>
          world.authorizations.filter((a) => {
            if (of === "awaiting") return a.state === "awaiting"
            return "numbers" in of ? of.numbers.includes(a.number) : a.orderId === of.orderId
          })
        ),
      move: (move) =>
        world.answer("moveAuthorization", () => {
          const ids = "purchaseOrderIds" in move.of ? move.of.purchaseOrderIds : []
          const { amount = null, by = null, note = "" } = move
          world.authorizations = world.authorizations.map((a) =>
            ids.includes(a.purchaseOrderId)
              ? {
                  ...a,
                  state: move.event === "record" ? "authorized" : "authorizing",
                  amount,
                  authorizedBy: by,
                  note
                }
              : a
          )
          return []
        })
    }),
    Context.merge(transportPorts),
    Context.merge(besidePorts(world.beside)),
    Context.merge(triagePorts(world, world.sight)),
    Context.add(UnitOfWork, { run: (work) => work }),
    Context.add(WorkerRegistry, {
      list: () => world.answer("workers", () => world.workers),
      gone: () => world.answer("gone workers", () => world.goneWorkers)
    }),
    Context.add(ChangeFeed, {
      publish: (change) => world.answer("publish", () => world.publish(change)),
      changes: (beatMs) => world.changes(beatMs)
    }),
    Context.add(DispatchLedger, {
      claim: unasked("claim"),
      plan: unasked("plan"),
      renew: unasked("renew"),
      move: unasked("move"),
      record: unasked("record"),
      evidence: () => world.answer("evidence", () => world.evidence),
      provedByShipment: () => Effect.succeed([]),
      recorded: (of) =>
        world.answer("recorded", () =>
          world.recorded.filter((one) =>
            "number" in of ? one.number === of.number : one.orderId === of.orderId
          )
        ),
      doubts: () => world.answer("doubts", () => (world.intent === null ? [] : [world.intent])),
      intentsOf: () => world.answer("intentsOf", () => (world.intent === null ? [] : [world.intent])),
      stranded: unasked("stranded"),
      nextDue: unasked("nextDue"),
      defer: unasked("defer")
    })
  )

/** Answers from the fake world. A port that no test of these screens needs is absent, and asking for it is a defect. */
export const fakeRuntime = (world: FakeWorld): ConsoleRuntime =>
  ManagedRuntime.make(Layer.succeedContext(boards(world)) as Layer.Layer<ConsoleNeeds>)
