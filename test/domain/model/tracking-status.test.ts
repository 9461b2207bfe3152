import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { askedCarriers } from "../../../src/domain/model/carrier-account.ts"
import { trackingStates } from "../../../src/domain/model/shipment.ts"
import { stateOf, statusTables } from "../../../src/domain/model/tracking-status.ts"

describe.each(askedCarriers)("the status table of %s", (carrier) => {
  const table = statusTables[carrier]

  it("has each code once, with one of the twelve states", () => {
    expect(new Set(table.map((row) => row.code.toUpperCase())).size).toBe(table.length)
    for (const row of table) expect(trackingStates, row.code).toContain(row.state)
  })

  it("reaches every state that a parcel can be in trouble with, and the end", () => {
    const reached = new Set(table.map((row) => row.state))
    for (const state of [
      "pending",
      "picked_up",
      "in_transit",
      "out_for_delivery",
      "delivered",
      "delivery_failed"
    ])
      expect(reached, state).toContain(state)
    for (const state of ["delivery_delayed", "on_hold", "ready_for_pickup", "return_to_sender", "canceled"])
      expect(reached, state).toContain(state)
  })

  it("stands in the docs as it is", () => {
    const docs = readFileSync("docs/carriers.md", "utf8")
    for (const row of table) expect(docs).toContain(`| ${row.code} | ${row.means} | ${row.state} |`)
  })
})

describe("a state", () => {
  it("is that of the first code that is known, however it is written", () => {
    expect(stateOf("usps", ["Lost in Space", "in-transit"])).toBe("in_transit")
    expect(stateOf("usps", ["IN TRANSIT, ARRIVING LATE", "In Transit"])).toBe("delivery_delayed")
    expect(stateOf("fedex", [undefined, "dl"])).toBe("delivered")
    expect(stateOf("ups", ["011", "X"])).toBe("delivered")
  })

  it("is unknown when no code is", () => {
    expect(stateOf("ups", [])).toBe("unknown")
    expect(stateOf("ups", ["", "x".repeat(1_000_000), "constructor", "__proto__"])).toBe("unknown")
  })
})
