import { join } from "node:path"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mappingFilesLayer } from "../../src/app/mapping-files.ts"
import { supportFilesLayer } from "../../src/connectors/support-files.ts"
import type { SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import type { SupplierTransports } from "../../src/domain/ports/supplier-transports.ts"
import { bossLayer } from "../../src/jobs/boss.ts"
import { jobBoardLayer } from "../../src/jobs/job-board.ts"
import { jobControlLayer } from "../../src/jobs/job-control.ts"
import { jobQueueLayer } from "../../src/jobs/pg-boss-queue.ts"
import { alertRouteStoreLayer } from "../../src/store/alert-route-store.ts"
import { alertStoreLayer } from "../../src/store/alert-store.ts"
import { breakersLayer } from "../../src/store/breakers.ts"
import { carrierAccountStoreLayer } from "../../src/store/carrier-account-store.ts"
import { changeFeedLayer } from "../../src/store/change-feed.ts"
import { cursorStoreLayer } from "../../src/store/cursor-store.ts"
import { type ConnectionOptions, type Database, databaseLayer } from "../../src/store/database.ts"
import { intakeStoreLayer } from "../../src/store/intake-store.ts"
import { inventoryStoreLayer } from "../../src/store/inventory-store.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import { payloadKeepingLayer } from "../../src/store/payload-keeping.ts"
import { quarantineLayer } from "../../src/store/quarantine.ts"
import { requestBudgetsLayer } from "../../src/store/request-budgets.ts"
import { scheduleStoreLayer } from "../../src/store/schedule-store.ts"
import { sendGatesLayer } from "../../src/store/send-gates.ts"
import { settingsStoreLayer } from "../../src/store/settings-store.ts"
import { stockPushesLayer } from "../../src/store/stock-pushes.ts"
import { stockRisksLayer } from "../../src/store/stock-risks.ts"
import { syncBoardLayer } from "../../src/store/sync-board.ts"
import { syncRunStoreLayer } from "../../src/store/sync-run-store.ts"
import { trackingStoreLayer } from "../../src/store/tracking-store.ts"
import { triageBoardLayer } from "../../src/store/triage-board.ts"
import { vaultLayer } from "../../src/store/vault.ts"
import { workerRegistryLayer } from "../../src/store/worker-registry.ts"
import { fakeMailbox } from "../fixtures/fake-alert-mailer.ts"
import { fakeAlertRoutes } from "../fixtures/fake-alert-routes.ts"
import { fakeCarriers } from "../fixtures/fake-carriers.ts"
import { fakeShop } from "../fixtures/fake-sales-channels.ts"
import { fakeSuppliers } from "../fixtures/fake-supplier-transports.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { noon } from "../fixtures/sample-world.ts"

/** The parties outside, with their own books. */
export const outside = () => ({
  shop: fakeShop(),
  suppliers: fakeSuppliers(),
  mailbox: fakeMailbox(),
  alertRoutes: fakeAlertRoutes(),
  carriers: fakeCarriers()
})
export type Outside = ReturnType<typeof outside>

export type Transports = Layer.Layer<SupplierTransports, never, Database>
export type Channels = Layer.Layer<SalesChannels, never, Database>

/** Every port with its real implementation; only who cannot be run here is a fake. */
export const domainLayer = (
  connection: ConnectionOptions,
  { shop, suppliers, mailbox, alertRoutes, carriers }: Outside,
  keyFolder: string,
  transports: Transports = suppliers.layer,
  channels: Channels = shop.layer
) =>
  Layer.mergeAll(
    channels,
    transports,
    mailbox.layer,
    alertRoutes.layer,
    carriers.layer,
    writeSide,
    alertRouteStoreLayer,
    alertStoreLayer,
    carrierAccountStoreLayer,
    breakersLayer,
    changeFeedLayer,
    cursorStoreLayer,
    intakeStoreLayer,
    inventoryStoreLayer,
    orderBoardLayer,
    payloadKeepingLayer,
    quarantineLayer,
    requestBudgetsLayer,
    scheduleStoreLayer,
    sendGatesLayer,
    settingsStoreLayer,
    stockPushesLayer,
    stockRisksLayer,
    syncBoardLayer,
    syncRunStoreLayer,
    trackingStoreLayer,
    triageBoardLayer,
    mappingFilesLayer(),
    supportFilesLayer(join(keyFolder, "support"), "0.0.0-test"),
    workerRegistryLayer,
    vaultLayer({ credentialsFolder: undefined, configFolder: keyFolder })
  ).pipe(
    Layer.provideMerge(Layer.mergeAll(jobQueueLayer, jobBoardLayer, jobControlLayer)),
    Layer.provideMerge(Layer.merge(databaseLayer(connection), bossLayer({ connection, supervise: false })))
  )

/** Noon, until the test says that time has passed. Waits are real: only what is written down is virtual. */
export const virtualClock = () => {
  let ms = noon.getTime()
  const real = Effect.runSync(Clock.clockWith(Effect.succeed))
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => ms,
    currentTimeMillis: Effect.sync(() => ms),
    currentTimeNanosUnsafe: () => BigInt(ms) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(ms) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: real.monotonicTimeNanos,
    sleep: (duration) => real.sleep(duration)
  }
  return {
    clock,
    now: () => new Date(ms),
    pass: (more: number) => {
      ms += more
    },
    reset: () => {
      ms = noon.getTime()
    }
  }
}
