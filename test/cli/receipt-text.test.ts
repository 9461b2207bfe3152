import { expect, test } from "vitest"
import { receiptText } from "../../src/cli/evidence-text.ts"

const lookUp = {
  kind: "look_up",
  detail: { seen: "a mailbox of others cannot be asked" },
  at: new Date(0),
  actor: "worker:box:1",
  attempt: 1
} as const

test("a look-up is a receipt of what is sent, and none of what is in doubt, however often somebody looked", () => {
  expect(receiptText({ state: "in_doubt", evidence: [lookUp, lookUp] })).toBeNull()
  expect(receiptText({ state: "sending", evidence: [lookUp] })).toBeNull()
  expect(receiptText({ state: "sent", evidence: [lookUp] })).toContain("look_up 1970-01-01")
  expect(receiptText({ state: "sent", evidence: [] })).toBeNull()
})
