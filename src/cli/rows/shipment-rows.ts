import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, pairOf, text, texts } from "../input.ts"

const tracking: Argument = { name: "tracking", help: "its tracking number", required: true }
const input: Argument = { name: "input", help: "its id in quarantine list", required: true }
const po: Flag = { name: "po", kind: "text", help: "the purchase order, where several have this number" }
const yes: Flag = { name: "yes", kind: "switch", help: "do it" }
const reason: Flag = { name: "reason", kind: "text", help: "why; kept in the order's history" }
const quantity: Flag = {
  name: "quantity",
  kind: "text",
  value: "sku=n",
  repeatable: true,
  help: "how many of the supplier's SKU (or of our line id)"
}

const wrongQuantity = (given: string, least: number): boolean => {
  const pair = pairOf(given)
  return pair === null || !/^\d{1,9}$/.test(pair[1]) || Number(pair[1]) < least
}

const checkWords = (given: Input): string | null => {
  const wrong = ["po", "to-tracking", "carrier", "sku", "purchase-order"].find(
    (name) =>
      has(given, name) && (!/\S/.test(text(given, name) ?? "") || /\p{Cc}/u.test(text(given, name) ?? ""))
  )
  return wrong === undefined ? null : `--${wrong} is empty or holds control characters.`
}

const checkReason = (given: Input): string | null =>
  (text(given, "reason") ?? "").trim() === "" ? "Say why: --reason is kept." : null

const checkCorrect = (given: Input): string | null => {
  const bad = texts(given, "quantity").find((q) => wrongQuantity(q, 0))
  if (bad !== undefined) return `--quantity is SKU=number, 0 takes it out: “${bad}”.`
  const says = ["to-tracking", "carrier", "quantity"].some((name) => has(given, name))
  if (has(given, "void") === says)
    return "Say what is true: --to-tracking, --carrier or --quantity; or --void when none of it left."
  return checkWords(given) ?? checkReason(given)
}

const checkAdd = (given: Input): string | null => {
  const bad = texts(given, "quantity").find((q) => wrongQuantity(q, 1))
  if (bad !== undefined) return `--quantity is SKU=number above 0: “${bad}”.`
  if (!has(given, "quantity")) return "Say what else is in it: --quantity SKU=number."
  return checkWords(given) ?? checkReason(given)
}

const checkInput = (given: Input): string | null =>
  /^[1-9]\d{0,14}$/.test(given.arguments.input ?? "")
    ? checkWords(given)
    : "An input is named by its number: switchyard quarantine list shows them."

export const shipmentRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["shipments", "show"],
    summary: "Shows a parcel: what is in it, what its channel was told, and what was corrected",
    arguments: [tracking],
    flags: [po],
    examples: [{ line: "shipments show 1Z999AA10123456784", says: "What do we know of this parcel?" }],
    check: checkWords,
    runBy: "effect",
    load: () => import("../commands/shipments.ts").then((m) => m.show)
  },
  {
    path: ["shipments", "correct"],
    summary: "Corrects what is recorded of a parcel: number, carrier, quantities, or that it never left",
    notes: [
      "It shows first what that changes; --yes does it. A quantity is the total in the parcel.",
      "What the channel was told already is not changed there: a hold says what to correct. More pieces are pushed."
    ],
    arguments: [tracking],
    flags: [
      po,
      { name: "to-tracking", kind: "text", help: "its true tracking number" },
      { name: "carrier", kind: "text", help: "its true carrier" },
      quantity,
      { name: "void", kind: "switch", help: "none of it left: its pieces are open again" },
      reason,
      yes
    ],
    examples: [
      {
        line: 'shipments correct 1Z999AA10123456784 --quantity ALD-7=1 --reason "Ann at Alder: one, not two"',
        says: "What would that change?"
      },
      {
        line: 'shipments correct 1Z999AA10123456784 --to-tracking 794644790138 --carrier FedEx --reason "label swapped" --yes',
        says: "It went another way"
      },
      {
        line: 'shipments correct 1Z999AA10123456784 --void --reason "label printed, never picked up" --yes',
        says: "It never left"
      }
    ],
    check: checkCorrect,
    runBy: "effect",
    load: () => import("../commands/shipments.ts").then((m) => m.correct)
  },
  {
    path: ["shipments", "add-part"],
    summary: "Records that more pieces left in a parcel that is recorded already",
    notes: ["Without --yes nothing is changed. All of it is recorded and pushed, or nothing."],
    arguments: [tracking],
    flags: [po, quantity, reason, yes],
    examples: [
      {
        line: 'shipments add-part 1Z999AA10123456784 --quantity ALD-7=2 --reason "second box, one label" --yes',
        says: "These left in it, too"
      }
    ],
    check: checkAdd,
    runBy: "effect",
    load: () => import("../commands/shipments.ts").then((m) => m.addPart)
  },
  {
    path: ["quarantine", "retry"],
    summary: "Takes a quarantined row of a shipment once more, now that its cause is gone",
    notes: ["All of it is recorded, or nothing: then it stays, and the reason is said."],
    arguments: [input],
    flags: [
      { name: "sku", kind: "text", help: "the supplier's SKU as we ordered it, where the row says another" },
      { name: "purchase-order", kind: "text", help: "the purchase order, where the row says another" }
    ],
    examples: [
      { line: "quarantine retry 7", says: "It fits now" },
      { line: "quarantine retry 7 --sku ALD-7", says: "They wrote the SKU in another way" }
    ],
    check: checkInput,
    runBy: "effect",
    load: () => import("../commands/quarantine.ts").then((m) => m.retry)
  },
  {
    path: ["quarantine", "dismiss"],
    summary: "Settles a quarantined input: nothing follows from it",
    arguments: [input],
    flags: [{ name: "reason", kind: "text", help: "why; kept with the input" }],
    examples: [{ line: 'quarantine dismiss 7 --reason "their test file"', says: "Nothing to record" }],
    check: (given) => checkInput(given) ?? checkReason(given),
    runBy: "effect",
    load: () => import("../commands/quarantine.ts").then((m) => m.dismiss)
  }
]
