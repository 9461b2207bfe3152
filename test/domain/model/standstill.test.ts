import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { holdKinds } from "../../../src/domain/model/hold.ts"
import { actionOf, type OrderFacts, statusOf } from "../../../src/domain/model/order-status.ts"
import type { GateFacts } from "../../../src/domain/model/send-gate.ts"
import { isFinished, type StandstillFacts, standstillOf } from "../../../src/domain/model/standstill.ts"
import { keyNames } from "../../../src/tui/key-row.ts"
import { keymap } from "../../../src/tui/keymap.ts"

const at = new Date("2026-11-22T14:00:00Z")
/** Most orders have none of most things. */
const few = fc.constantFrom(0, 0, 0, 0, 1, 2)
const soon = fc.integer({ min: -90, max: 90 }).map((minutes) => new Date(at.getTime() + minutes * 60_000))

const gate: fc.Arbitrary<GateFacts> = fc.record({
  number: fc.constant("SY-1"),
  supplier: fc.constantFrom("North", "it's a name"),
  channel: fc.constant("acme-shop"),
  orderNumber: fc.constantFrom("1042", "a b"),
  kind: fc.constantFrom("order", "cancel", "change", "authorize"),
  state: fc.constantFrom("planned", "claimed", "transmitting", "in_doubt", "sent"),
  notBefore: soon,
  waitsFor: fc.constantFrom("window", "calendar", "retry", null),
  shadow: fc.constantFrom("installation", "channel", null),
  stops: fc.array(
    fc.record({ scope: fc.constantFrom("all", "supplier", "channel"), by: fc.constant("ben"), at: soon }),
    { maxLength: 2 }
  ),
  hold: fc.option(fc.record({ message: fc.string(), until: fc.option(soon) })),
  breaker: fc.option(
    fc.record({
      state: fc.constantFrom("closed", "open", "draining"),
      message: fc.option(fc.string()),
      since: soon,
      nextProbeAt: fc.option(soon)
    })
  ),
  sendsPerMinute: fc.option(few),
  pass: fc.boolean()
})

/** Quantities that add up, and any mix of what else there may be. */
const orderFacts: fc.Arbitrary<OrderFacts> = fc
  .tuple(
    fc.record({ open: few, shipped: few, backordered: few, canceled: few }),
    fc.record({ queued: few, sending: few, inDoubt: few, sent: few, failed: few }),
    fc.record({ pushesDue: few, pushesRejected: few, openHolds: few, awaitingAuthorization: few })
  )
  .map(([lines, purchaseOrders, rest]) => ({
    ...lines,
    ...purchaseOrders,
    ...rest,
    ordered: lines.open + lines.shipped + lines.backordered + lines.canceled
  }))
  .filter(({ ordered }) => ordered > 0)

const hold = fc.record({
  kind: fc.constantFrom(...Object.keys(holdKinds), "a kind of tomorrow"),
  message: fc.string()
})
const purchaseOrder = fc.record({
  number: fc.constant("SY-1"),
  supplier: fc.constant("North"),
  state: fc.constantFrom("queued", "sending", "in_doubt", "sent", "failed", "canceled"),
  failure: fc.option(fc.string())
})
const push = fc.record({
  tracking: fc.constant("1Z"),
  state: fc.constantFrom("due", "pushing", "accepted", "rejected", "not_applicable"),
  reason: fc.option(fc.string())
})

const facts: fc.Arbitrary<StandstillFacts> = fc
  .tuple(
    orderFacts,
    fc.array(hold, { minLength: 2, maxLength: 2 }),
    fc.record({
      shadow: fc.boolean(),
      isAuto: fc.boolean(),
      gates: fc.array(gate, { maxLength: 3 }),
      purchaseOrders: fc.array(purchaseOrder, { maxLength: 3 }),
      pushes: fc.array(push, { maxLength: 3 }),
      uploadsShipments: fc.boolean(),
      workers: few,
      paused: fc.array(
        fc.record({
          queue: fc.constantFrom(
            "orders.validate",
            "orders.process",
            "purchase-orders.send",
            "fulfillments.push"
          ),
          by: fc.constant("ana"),
          at: soon,
          reason: fc.string()
        }),
        { maxLength: 1 }
      )
    })
  )
  .map(([f, holds, rest]) => ({
    ...rest,
    number: "1042",
    channel: "acme-shop",
    // As the rows have them: status and next step by their own law, and as many holds as count there.
    status: statusOf(f),
    action: actionOf(f),
    holds: holds.slice(0, f.openHolds),
    units: { ordered: f.ordered, shipped: f.shipped, backordered: f.backordered }
  }))

const keysHere = new Set(
  keymap.filter(({ screen }) => screen === "order" || screen === "everywhere").flatMap(keyNames)
)
const labelOf = new Map(
  keymap
    .filter(({ screen }) => screen === "everywhere")
    .flatMap((row) => keyNames(row).map((key) => [key, row.label] as const))
)

describe("why an order is not moving", () => {
  test("every order that is not finished has exactly one answer, whose key exists on its page", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(facts, (given) => {
        const why = standstillOf(given, at)
        expect(why === null).toBe(isFinished(given.status))
        if (why === null) return
        seen.add(why.key)
        expect(keysHere, why.gate).toContain(why.key)
        // A tab is named by what it opens: its number may change.
        if (/^[0-9]$/.test(why.key)) expect(why.does).toContain(labelOf.get(why.key))
        expect(why.gate).not.toBe("")
        expect(why.does).not.toBe("")
        // Whoever has to act is told by what.
        if (why.mover === "you") expect(why.clears || why.command !== null, why.text).toBe(true)
      }),
      { numRuns: 6000, seed: 20261122 }
    )
    // The samples reach the table's corners: else the property would say little.
    for (const key of ["r", "P", "R", "d", "A", "C", "L", "X", "z", "t", "v", "e", "5", "6", "7"])
      expect(seen, key).toContain(key)
  })

  const order = (change: Partial<StandstillFacts>): StandstillFacts => ({
    number: "1042",
    status: "not_processed",
    action: "process",
    shadow: false,
    isAuto: false,
    holds: [],
    gates: [],
    purchaseOrders: [],
    pushes: [],
    units: { ordered: 4, shipped: 0, backordered: 0 },
    channel: "acme-shop",
    uploadsShipments: true,
    workers: 1,
    paused: [],
    ...change
  })

  test("what a person has to do comes with the key and the command", () => {
    expect(standstillOf(order({}), at)).toMatchObject({
      key: "P",
      command: "orders process 1042",
      mover: "you"
    })
    const message = "Phone is missing."
    expect(
      standstillOf(order({ action: "resolve", holds: [{ kind: "phone_missing", message }] }), at)
    ).toMatchObject({ gate: "phone missing", text: message, key: "r" })
    expect(standstillOf(order({ shadow: true }), at)).toMatchObject({
      clears: false,
      command: "shadow off --channel acme-shop"
    })
  })

  test("a doubt comes before a hold, a hold before what the status waits for", () => {
    const both = order({
      status: "processing",
      action: "settle",
      holds: [{ kind: "line_rejected", message: "They do not have it." }],
      purchaseOrders: [{ number: "SY-1", supplier: "North", state: "in_doubt", failure: null }]
    })
    expect(standstillOf(both, at)?.text).toContain("SY-1 may have arrived at North")
    expect(standstillOf({ ...both, status: "processed", action: null }, at)).toMatchObject({ key: "L" })
  })

  test("a queue that is paused is named with who paused it, at whatever comes of that queue", () => {
    const pausing = (queue: string) => ({ paused: [{ queue, by: "ana", at, reason: "the shop moves" }] })
    const units = { ordered: 1, shipped: 0, backordered: 0 }
    const cases = [
      ["orders.validate", { action: "resolve", holds: [{ kind: "not_checked", message: "" }] }],
      ["orders.process", { action: "process" }],
      ["orders.process", { status: "processing", action: null }],
      ["shipments.receive", { status: "processed", action: null, units }],
      ["fulfillments.push", { status: "shipped", action: null, uploadsShipments: true }]
    ] as const
    for (const [queue, change] of cases) {
      const why = standstillOf(order({ ...change, workers: 1, ...pausing(queue) }), at)
      expect(why, queue).toMatchObject({
        gate: "queue paused",
        mover: "you",
        key: "7",
        command: `jobs resume ${queue}`
      })
      expect(why?.text).toContain(`But queue ${queue} is paused by ana: the shop moves`)
      expect(standstillOf(order({ ...change, workers: 1, ...pausing("alerts.send") }), at)?.gate).not.toBe(
        "queue paused"
      )
    }
  })

  test("without a worker the machine's turn is yours", () => {
    const sending = order({ status: "processing", action: null, workers: 0 })
    expect(standstillOf(sending, at)).toMatchObject({ gate: "no worker", key: "7", command: "worker" })
    expect(standstillOf({ ...sending, workers: 1 }, at)).toMatchObject({ mover: "machine", key: "t" })
  })
})
