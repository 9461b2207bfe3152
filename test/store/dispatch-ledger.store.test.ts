import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type {
  DispatchEvent,
  DispatchIntentId,
  DispatchState
} from "../../src/domain/model/dispatch-intent.ts"
import { dispatchLife } from "../../src/domain/model/dispatch-intent.ts"
import { statesOf } from "../../src/domain/model/lifecycle.ts"
import { DispatchLedger, type IntentMove } from "../../src/domain/ports/dispatch-ledger.ts"
import type { CreatedPurchaseOrder } from "../../src/domain/ports/purchase-order-store.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { createCheckedOrders, writeSide } from "../fixtures/sample-orders.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
const minute = 60_000
const worker = 7

let created: ReadonlyArray<CreatedPurchaseOrder>
let ids: ReadonlyArray<DispatchIntentId>

beforeEach(async () => {
  const sql = store.sql()
  await emptyTables(sql)
  await sql`insert into installation (environment) values ('sandbox')`
  await sql`insert into workers (id, name, host, pid, version, started_at, seen_at)
    overriding system value values (${worker}, 'w', 'h', 1, '1', ${noon}, ${noon}), (8, 'v', 'h', 2, '1', ${noon}, ${noon})`
  created = (await store.run(createCheckedOrders(3))).created
  ids = created.map((c) => c.intentId)
})

const first = (): DispatchIntentId => ids[0] as DispatchIntentId
const ledger = <A, E>(use: (l: typeof DispatchLedger.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(DispatchLedger, use))
const claim = (some: ReadonlyArray<DispatchIntentId> = ids, by = worker, at = noon) =>
  ledger((l) => l.claim(some, by, minute, at))
const move = (event: DispatchEvent, given: Omit<IntentMove, "id">, at = later(1000)) =>
  ledger((l) => l.move(event, [{ id: first(), ...given }], at))
const states = async () => {
  const [row] = await store.sql()`
    select i.state as intent, p.state as "purchaseOrder", i.attempt, i.lease_worker as worker, p.sent_at as "sentAt",
      p.failure, i.in_doubt_since as doubt
    from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id where i.id = ${first()}`
  return row
}

describe("claim", () => {
  test("takes what is planned and due, raises the attempt and sets the purchase orders going", async () => {
    const claimed = await claim()
    expect(claimed.map((c) => [c.id, c.attempt, c.before])).toEqual(ids.map((id) => [id, 1, "planned"]))
    expect(claimed[0]).toMatchObject({
      purchaseOrderId: created[0]?.id,
      orderId: created[0]?.orderId,
      number: "SY-000001",
      transport: "csv-sftp",
      identifiers: { file: "SY-000001.csv" }
    })
    expect(new TextDecoder().decode(claimed[0]?.content)).toBe("bytes of SY-000001 \ud83d\ude9a")
    expect(await states()).toMatchObject({ intent: "claimed", purchaseOrder: "sending", worker, attempt: 1 })
  })

  test("two at once: every intent goes to one worker", async () => {
    const both = await Promise.all([claim(ids, worker), claim([...ids].reverse(), 8)])
    expect(
      both
        .flat()
        .map((c) => c.id)
        .sort()
    ).toEqual([...ids].sort())
    expect(await claim()).toEqual([])
  })

  test("does not wait for an intent that somebody else is moving", async () => {
    const sql = store.sql()
    await sql.begin(async (tx) => {
      await tx`select 1 from dispatch_intents where id = ${first()} for update`
      expect((await claim()).map((c) => c.id)).toEqual(ids.slice(1))
    })
  })

  test("nothing before its time, nothing while sends are stopped", async () => {
    expect(await claim(ids, worker, later(-1))).toEqual([])
    await store.sql()`update installation set sends_stopped = true, sends_stopped_by = 'ann'`
    expect(await claim()).toEqual([])
    expect(await ledger((l) => l.stranded(later(minute), 10))).toEqual([])
    await store.sql()`update installation set sends_stopped = false, sends_stopped_by = null`
    expect(await claim()).toHaveLength(3)
  })

  test.each(["claimed", "transmitting"] as const)(
    "takes over %s from a dead worker, and only then",
    async (before) => {
      await claim()
      if (before === "transmitting") await move("transmit", { attempt: 1 })
      expect(await claim(ids, 8)).toEqual([])
      await store.sql()`delete from workers where id = ${worker}`
      const marked = before === "transmitting" ? 1 : null
      expect(await claim([first()], 8)).toMatchObject([{ before, attempt: 2, markedAttempt: marked }])
      expect(await states()).toMatchObject({ intent: before, purchaseOrder: "sending", worker: 8 })
    }
  )

  test("takes over when the lease ran out, also from a command that is no worker", async () => {
    await claim([first()], 0)
    expect(await claim([first()])).toEqual([])
    await store.sql()`update dispatch_intents set lease_until = clock_timestamp() - interval '1 ms' where id = ${first()}`
    expect(await claim([first()])).toMatchObject([{ attempt: 2 }])
  })

  test("a rolled back claim leaves nothing behind", async () => {
    const failing = Effect.gen(function* () {
      const l = yield* DispatchLedger
      return yield* (yield* UnitOfWork).run(
        Effect.andThen(l.claim(ids, worker, minute, noon), Effect.fail("changed my mind"))
      )
    })
    expect(await store.run(Effect.flip(failing))).toBe("changed my mind")
    expect(await states()).toMatchObject({
      intent: "planned",
      purchaseOrder: "queued",
      attempt: 0,
      worker: null
    })
  })
})

describe("move", () => {
  test("follows a send to its receipt: intent and purchase order together", async () => {
    await claim()
    expect(await move("transmit", { attempt: 1 })).toMatchObject([
      { before: "claimed", after: "transmitting" }
    ])
    expect(await states()).toMatchObject({ purchaseOrder: "sending", worker })
    expect(await move("confirm", { attempt: 1 })).toEqual([
      {
        id: first(),
        kind: "order",
        purchaseOrderId: created[0]?.id,
        number: "SY-000001",
        orderId: created[0]?.orderId,
        supplierId: created[0]?.supplierId,
        supplier: "North",
        before: "transmitting",
        after: "sent"
      }
    ])
    expect(await states()).toMatchObject({ purchaseOrder: "sent", sentAt: later(1000), worker: null })
  })

  test("a stale attempt moves nothing; two answers at once: one counts", async () => {
    await claim([first()])
    await store.sql()`update dispatch_intents set lease_until = clock_timestamp() - interval '1 ms' where id = ${first()}`
    await claim([first()], 8)
    expect(await move("transmit", { attempt: 1 })).toEqual([])
    expect(await ledger((l) => l.renew([{ id: first(), attempt: 1 }], minute))).toEqual([])
    expect(await ledger((l) => l.renew([{ id: first(), attempt: 2 }], minute))).toEqual([first()])
    const answers = await Promise.all([
      move("confirm", { attempt: 2 }),
      move("refuse", { attempt: 2, reason: "no" }),
      move("doubt", { attempt: null })
    ])
    expect(answers.flat()).toHaveLength(1)
  })

  test("refused and doubted keep why and since when; a person's answer clears it", async () => {
    await claim()
    await move("refuse", { attempt: 1, reason: "unknown SKU" })
    expect(await states()).toMatchObject({
      intent: "refused",
      purchaseOrder: "failed",
      failure: "unknown SKU"
    })
    await move("retry", { attempt: null })
    expect(await states()).toMatchObject({ intent: "planned", purchaseOrder: "queued", failure: null })
    await claim()
    await move("doubt", { attempt: 2 }, later(5000))
    expect(await states()).toMatchObject({
      intent: "in_doubt",
      purchaseOrder: "in_doubt",
      doubt: later(5000)
    })
    const doubts = await ledger((l) => l.doubts())
    expect(doubts).toMatchObject([
      {
        intentId: first(),
        number: "SY-000001",
        supplier: "North",
        channelOrderNumber: "#1000",
        since: later(5000)
      }
    ])
    await move("deny", { attempt: null })
    expect(await states()).toMatchObject({ intent: "planned", purchaseOrder: "queued", doubt: null })
  })

  test("released until later is not claimed before, and a withdrawn one never", async () => {
    await claim()
    await move("release", { attempt: 1, notBefore: later(minute) })
    expect(await claim([first()], worker, later(minute - 1))).toEqual([])
    expect(await ledger((l) => l.stranded(later(minute), 10))).toMatchObject([{ intentId: first() }])
    await move("withdraw", { attempt: null })
    expect(await states()).toMatchObject({ intent: "withdrawn", purchaseOrder: "canceled" })
    expect(await claim([first()], worker, later(2 * minute))).toEqual([])
  })

  test("every state and event: moves exactly where the life says, else not at all", async () => {
    const orderStateOf: Record<DispatchState, string> = {
      planned: "queued",
      claimed: "sending",
      transmitting: "sending",
      in_doubt: "in_doubt",
      sent: "sent",
      refused: "failed",
      withdrawn: "canceled"
    }
    const events: ReadonlyArray<DispatchEvent> = [
      "transmit",
      "release",
      "confirm",
      "refuse",
      "doubt",
      "deny",
      "retry",
      "withdraw"
    ]
    const sql = store.sql()
    for (const from of statesOf(dispatchLife))
      for (const event of events) {
        await sql`update dispatch_intents set state = ${from},
          lease_until = ${["claimed", "transmitting"].includes(from) ? later(minute) : null},
          in_doubt_since = ${from === "in_doubt" ? noon : null} where id = ${first()}`
        await sql`update purchase_orders set state = ${orderStateOf[from]}, sent_at = ${from === "sent" ? noon : null},
          failure = ${from === "refused" ? "no" : null} where id = ${created[0]?.id as number}`
        const to = dispatchLife[from].on[event]
        const moved = await move(event, { attempt: null })
        expect([from, event, moved.map((m) => m.after)]).toEqual([from, event, to === undefined ? [] : [to]])
        expect(await states()).toMatchObject({
          intent: to ?? from,
          purchaseOrder: orderStateOf[to ?? from]
        })
      }
  })
})

describe("the rest", () => {
  test("evidence is appended and never changed", async () => {
    const entry = (kind: "attempt" | "transport_receipt", detail: Record<string, string | number>) => ({
      id: first(),
      attempt: 1,
      evidence: { kind, detail }
    })
    const entries = [entry("attempt", { host: "h" }), entry("transport_receipt", { size: 12 })]
    await ledger((l) => l.record(entries, "worker:h:1", noon))
    expect(await ledger((l) => l.evidence(first()))).toEqual([
      { kind: "attempt", detail: { host: "h" }, at: noon, actor: "worker:h:1", attempt: 1 },
      { kind: "transport_receipt", detail: { size: 12 }, at: noon, actor: "worker:h:1", attempt: 1 }
    ])
    await expect(store.sql()`update evidence set detail = '{}'`).rejects.toThrow("append-only")
    await expect(store.sql()`update dispatch_intents set content = 'other'`).rejects.toThrow("never changes")
  })

  test("intentsOf finds all that was promised under a purchase-order number", async () => {
    const [intent] = await ledger((l) => l.intentsOf("SY-000002"))
    expect(intent).toMatchObject({ intentId: ids[1], state: "planned", attempt: 0, since: noon })
    expect(intent?.content.byteLength).toBeGreaterThan(10)
    expect(await ledger((l) => l.intentsOf("SY-999999"))).toEqual([])
  })

  test("stranded: due for long, or left by the dead; at most as many as asked for", async () => {
    expect(await ledger((l) => l.stranded(later(1000), 10))).toEqual([])
    expect(await ledger((l) => l.stranded(later(minute), 2))).toHaveLength(2)
    await claim()
    expect(await ledger((l) => l.stranded(later(minute), 10))).toEqual([])
    await store.sql()`delete from workers`
    expect((await ledger((l) => l.stranded(later(minute), 10))).map((s) => s.intentId)).toEqual(ids)
  })
})
