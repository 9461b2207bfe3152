// Several workers ask one account of a channel that allows 2 requests a second, and that says 429 now and then without being
// asked too much: with Retry-After in seconds and as a date.
//
//   node test/intake/budget.ts --seconds 120 --workers 3
//
// The shop's own ledger is the judge: nothing arrives while it asked to wait, and at least 95 % of what it allows is used.
import { type ChildProcess, spawn } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { startOrAttach } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { makeChannelHttp } from "../../src/connectors/channels/channel-http.ts"
import { makeHttp } from "../../src/connectors/http.ts"
import { chance } from "../../src/sandbox/chance.ts"
import { type ConnectionOptions, databaseLayer } from "../../src/store/database.ts"
import { migrate } from "../../src/store/migrate.ts"
import { requestBudgetsLayer } from "../../src/store/request-budgets.ts"
import { channelOf } from "../connectors/channels/vendure-fixture.ts"

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "120" },
    workers: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    connection: { type: "string" },
    url: { type: "string" }
  }
})
const seed = Number(values.seed)
const allowance = { requests: 2, perMs: 1000, burst: 1 }
const fibersAWorker = 4
const refusals = 0.08
/** What was on its way when the shop said so, on a machine that has more to do. */
const onItsWayMs = 250
/** Where the shop draws its line: a bucket of so many, so that a request that is late by a tenth is not one too many. */
const bucket = 2

/** One worker: some fibers that ask as fast as they may, until the process is ended. */
const work = (connection: ConnectionOptions, url: string) =>
  Effect.gen(function* () {
    const asking = yield* makeChannelHttp(yield* makeHttp())
    const request = { method: "GET", url, headers: {}, body: null } as const
    const askOn = Effect.result(asking.ask(channelOf(url), allowance, request)).pipe(
      Effect.tap((answer) => (answer._tag === "Failure" ? Effect.sleep(50) : Effect.void)),
      Effect.forever
    )
    yield* Effect.all(
      Array.from({ length: fibersAWorker }, () => askOn),
      { concurrency: "unbounded" }
    )
  }).pipe(
    Effect.scoped,
    Effect.provide(requestBudgetsLayer.pipe(Layer.provideMerge(databaseLayer({ ...connection, max: 4 }))))
  )

/** The shop and its ledger. Times are its own, from when the first request came. */
class Shop {
  arrived = 0
  refused = 0
  tooMany = 0
  onItsWay = 0
  whileBlocked = 0
  blockedMs = 0
  #level = 0
  #at = 0
  #blockedFrom = 0
  #blockedUntil = 0
  #firstAt = 0
  readonly server = createServer((_request, response) => {
    const retryAfter = this.#arrive(Date.now())
    if (retryAfter === null) response.writeHead(200, { "content-type": "application/json" }).end("{}")
    else response.writeHead(429, { "retry-after": retryAfter }).end()
  })

  /** The Retry-After that it says; null: it answers. */
  #arrive(at: number): string | null {
    if (this.#firstAt === 0) this.#firstAt = at
    this.arrived += 1
    this.#level = Math.max(0, this.#level - ((at - this.#at) * allowance.requests) / allowance.perMs) + 1
    this.#at = at
    if (at < this.#blockedUntil) {
      if (at - this.#blockedFrom < onItsWayMs) this.onItsWay += 1
      else this.whileBlocked += 1
      return String(Math.ceil((this.#blockedUntil - at) / 1000))
    }
    if (this.#level > bucket) {
      this.tooMany += 1
      return this.#block(at, 1, false)
    }
    if (chance(seed, "refusal", this.arrived) >= refusals) return null
    this.refused += 1
    return this.#block(at, 1 + Math.floor(chance(seed, "wait", this.arrived) * 3), this.refused % 2 === 0)
  }

  #block(at: number, seconds: number, asDate: boolean): string {
    this.#blockedFrom = at
    // A date has whole seconds, and the one who reads it waits for one at least.
    const until = asDate ? Math.ceil((at + seconds * 1000) / 1000) * 1000 : at + seconds * 1000
    this.#blockedUntil = until
    this.blockedMs += until - at
    return asDate ? new Date(until).toUTCString() : String(seconds)
  }

  /** What it would have answered since the first request, had somebody asked at every chance. */
  get allowed(): number {
    return ((Date.now() - this.#firstAt - this.blockedMs) / allowance.perMs) * allowance.requests + 1
  }
}

const lead = async (): Promise<number> => {
  const base = mkdtempSync(join(tmpdir(), "switchyard-budget-"))
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(base, 0o711)
  const database = await startOrAttach({ base, fast: true })
  const shop = new Shop()
  const workers: Array<ChildProcess> = []
  try {
    await Effect.runPromise(
      migrate(database.connection, fileURLToPath(new URL("../../sql/migrations", import.meta.url)))
    )
    await new Promise<void>((resolve) => shop.server.listen(0, "127.0.0.1", resolve))
    const url = `http://127.0.0.1:${(shop.server.address() as AddressInfo).port}/`
    const program = [
      fileURLToPath(import.meta.url),
      "--url",
      url,
      "--connection",
      JSON.stringify(database.connection)
    ]
    for (let i = 0; i < Number(values.workers); i++)
      workers.push(spawn(process.execPath, program, { stdio: ["pipe", "ignore", "inherit"] }))
    while (shop.arrived === 0) await sleep(50)
    await sleep(Number(values.seconds) * 1000)
    const used = shop.arrived / shop.allowed
    const rows = [
      [
        "nothing arrived while the shop asked to wait",
        shop.whileBlocked === 0,
        `${shop.whileBlocked}; ${shop.onItsWay} were on their way`
      ],
      ["the shop was never asked too much", shop.tooMany === 0, shop.tooMany],
      [
        "at least 95 % of the allowance was used",
        used >= 0.95,
        `${(used * 100).toFixed(1)} % of ${shop.allowed.toFixed(0)}`
      ],
      [
        "it did refuse now and then",
        shop.refused > 0,
        `${shop.refused} of ${shop.arrived}, ${(shop.blockedMs / 1000).toFixed(0)} s`
      ]
    ] as const
    for (const [what, holds, seen] of rows) console.log(`${holds ? "ok  " : "FAIL"} ${what} (${seen})`)
    const failed = rows.filter(([, holds]) => !holds).length
    console.log(`${rows.length - failed} passed, ${failed} failed, 0 skipped`)
    return failed === 0 ? 0 : 1
  } finally {
    for (const worker of workers) worker.kill("SIGKILL")
    shop.server.closeAllConnections()
    shop.server.close()
    await sleep(200)
    await database.release()
    rmSync(base, { recursive: true, force: true })
  }
}

if (values.url !== undefined && values.connection !== undefined) {
  // Whoever started it is gone, however that came.
  process.stdin.once("end", () => process.exit(0)).resume()
  await Effect.runPromise(work(JSON.parse(values.connection) as ConnectionOptions, values.url))
} else process.exit(await lead())
