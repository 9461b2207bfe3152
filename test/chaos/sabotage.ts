import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Live } from "../../src/app/live.ts"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { type CrashLabel, CrashPoint } from "../../src/domain/ports/crash-point.ts"
import { DispatchLedger } from "../../src/domain/ports/dispatch-ledger.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import { ShipmentStore } from "../../src/domain/ports/shipment-store.ts"
import { SupplierTransports } from "../../src/domain/ports/supplier-transports.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { chance } from "../../src/sandbox/chance.ts"
import { Database } from "../../src/store/database.ts"
import { comesTwice } from "./doubled-jobs.ts"
import type { FreezePoint, Life } from "./life.ts"

/** Kills this process at its label, by the life's own seed: the nth time it comes by always goes the same way. */
const crash = ({ crash: wish, seed }: Life) => {
  let passed = 0
  return Layer.succeed(CrashPoint, (label: CrashLabel) =>
    Effect.sync(() => {
      if (label !== wish?.label) return
      passed += 1
      if (chance(seed, label, passed) >= wish.chance) return
      process.stderr.write(`crash ${label}\n`)
      process.kill(process.pid, "SIGKILL")
    })
  )
}

const freeze = (point: FreezePoint) => {
  process.stderr.write(`frozen ${point}\n`)
  process.kill(process.pid, "SIGSTOP")
}

/** Once a life, like a virtual machine that is paused between an answer and the note that it came. */
const freezing = (point: FreezePoint) =>
  Layer.effect(
    SupplierTransports,
    Effect.map(SupplierTransports, (real) => {
      let done = false
      const once = (met: FreezePoint) =>
        Effect.sync(() => {
          if (done || met !== point) return
          done = true
          freeze(point)
        })
      return SupplierTransports.of({
        ...real,
        send: (supplier, intent, mark) =>
          real.send(supplier, intent, mark).pipe(
            Effect.tap((answer) => once(answer._tag === "Sent" ? "taken" : "denied")),
            Effect.tapError(() => once("denied"))
          )
      })
    })
  )

/**
 * A worker that wakes up and hears that it was taken for dead drops what it was about to write. On one machine it hears so at
 * once; behind a slow network it hears too late. Here it is always too late: only the fence is left.
 */
const deaf = Layer.effect(
  UnitOfWork,
  Effect.map(UnitOfWork, (real) => UnitOfWork.of({ run: (work) => Effect.uninterruptible(real.run(work)) }))
)

const nobodyLooked = { kind: "look_up" as const, detail: { seen: "nobody looked" } }

/** A repeat goes out blindly, as it does where nobody thought of lost answers. */
const withoutLookUp = Layer.effect(
  SupplierTransports,
  Effect.map(SupplierTransports, (real) =>
    SupplierTransports.of({
      ...real,
      lookUp: () => Effect.succeed({ _tag: "NotSent" as const, evidence: nobodyLooked })
    })
  )
)

/** Whoever asks gets the work, whoever else is in the middle of it. */
const withoutLease = Layer.mergeAll(
  Layer.effect(
    DispatchLedger,
    Effect.gen(function* () {
      const real = yield* DispatchLedger
      const { query } = yield* Database
      return DispatchLedger.of({
        ...real,
        claim: (ids, worker, leaseMs, at) =>
          Effect.andThen(
            query(
              (sql) => sql`update dispatch_intents set lease_until = clock_timestamp() - interval '1 s'
                where id = any(${ids}::bigint[]) and lease_until is not null`
            ),
            real.claim(ids, worker, leaseMs, at)
          )
      })
    })
  ),
  Layer.effect(
    ShipmentStore,
    Effect.gen(function* () {
      const real = yield* ShipmentStore
      const { query } = yield* Database
      return ShipmentStore.of({
        ...real,
        claim: (ids, worker, leaseMs, at) =>
          Effect.andThen(
            query(
              // Since when it is taken is part of the lease: a push that was just taken is left alone for a while, whatever its lease says.
              (
                sql
              ) => sql`update fulfillments set lease_until = clock_timestamp() - interval '1 s', claimed_at = null
                where id = any(${ids}::bigint[]) and lease_until is not null`
            ),
            real.claim(ids, worker, leaseMs, at)
          )
      })
    })
  )
)

/** A write is believed by the state that it finds, whoever writes it and however late. */
const withoutFence = Layer.mergeAll(
  Layer.effect(
    DispatchLedger,
    Effect.map(DispatchLedger, (real) =>
      DispatchLedger.of({
        ...real,
        move: (event, moves, at) =>
          real.move(
            event,
            moves.map((m) => ({ ...m, attempt: null })),
            at
          )
      })
    )
  ),
  Layer.effect(
    ShipmentStore,
    Effect.map(ShipmentStore, (real) =>
      ShipmentStore.of({
        ...real,
        move: (event, moves, at) =>
          real.move(
            event,
            moves.map((m) => ({ ...m, attempt: null })),
            at
          )
      })
    )
  )
)

/** "A job is a wake-up; losing or doubling one is harmless": so some come twice. */
const doubledJobs = ({ seed, doubledJobs: share }: Life) =>
  Layer.effect(
    JobQueue,
    Effect.map(JobQueue, (real) => {
      let drawn = 0
      const twice = (job: JobRequest): ReadonlyArray<JobRequest> => {
        drawn += 1
        return comesTwice(seed, drawn, share) ? [job, job] : [job]
      }
      return JobQueue.of({ ...real, enqueue: (jobs) => real.enqueue(jobs.flatMap(twice)) })
    })
  )

/** Wraps a worker's work in what this life has in store for it. Nothing of this can be switched on in the product. */
export const sabotaged = <A, E>(life: Life, work: Effect.Effect<A, E, Live>): Effect.Effect<A, E, Live> => {
  let dressed = Effect.provide(work, crash(life))
  if (life.freeze !== null) dressed = Effect.provide(dressed, Layer.merge(freezing(life.freeze), deaf))
  if (life.without.includes("lookup")) dressed = Effect.provide(dressed, withoutLookUp)
  if (life.without.includes("lease")) dressed = Effect.provide(dressed, withoutLease)
  if (life.without.includes("fence")) dressed = Effect.provide(dressed, withoutFence)
  return life.doubledJobs > 0 ? Effect.provide(dressed, doubledJobs(life)) : dressed
}
