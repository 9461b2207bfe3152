import { addressFields } from "../../domain/model/address.ts"
import { answerHolds } from "../../domain/model/hold.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, pairOf, texts } from "../input.ts"
import { lineAnswerOf } from "../line-answers.ts"
import { checkAddressPairs } from "./order-rows.ts"

const order: Argument = { name: "order", help: "its number on the channel, or its id here", required: true }
const purchaseOrder: Argument = { name: "purchase-order", help: "its number", required: true }
const yes: Flag = { name: "yes", kind: "switch", help: "do it; without, it is only shown" }
const about: Flag = {
  name: "about",
  kind: "text",
  choices: ["cancel", "change"],
  help: "which kind of request (cancel)"
}
const by: Flag = { name: "by", kind: "text", value: "way", help: "how: phone, mail ... (phone)" }
const accepted: Flag = { name: "accepted", kind: "switch", help: "the supplier said yes" }

const oneOf = (input: Input, a: string, b: string): string | null =>
  has(input, a) === has(input, b) ? `Give --${a} or --${b}: one of the two.` : null

const checkAck = (input: Input): string | null => {
  const lines = texts(input, "line")
  const bad = lines.find((l) => lineAnswerOf(l) === null)
  if (bad !== undefined)
    return `--line takes SKU=answer, where the answer is accepted, backordered, quantity, price or rejected, then :pieces and @date or @cost as needed; not “${bad}”.`
  const given = ["accepted", "rejected"].filter((flag) => has(input, flag)).length + Math.min(1, lines.length)
  return given === 1
    ? null
    : "Give --accepted, --rejected, or a --line for each that differs: one of the three."
}

const checkChange = (input: Input): string | null => {
  if (!has(input, "set") && !has(input, "method")) return "What changes? Give --set or --method."
  if (texts(input, "method").some((m) => pairOf(m) === null))
    return `--method takes "Supplier=Carrier Method".`
  return checkAddressPairs(input)
}

/** What suppliers say to purchase orders, and what is asked of them afterwards. */
export const answerRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["orders", "ack"],
    summary: "Records a supplier's answer to a purchase order that a person heard",
    notes: ["Answers by file, API or EDI are read by themselves; this is for the phone."],
    arguments: [purchaseOrder],
    flags: [
      { ...accepted, help: "it takes all of it" },
      { name: "rejected", kind: "switch", help: "it takes none of it: the purchase order fails" },
      {
        name: "line",
        kind: "text",
        value: "SKU=answer",
        repeatable: true,
        help: "accepted, backordered:1@2026-12-24, quantity:3, price@9.50, rejected:1"
      },
      { name: "number", kind: "text", help: "the supplier's own number of it" },
      { name: "reason", kind: "text", help: "in the supplier's words" },
      by
    ],
    examples: [
      { line: "orders ack PO-000123 --accepted --number A-77", says: "They have it" },
      {
        line: "orders ack PO-000123 --line N-1=backordered:1@2026-12-24",
        says: "One of them comes later"
      },
      { line: 'orders ack PO-000123 --rejected --reason "no credit"', says: "They do not ship it" }
    ],
    check: checkAck,
    runBy: "effect",
    load: () => import("../commands/record-answers.ts").then((m) => m.acknowledge)
  },
  {
    path: ["orders", "change"],
    summary: "Asks the suppliers to ship a sent order to another address, or by another method",
    notes: [
      "It shows the difference first. Where a supplier cannot be told, it says why and changes nothing."
    ],
    arguments: [order],
    flags: [
      {
        name: "set",
        kind: "text",
        value: "field=value",
        repeatable: true,
        help: `the address as it should be: ${addressFields.join(", ")}`
      },
      {
        name: "method",
        kind: "text",
        value: "Supplier=Carrier Method",
        repeatable: true,
        help: "ship by another one of the supplier's own methods"
      },
      { name: "reason", kind: "text", help: "why; kept with the request" },
      { name: "by-person", kind: "switch", help: "you tell the suppliers yourself, and record it" },
      yes
    ],
    examples: [
      { line: "orders change 1043 --set city=Peoria", says: "What would the suppliers be told?" },
      { line: "orders change 1043 --set city=Peoria --yes", says: "Ask them" }
    ],
    check: checkChange,
    runBy: "effect",
    load: () => import("../commands/change-order.ts").then((m) => m.change)
  },
  {
    path: ["orders", "reissue"],
    summary: "Gives what failed or was given back to a supplier anew",
    notes: ["Without --to it is the next supplier that offers it and has not refused it."],
    arguments: [order],
    flags: [
      { name: "to", kind: "text", value: "supplier", help: "this supplier, also one that refused before" },
      yes
    ],
    examples: [
      { line: "orders reissue 1043", says: "Who would get it?" },
      { line: "orders reissue 1043 --to South --yes", says: "Send it to South" }
    ],
    runBy: "effect",
    load: () => import("../commands/reissue-order.ts").then((m) => m.reissue)
  },
  {
    path: ["orders", "release"],
    summary: "Takes a supplier's answer as it is, and releases the hold that it opened",
    arguments: [order],
    flags: [
      { name: "reason", kind: "text", required: true, help: "why; kept in the history" },
      {
        name: "kind",
        kind: "text",
        choices: answerHolds,
        repeatable: true,
        help: "only these holds"
      }
    ],
    examples: [{ line: 'orders release 1043 --reason "we pay the new price"', says: "It may go on" }],
    runBy: "effect",
    load: () => import("../commands/release-holds.ts").then((m) => m.release)
  },
  {
    path: ["requests", "list"],
    summary: "Lists requests to cancel or change that are not settled",
    arguments: [],
    flags: [],
    examples: [{ line: "requests list", says: "What have suppliers not heard, or not answered?" }],
    runBy: "effect",
    load: () => import("../commands/requests.ts").then((m) => m.list)
  },
  {
    path: ["requests", "told"],
    summary: "Records that a person told the supplier; what it cancels is canceled from then on",
    arguments: [purchaseOrder],
    flags: [about, by, { name: "note", kind: "text", help: "who took it, and what they said" }],
    examples: [{ line: 'requests told PO-000123 --by phone --note "Bob took it"', says: "I called them" }],
    runBy: "effect",
    load: () => import("../commands/requests.ts").then((m) => m.told)
  },
  {
    path: ["requests", "answered"],
    summary: "Records what a supplier said to a request",
    notes: ["A refusal opens again what was canceled, with a hold."],
    arguments: [purchaseOrder],
    flags: [
      about,
      accepted,
      { name: "refused", kind: "switch", help: "the supplier said no" },
      by,
      { name: "reason", kind: "text", help: "in the supplier's words" }
    ],
    examples: [
      { line: "requests answered PO-000123 --accepted", says: "They canceled it" },
      { line: 'requests answered PO-000123 --refused --reason "packed already"', says: "Too late" }
    ],
    check: (input) => oneOf(input, "accepted", "refused"),
    runBy: "effect",
    load: () => import("../commands/record-answers.ts").then((m) => m.answered)
  },
  {
    path: ["requests", "withdraw"],
    summary: "Takes a request back before the supplier has heard of it",
    arguments: [purchaseOrder],
    flags: [about],
    examples: [{ line: "requests withdraw PO-000123", says: "The buyer wants it after all" }],
    runBy: "effect",
    load: () => import("../commands/requests.ts").then((m) => m.withdraw)
  },
  {
    path: ["suppliers", "exceptions"],
    summary: "Lists purchase orders whose supplier is late with its answer, the latest first",
    notes: [
      "An acknowledgement or a receipt (997) that the supplier's terms promise. Nothing is sent again for it."
    ],
    arguments: [],
    flags: [{ name: "limit", kind: "number", least: 1, most: 500, help: "how many (100)" }],
    examples: [{ line: "suppliers exceptions", says: "Whom do I call?" }],
    runBy: "effect",
    load: () => import("../commands/late-answers.ts").then((m) => m.exceptions)
  }
]
