import { type ChildProcess, fork } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { catalogLayer } from "../../src/store/catalog.ts"
import { channelStoreLayer } from "../../src/store/channel-store.ts"
import { databaseLayer } from "../../src/store/database.ts"
import { mappingStoreLayer } from "../../src/store/mapping-store.ts"
import { orderStoreLayer } from "../../src/store/order-store.ts"
import { supplierStoreLayer } from "../../src/store/supplier-store.ts"
import type { Bench } from "../bench-context.ts"
import { interleave, type Rounds, secondsOf } from "../slices.ts"
import { benchOrders } from "../world/bench-orders.ts"
import { foundBenchWorld } from "../world/bench-world.ts"
import { bundledWorker } from "../world/bundled-worker.ts"
import type { Said, Wish } from "../world/intake-worker.ts"
import type { Showing } from "../world/shopify-server.ts"

const program = (name: string) => fileURLToPath(new URL(`../world/${name}`, import.meta.url))

/** Sends, and waits for the next word. */
const ask = <A>(child: ChildProcess, message: object): Promise<A> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new Error("a process of the bench ended by itself"))
    if (!child.connected) return gone()
    child.once("exit", gone)
    child.once("message", (said) => {
      child.off("exit", gone)
      resolve(said as A)
    })
    child.send(message)
  })

const firstWord = <A>(child: ChildProcess): Promise<A> =>
  new Promise((resolve) => child.once("message", (said) => resolve(said as A)))

export interface IntakeWorld {
  readonly show: (showing: Showing) => Promise<unknown>
  readonly worker: (wish: Wish) => Promise<Said>
  readonly close: () => Promise<void>
}

/** A shop and a worker, bundled as it ships, each in a process of its own, on a database of their own. */
export const openIntake = async (bench: Bench, name: string): Promise<IntakeWorld> => {
  const bundled = await bundledWorker(bench)
  const connection = await bench.cluster.database(name)
  const home = mkdtempSync(join(tmpdir(), "switchyard-bench-home-"))
  const shop = fork(program("shopify-server.ts"))
  const { port } = await firstWord<{ port: number }>(shop)
  const worker = fork(program("start-as-worker.mjs"), {
    env: {
      ...process.env,
      NODE_ENV: "production",
      BENCH_PROGRAM: bundled,
      SWITCHYARD_WORLD: "sandbox",
      SWITCHYARD_HOME: home,
      BENCH_CONNECTION: JSON.stringify(connection),
      BENCH_SHOP: `http://127.0.0.1:${port}`
    }
  })
  // Asked, not killed: a process that ends in order can be profiled (`node --cpu-prof bench/bench.ts`).
  const end = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve())
      if (child.connected) child.disconnect()
      else child.kill("SIGKILL")
    })
  return {
    show: (showing) => ask(shop, showing),
    worker: (wish) => ask(worker, wish),
    close: async () => {
      await Promise.all([end(worker), end(shop)])
      rmSync(home, { recursive: true, force: true })
    }
  }
}

const importLayer = Layer.mergeAll(
  catalogLayer,
  channelStoreLayer,
  mappingStoreLayer,
  orderStoreLayer,
  supplierStoreLayer
)
const ordersACall = 500

/** The rows alone, as `import_vs_copy` takes them: decoded before the clock runs, five hundred a commit. */
export const rowsAlone = async (bench: Bench) => {
  const connection = await bench.cluster.database("bench_intake_rows")
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(importLayer, databaseLayer({ ...connection, max: 1 }))
  )
  const channelId = await runtime.runPromise(foundBenchWorld)
  let from = 0
  const slice = async (orders: number) => {
    const pages = Array.from({ length: orders / ordersACall }, (_, i) =>
      benchOrders(from + i * ordersACall, ordersACall)
    )
    from += orders
    const importAll = Effect.flatMap(OrderStore, (store) =>
      Effect.forEach(pages, (page) => store.importPage(channelId, page, new Date()), { discard: true })
    )
    return orders / (await secondsOf(() => runtime.runPromise(importAll)))
  }
  return { slice, close: () => runtime.dispose() }
}

export interface IntakeContest {
  readonly rounds: Rounds<"intake" | "rows">
  readonly orders: number
}

export const intakeContest = async (bench: Bench): Promise<IntakeContest> => {
  const orders = bench.quick ? 1_000 : 10_000
  const world = await openIntake(bench, "bench_intake")
  const rows = await rowsAlone(bench)
  let from = 0
  const intake = async () => {
    await world.show({ from, count: orders })
    from += orders
    const { seconds = Number.NaN } = await world.worker({ do: "import" })
    return orders / seconds
  }
  try {
    const rounds = await interleave({ intake, rows: () => rows.slice(orders) }, bench.quick ? 3 : 5)
    return { rounds, orders }
  } finally {
    await rows.close()
    await world.close()
  }
}
