import type { EffectCommand, Input } from "../command-row.ts"
import { has, text } from "../input.ts"

const checkAuthorize = (input: Input): string | null =>
  text(input, "note") !== undefined && !has(input, "done-in-portal")
    ? "--note goes with --done-in-portal."
    : null

export const paymentRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["payments", "list"],
    summary: "Lists purchase orders whose supplier waits for the yes to capture payment",
    arguments: [],
    flags: [],
    examples: [{ line: "payments list", says: "What waits for my yes, and why?" }],
    runBy: "effect",
    load: () => import("../commands/authorize-payment.ts").then((m) => m.list)
  },
  {
    path: ["payments", "authorize"],
    summary: "Lets the supplier capture payment for one purchase order",
    notes: [
      "Where the supplier has declared a call, it is made once, under the ledger: a lost answer is looked up, never repeated blindly.",
      "Where it has none, authorize it in its portal first; --done-in-portal records that you did, when and how much."
    ],
    arguments: [{ name: "purchase-order", help: "its number, as on payments list", required: true }],
    flags: [
      { name: "amount", kind: "text", value: "12.50", help: "needed where the cost is not known" },
      { name: "done-in-portal", kind: "switch", help: "you have authorized it by hand there" },
      { name: "note", kind: "text", help: "the portal's reference, or who confirmed it" },
      { name: "yes", kind: "switch", help: "do not ask" }
    ],
    examples: [
      { line: "payments authorize PO-000123", says: "Shows the amount, asks, and makes the call" },
      {
        line: 'payments authorize PO-000124 --amount 41.50 --done-in-portal --note "ref 8841" --yes',
        says: "Done by hand in the portal"
      }
    ],
    check: checkAuthorize,
    runBy: "effect",
    load: () => import("../commands/authorize-payment.ts").then((m) => m.authorize)
  }
]
