import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lineAnswerOf } from "../../src/cli/line-answers.ts"

describe("a line of a supplier's answer, as typed", () => {
  it.each([
    ["N-1=accepted", { sku: "N-1", answer: "accepted", quantity: null }],
    ["N-1=accepted:2", { answer: "accepted", quantity: 2 }],
    ["N-1=backordered", { answer: "backordered", quantity: null, expectedAt: null }],
    [
      "N-1=backordered:1@2026-12-24",
      { answer: "backordered", quantity: 1, expectedAt: new Date("2026-12-24T00:00:00Z") }
    ],
    ["N=1=quantity:3", null],
    ["N-1=quantity:3", { answer: "quantity_changed", quantity: 3 }],
    ["N-1=price@9.50", { answer: "price_changed", unitCost: "9.50" }],
    ["N-1=rejected:1", { answer: "rejected", quantity: 1 }]
  ] as const)("%s", (given, expected) => {
    if (expected === null) expect(lineAnswerOf(given)).toBeNull()
    else expect(lineAnswerOf(given)).toMatchObject(expected)
  })

  it.each([
    "N-1",
    "=accepted",
    "N-1=",
    "N-1=maybe",
    "N-1=quantity",
    "N-1=price",
    "N-1=price@cheap",
    "N-1=backordered@2026-02-30",
    "N-1=backordered@soon",
    "N-1=accepted@2026-12-24",
    "N-1=rejected:-1"
  ])("%s says nothing that could be recorded", (given) => {
    expect(lineAnswerOf(given)).toBeNull()
  })

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const line = lineAnswerOf(`N-1=${text}`)
        expect(line === null || line.sku === "N-1").toBe(true)
      })
    )
  })
})
