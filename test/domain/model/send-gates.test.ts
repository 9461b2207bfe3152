import { describe, expect, test } from "vitest"
import { burstSeconds, passesNow } from "../../../src/domain/model/breaker.ts"
import { isUsedUp, pauseMs, type SendTrouble, troubleTable } from "../../../src/domain/model/send-failure.ts"
import { firstGate, type GateFacts } from "../../../src/domain/model/send-gate.ts"
import { agreementOf, isShadowed, shopOutcome } from "../../../src/domain/model/shadow.ts"
import { OutsideReason } from "../../../src/domain/ports/failure.ts"
import { later, noon } from "../../fixtures/sample-world.ts"

const free: GateFacts = {
  number: "SY-000001",
  supplier: "Acme Outdoor",
  channel: "us-shop",
  orderNumber: "1043",
  kind: "order",
  state: "planned",
  notBefore: noon,
  waitsFor: null,
  shadow: null,
  stops: [],
  hold: null,
  breaker: null,
  sendsPerMinute: null,
  pass: false
}
const open = {
  state: "open" as const,
  message: "Nobody answers.",
  since: noon,
  nextProbeAt: later(60_000)
}
const stop = (scope: "all" | "supplier" | "channel") => ({ stops: [{ scope, by: "ann", at: noon }] })
const gate = (given: Partial<GateFacts>) => firstGate({ ...free, ...given }, noon)

describe("the first gate", () => {
  test("nothing keeps what is free, and nothing keeps what is on its way", () => {
    expect(gate({})).toBeNull()
    expect(gate({ state: "transmitting", ...stop("all") })).toBeNull()
  })

  test.each([
    [stop("all"), "stopped", "sends resume", "All sends are stopped by ann since 2026-11-22 12:00Z."],
    [stop("supplier"), "stopped", "sends resume --supplier 'Acme Outdoor'", "Sends to Acme Outdoor"],
    [stop("channel"), "stopped", "sends resume --channel us-shop", "Sends of channel us-shop"],
    [{ shadow: "installation" as const }, "shadow", "shadow off", "whole installation"],
    [{ shadow: "channel" as const }, "shadow", "shadow off --channel us-shop", "shadow mode"],
    [
      { hold: { message: "Phone is missing.", until: null } },
      "hold",
      "orders resolve 1043",
      "Phone is missing."
    ],
    [
      { hold: { message: "Held until 13:00", until: later(1) } },
      "held until",
      "orders hold 1043 --release",
      "Held"
    ],
    [{ notBefore: later(1), waitsFor: "window" as const }, "window", "orders undo 1043", "can be undone"],
    [{ notBefore: later(1), waitsFor: "calendar" as const }, "calendar", null, "takes orders again from"],
    [{ notBefore: later(1), waitsFor: "retry" as const }, "retry", null, "The last attempt failed"],
    [{ breaker: open }, "breaker", "suppliers breaker close 'Acme Outdoor'", "Nobody answers."],
    [{ breaker: { ...open, state: "draining" as const } }, "drain", null, "oldest first"],
    [{ sendsPerMinute: 30 }, "pace", null, "at most 30 sends a minute"]
  ])("%#: %j", (given, name, clears, words) => {
    const found = gate(given)
    expect(found).toMatchObject({ gate: name, clears })
    expect(found?.text).toContain(words)
  })

  test("who decides more comes first", () => {
    const all = {
      ...stop("supplier"),
      shadow: "channel" as const,
      hold: { message: "h", until: null },
      notBefore: later(1),
      breaker: open
    }
    expect(gate(all)?.gate).toBe("stopped")
    expect(gate({ ...all, stops: [] })?.gate).toBe("shadow")
    expect(gate({ ...all, stops: [], shadow: null })?.gate).toBe("hold")
    const rest = { ...all, stops: [], shadow: null, hold: null }
    expect(gate({ ...rest, waitsFor: "calendar" })?.gate).toBe("calendar")
    expect(gate({ ...rest, waitsFor: "retry" })?.gate).toBe("breaker")
    expect(gate({ ...rest, waitsFor: "retry", breaker: null })?.gate).toBe("retry")
  })

  test("a pass goes through a breaker, a message through a hold", () => {
    expect(gate({ breaker: open, pass: true })).toBeNull()
    expect(gate({ kind: "cancel", hold: { message: "h", until: null } })).toBeNull()
  })

  test("a name cannot break out of the command that is shown", () => {
    const found = gate({ supplier: "x'; rm -rf ~", ...stop("supplier") })
    expect(found?.clears).toBe("sends resume --supplier 'x'\\''; rm -rf ~'")
  })
})

describe("passes by the minute", () => {
  test("as many as the time since the last one is worth, and a small burst at most", () => {
    expect(passesNow(120, noon, later(5_000))).toBe(10)
    expect(passesNow(120, noon, later(400))).toBe(0)
    expect(passesNow(120, noon, later(500))).toBe(1)
    expect(passesNow(120, noon, later(3_600_000))).toBe((120 * burstSeconds) / 60)
    expect(passesNow(120, null, noon)).toBe(20)
    expect(passesNow(1, noon, later(59_000)), "one a minute").toBe(0)
    expect(passesNow(1, noon, later(60_000))).toBe(1)
    expect(passesNow(60, later(1_000), noon), "the rate is used up ahead").toBe(0)
  })
})

describe("troubles of a send", () => {
  test("every reason of a failure has its row", () => {
    for (const reason of OutsideReason.literals) expect(troubleTable).toHaveProperty(reason)
  })

  test.each(Object.keys(troubleTable) as Array<SendTrouble>)(
    "%s ends: no trouble repeats for ever",
    (trouble) => {
      const row = troubleTable[trouble]
      expect(row.pauseMs === null || row.mostAttempts !== null || row.giveUpAfterMs !== null).toBe(true)
      const long = { attempt: 40, failingSince: noon }
      expect(isUsedUp(trouble, long, later(25 * 3_600_000)), "a day later").toBe(true)
    }
  )

  test("pauses double to a minute from one failure to the next, and what the supplier asks for counts", () => {
    const pauses: Array<number> = []
    for (let failingForMs = 0; pauses.length < 9; ) {
      const pause = pauseMs("Unreachable", failingForMs, undefined)
      pauses.push(pause)
      failingForMs += pause
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
    expect(pauseMs("Throttled", 0, 90_000)).toBe(90_000)
    expect(pauseMs("Throttled", 0, undefined)).toBe(60_000)
    expect(pauseMs("Unauthorized", 3_600_000, undefined)).toBe(60_000)
  })

  test("a day counts from the first failure, not from the first attempt ever", () => {
    expect(isUsedUp("Unreachable", { attempt: 200, failingSince: null }, noon)).toBe(false)
    expect(isUsedUp("Unreachable", { attempt: 200, failingSince: noon }, later(23 * 3_600_000))).toBe(false)
    expect(isUsedUp("Rejected", { attempt: 1, failingSince: null }, noon)).toBe(true)
    expect(isUsedUp("Malformed", { attempt: 8, failingSince: noon }, noon)).toBe(true)
  })
})

describe("shadow mode", () => {
  test.each([
    ["#1009", "#1010", true],
    ["#1010", "1010", false],
    ["#1011", "1010", false],
    ["#999", "1010", true],
    ["10000", "9999", false],
    ["0999", "1000", true],
    ["US-12", "US-9", false],
    ["EU-12", "US-9", true],
    ["none", "US-9", true],
    ["", "1", true]
  ])("%s, live from %s: in shadow %s", (number, liveFrom, shadowed) => {
    expect(isShadowed({ shadow: true, liveFrom }, number)).toBe(shadowed)
  })

  test("without a number all are, without shadow none", () => {
    expect(isShadowed({ shadow: true, liveFrom: null }, "#1")).toBe(true)
    expect(isShadowed({ shadow: false, liveFrom: null }, "#1")).toBe(false)
  })

  test("what the shop says, and whether we agree", () => {
    expect(
      ["Delivered", "shipped", "FULFILLED", "PartiallyShipped", "paid"].map((s) => shopOutcome("ok", s))
    ).toEqual(["fulfilled", "fulfilled", "fulfilled", "open", "open"])
    expect(shopOutcome("refunded", "Delivered")).toBe("canceled")
    expect([
      agreementOf(true, "fulfilled"),
      agreementOf(false, "fulfilled"),
      agreementOf(true, "canceled"),
      agreementOf(false, "canceled"),
      agreementOf(true, "open")
    ]).toEqual(["agrees", "differs", "differs", "agrees", "open"])
  })
})
