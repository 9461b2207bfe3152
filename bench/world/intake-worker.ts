// The production worker with channels of its own, in a process of its own that is measured: how fast it downloads, how much
// memory that takes, and what it costs while nothing comes. It is bundled before (bundled-worker) and started by start-as-worker.
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { readConfig } from "../../src/app/config.ts"
import { type Live, liveLayer } from "../../src/app/live.ts"
import { workerCommand } from "../../src/app/worker-command.ts"
import { keepChannelSchedules } from "../../src/domain/channel-schedules.ts"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { downloadOrders } from "../../src/domain/pipelines/download-orders.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { SettingsStore } from "../../src/domain/ports/settings-store.ts"
import { SyncRunStore } from "../../src/domain/ports/sync-run-store.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { startSync } from "../../src/domain/start-sync.ts"
import type { ConnectionOptions } from "../../src/store/database.ts"
import { startWorker } from "./bench-worker.ts"

export interface Wish {
  readonly do: "import" | "idle" | "cpu"
  /** import: nothing. idle: so many channels on a quarter of an hour. */
  readonly channels?: number
}

export interface Said {
  readonly seconds?: number
  /** The most since the start, as the system counts it: to look again and again would cost what is measured. */
  readonly rssMb?: number
  /** Of one core, since the start. */
  readonly cpuMs?: number
  readonly ready?: true
}

const connection = JSON.parse(process.env.BENCH_CONNECTION ?? "") as ConnectionOptions
const shop = process.env.BENCH_SHOP ?? ""
const runtime = ManagedRuntime.make(liveLayer(readConfig(process.env), { connection, supervise: false }))
const tell = (said: Said) => process.send?.(said)

const addChannel = Effect.fn("addChannel")(function* (name: string) {
  const channels = yield* ChannelStore
  const id = yield* channels.add({
    client: "Acme",
    name,
    kind: "shopify",
    environment: "sandbox",
    plan: "plus",
    settings: { shop },
    eligibleStatuses: ["UNFULFILLED"],
    earliestOrderAt: new Date("2026-10-25T00:00:00Z"),
    rejectUnmapped: true,
    notifyCustomer: true
  })
  if (id === null) throw new Error("the database is not empty")
  yield* (yield* Vault).put(`channel:${id}`, "accessToken", Redacted.make("shpat_bench"))
  return id
})

let channel: ChannelId | undefined
let ended = () => {}

/** Told after each job: a run may take several. */
const onJobDone = Effect.gen(function* () {
  if (channel === undefined) return
  const going = yield* (yield* SyncRunStore).goingOn("orders", { channelId: channel })
  if (going === null) ended()
})

const importAll = async (): Promise<void> => {
  if (channel === undefined) {
    await runtime.runPromise(Effect.flatMap(SettingsStore, (s) => s.found("sandbox")))
    channel = await runtime.runPromise(addChannel("bench"))
    await startWorker<Live>((worker, signal) => runtime.runPromise(worker, { signal }), {
      "orders.download": (job) => Effect.tap(downloadOrders(job), () => onJobDone)
    })
  }
  const channelId = channel
  const from = performance.now()
  const all = new Promise<void>((resolve) => {
    ended = resolve
  })
  await runtime.runPromise(startSync("orders", { channelId }, "schedule"))
  await all
  tell({ seconds: (performance.now() - from) / 1000, rssMb: process.resourceUsage().maxRSS / 1024 })
}

const standIdle = async (channels: number): Promise<void> => {
  await runtime.runPromise(
    Effect.gen(function* () {
      yield* (yield* SettingsStore).found("sandbox")
      const store = yield* ChannelStore
      for (let n = 0; n < channels; n++) {
        const id = yield* addChannel(`shop-${n}`)
        yield* store.setService(id, { service: "order_download", enabled: true, everyMinutes: null })
        const added = yield* store.get(id)
        if (added !== null) yield* keepChannelSchedules(added)
      }
    })
  )
  runtime.runFork(
    workerCommand({
      name: "idle",
      drain: false,
      say: (line) => {
        if (line.includes("is ready")) tell({ ready: true })
      }
    }).pipe(
      // Else the bench would wait for ever.
      Effect.tapCause((cause) =>
        Effect.sync(() => {
          console.error(Cause.pretty(cause))
          process.exit(1)
        })
      )
    )
  )
}

process.on("message", (wish: Wish) => {
  if (wish.do === "import") void importAll()
  if (wish.do === "idle") void standIdle(wish.channels ?? 0)
  const { user, system } = process.cpuUsage()
  if (wish.do === "cpu") tell({ cpuMs: (user + system) / 1000 })
})
process.once("disconnect", () => process.exit(0))
