import * as Effect from "effect/Effect"
import { beforeEach, expect, test, vi } from "vitest"
import { nightMs } from "../../src/domain/model/alert-plan.ts"
import { pageSummary } from "../../src/domain/model/alert-text.ts"
import { AlertRouteStore } from "../../src/domain/ports/alert-route.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { plantHold, plantLine, plantOrder, plantPurchaseOrder, plantShipment } from "../store/plant.ts"
import { withDomain } from "./domain-house.ts"
import { openBusiness } from "./sample-business.ts"

/** Nine hours by the minute, on machines that may be busy. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const house = withDomain()
const minute = 60_000

const addRoute = (name: string, kind: "email" | "webhook" | "pagerduty", target: string) =>
  house.run(Effect.flatMap(AlertRouteStore, (r) => r.add({ name, kind, target }, "ann", house.time.now())))

beforeEach(async () => {
  await openBusiness(house)
  await addRoute("ops", "email", "ops@acme.example")
  await addRoute("hook", "webhook", "https://hook.example/alerts")
  await addRoute("duty", "pagerduty", "https://events.pagerduty.com")
})

const autoOn = () => house.sql()`update channels set auto_processing = true, auto_processing_by = 'ann',
  auto_processing_at = now(), alert_address = 'shop@acme.example', alert_tested_at = now()`

/** What a worker does every few seconds, seen once a minute. */
const passMinutes = async (n: number) => {
  for (let i = 0; i < n; i++) {
    house.time.pass(minute)
    await house.perform({ job: "alerts.send" })
  }
}

const note = (fact: "death" | "database", subject: string, lastedMs = 0) => {
  const at = house.time.now()
  return house.run(
    Effect.flatMap(AlertStore, (a) => a.note(fact, subject, new Date(at.getTime() - lastedMs), at))
  )
}

const idOf = async (supplier: string): Promise<number> => {
  const [row] = await house.sql()<Array<{ id: number }>>`select id from suppliers where name = ${supplier}`
  if (row === undefined) throw new Error(`there is no ${supplier}`)
  return row.id
}

const breaks = async (supplier: string) => {
  const at = house.time.now()
  await house.sql()`insert into breakers (supplier_id, state, message, opened_at, next_probe_at)
    values (${await idOf(supplier)}, 'open', ${`${supplier} does not answer.`}, ${at}, ${at})
    on conflict (supplier_id) do update set state = 'open', message = excluded.message, opened_at = ${at}, next_probe_at = ${at}`
}
const mends = async (supplier: string) =>
  house.sql()`update breakers set state = 'closed', opened_at = null, next_probe_at = null
    where supplier_id = ${await idOf(supplier)}`

const ordersFail = async (supplier: string, count: number, failure: string) => {
  for (let n = 0; n < count; n++) {
    const order = await plantOrder(house.sql(), { status: "failed", placedAt: house.time.now() })
    await plantPurchaseOrder(house.sql(), order, {
      number: `${supplier}-${n}`,
      state: "failed",
      supplierId: await idOf(supplier),
      failure
    })
  }
}

/** The ten faults of the night: when each begins (minutes after ten at night), what it is, and a word by which it is known. */
interface Fault {
  readonly at: number
  readonly word: string
  readonly urgent: boolean
  readonly begin: () => Promise<unknown>
  /** Minutes until it mends by itself; never without. */
  readonly mends?: { readonly at: number; readonly by: () => Promise<unknown> }
}

const faults: ReadonlyArray<Fault> = [
  {
    at: 5,
    word: "phone",
    urgent: false,
    begin: async () => {
      const order = await plantOrder(house.sql(), { action: "resolve" })
      await plantHold(house.sql(), order, { kind: "phone_missing", field: "phone" })
    }
  },
  {
    at: 30,
    word: "North does not answer",
    urgent: true,
    begin: () => breaks("North"),
    mends: { at: 90, by: () => mends("North") }
  },
  { at: 45, word: "died on host-1", urgent: false, begin: () => note("death", "host-1") },
  {
    at: 60,
    word: "purchase orders to South failed",
    urgent: true,
    begin: () => ordersFail("South", 12, "550 no")
  },
  {
    at: 80,
    word: "wrong password",
    urgent: false,
    begin: async () => {
      const at = house.time.now()
      await house.sql()`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, error)
        select 'orders', 1, 'schedule', 'failed', ${at}, ${at}, 'wrong password' from generate_series(1, 3)`
    }
  },
  { at: 200, word: "the database was away", urgent: true, begin: () => note("database", "", 4 * minute) },
  {
    at: 300,
    word: "could not be read",
    urgent: false,
    begin: () =>
      house.sql()`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
        values (1, 'page', 'p', 'r', 'x', 'h', ${house.time.now()}, ${house.time.now()})`
  },
  {
    at: 330,
    word: "IN DOUBT",
    urgent: true,
    begin: async () => {
      const order = await plantOrder(house.sql(), { status: "processing", action: "settle" })
      const po = await plantPurchaseOrder(house.sql(), order, {
        number: "MAIL-1",
        state: "in_doubt",
        supplierId: await idOf("Mail")
      })
      await house.sql()`
        insert into dispatch_intents (purchase_order_id, supplier_id, key, transport, content, content_hash, identifiers,
          state, not_before, in_doubt_since, created_at)
        select ${po}, supplier_id, 'k1', 'email', '', 'h', '{}', 'in_doubt', ${house.time.now()}, ${house.time.now()},
          ${house.time.now()} from purchase_orders where id = ${po}`
    }
  },
  {
    at: 400,
    word: "workers died within an hour",
    urgent: true,
    begin: async () => {
      for (let n = 0; n < 3; n++) await note("death", "host-2")
    }
  },
  {
    at: 420,
    word: "refused shipments",
    urgent: false,
    begin: async () => {
      const order = await plantOrder(house.sql(), { status: "shipped", action: "push" })
      const line = await plantLine(house.sql(), order, { sku: "A", ordered: 1, shipped: 1 })
      const po = await plantPurchaseOrder(house.sql(), order, { number: "SY-P", state: "sent" })
      await plantShipment(house.sql(), {
        orderId: order,
        purchaseOrderId: po,
        tracking: "1Z9",
        lines: [[line, 1]],
        fulfillment: "rejected",
        reason: "unknown carrier"
      })
    }
  }
]

/** Somebody, or time, mends all that can be mended. */
const mendAll = async () => {
  await mends("North")
  await house.sql()`update purchase_orders set state = 'canceled', failure = null where state = 'failed'`
  await house.sql()`update dispatch_intents set state = 'sent', in_doubt_since = null where state = 'in_doubt'`
  await house.sql()`delete from alert_facts`
}

const night = async (isMended: boolean) => {
  const mending = faults.filter((f) => f.urgent).map((f) => ({ at: f.at + 14, begin: mendAll }))
  const ends = faults.flatMap((f) => (f.mends === undefined ? [] : [{ at: f.mends.at, begin: f.mends.by }]))
  const events = [...faults, ...(isMended ? mending : ends)].sort((a, b) => a.at - b.at)
  let clock = 0
  for (const event of events) {
    await passMinutes(event.at - clock)
    clock = event.at
    await event.begin()
  }
  await passMinutes(540 - clock)
}

const pages = () => house.alertRoutes.book.filter((t) => t.route === "duty")
const wakings = () =>
  new Set(
    pages()
      .filter((t) => t.telling.kind === "page")
      .map((t) => t.telling.dedupKey)
  ).size

/** The worst night for who sleeps: each fault mends before the next comes, so that each could be a page of its own. */
test.each([
  ["faults that last", false],
  ["faults that mend, one after the other", true]
])(
  "ten planted faults overnight, %s: two pages at most, and every one of them was told",
  async (_, isMended) => {
    await autoOn()
    await night(isMended)
    expect(faults).toHaveLength(10)
    expect(wakings()).toBeGreaterThanOrEqual(1)
    expect(wakings()).toBeLessThanOrEqual(2)

    const mailed = house.mailbox.mails
      .filter((m) => m.to === "ops@acme.example")
      .map((m) => `${m.subject}\n${m.text}`)
      .join("\n")
    const hooked = house.alertRoutes.book
      .filter((t) => t.route === "hook")
      .flatMap((t) => t.telling.causes.map((c) => c.title))
      .join("\n")
    const paged = pages()
      .flatMap((t) => [pageSummary(t.telling), ...t.telling.causes.map((c) => c.title)])
      .join("\n")
    for (const { word, urgent } of faults) {
      expect(mailed, word).toContain(word)
      expect(hooked, word).toContain(word)
      if (urgent) expect(paged, word).toContain(word)
      else expect(paged, word).not.toContain(word)
    }
    // What can wait is gathered: far fewer mails than minutes, and no cause is told as open twice.
    const opsMails = house.mailbox.mails.filter((m) => m.to === "ops@acme.example")
    expect(opsMails.length).toBeLessThanOrEqual(faults.length + 1)
    const opened = house.alertRoutes.book
      .filter((t) => t.route === "hook")
      .flatMap((t) => t.telling.causes.filter((c) => !c.gone).map((c) => c.alertId))
    expect(new Set(opened).size).toBe(opened.length)
  },
  120_000
)

test("when the causes of a page are gone for half an hour, PagerDuty hears that it ended; mail does not", async () => {
  await breaks("North")
  await passMinutes(12)
  expect(wakings()).toBe(1)
  const [opened] = pages()
  await mends("North")
  await passMinutes(10)
  // It flaps: nobody is woken again.
  await breaks("North")
  await passMinutes(12)
  expect(wakings()).toBe(1)
  await mends("North")
  await passMinutes(29)
  expect(pages().some((t) => t.telling.kind === "resolve")).toBe(false)
  await passMinutes(3)
  expect(pages().at(-1)?.telling).toMatchObject({ kind: "resolve", dedupKey: opened?.telling.dedupKey })
  expect(house.mailbox.mails.every((m) => !/^gone/i.test(m.subject))).toBe(true)
  const hook = house.alertRoutes.book.filter((t) => t.route === "hook")
  expect(hook.at(-1)?.telling.causes).toMatchObject([{ gone: true }])

  // A second page within the same night stays open, and all that comes up later joins it.
  await breaks("South")
  await passMinutes(12)
  expect(wakings()).toBe(2)
  await mends("South")
  await passMinutes(90)
  await note("database", "", 2 * minute)
  await passMinutes(3)
  expect(wakings()).toBe(2)
  expect(
    pages()
      .at(-1)
      ?.telling.causes.some((c) => c.title.includes("database"))
  ).toBe(true)
  house.time.pass(nightMs)
  await passMinutes(35)
  await breaks("North")
  await passMinutes(12)
  expect(wakings()).toBe(3)
})

test("a route that is away keeps only its own messages waiting, repeats under the same event id, and is told of elsewhere", async () => {
  house.alertRoutes.away.add("hook")
  await note("database", "", 2 * minute)
  await passMinutes(1)
  expect(house.mailbox.mails).toHaveLength(1)
  expect(wakings()).toBe(1)
  const event = async () =>
    (
      await house.sql()<Array<{ id: string; attempt: number }>>`
        select t.event_id as id, t.attempt from alert_tellings t join alert_routes r on r.id = t.route_id where r.name = 'hook'`
    )[0]
  const first = await event()
  await passMinutes(34)
  expect((await event())?.id).toBe(first?.id)
  expect((await event())?.attempt).toBeGreaterThan(3)
  expect(
    house.mailbox.mails.some((m) => m.text.includes("the alert route hook takes nothing: hook is away"))
  ).toBe(true)
  house.alertRoutes.away.clear()
  await passMinutes(16)
  const hook = house.alertRoutes.book.filter((t) => t.route === "hook")
  expect(hook[0]?.telling).toMatchObject({ eventId: first?.id, kind: "digest" })
})

test("a channel's own address still gets one mail a cause", async () => {
  await autoOn()
  const order = await plantOrder(house.sql(), { action: "resolve" })
  await plantHold(house.sql(), order, { kind: "phone_missing", field: "phone", detail: { x: "y" } })
  await Promise.all([house.perform({ job: "alerts.send" }), house.perform({ job: "alerts.send" })])
  await passMinutes(3)
  const mails = house.mailbox.mails.filter((m) => m.to === "shop@acme.example")
  expect(mails.map((m) => m.subject)).toEqual([
    "[Switchyard] Acme shop: orders wait for RESOLVE, phone missing: phone (1)"
  ])
})
