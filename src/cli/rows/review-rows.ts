import type { Argument, EffectCommand, Input } from "../command-row.ts"
import { has, text } from "../input.ts"
import { revealRawFlag } from "../revealing.ts"

const letter: Argument = { name: "letter", help: "its number in the queue", required: true }

const checkLetter = (input: Input): string | null =>
  /^[1-9]\d{0,14}$/.test(input.arguments.letter ?? "")
    ? null
    : "A letter is named by its number: switchyard reviews list shows them."

const checkDismiss = (input: Input): string | null =>
  checkLetter(input) ??
  ((text(input, "reason") ?? "").trim() === "" ? "Say why: --reason is kept in the order's history." : null)

const checkAccept = (input: Input): string | null => {
  const wrong = ["tracking", "carrier", "sku", "purchase-order"].find(
    (name) =>
      has(input, name) && (!/\S/.test(text(input, name) ?? "") || /\p{Cc}/u.test(text(input, name) ?? ""))
  )
  return (
    checkLetter(input) ?? (wrong === undefined ? null : `--${wrong} is empty or holds control characters.`)
  )
}

export const reviewRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["reviews", "list"],
    summary: "Lists what suppliers wrote by mail and a person has not looked at yet",
    arguments: [],
    flags: [{ name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" }],
    examples: [{ line: "reviews list", says: "Which answers wait for me?" }],
    runBy: "effect",
    load: () => import("../commands/reviews.ts").then((m) => m.list)
  },
  {
    path: ["reviews", "show"],
    summary: "Shows a letter, who wrote it, and what was read from it",
    arguments: [letter],
    flags: [revealRawFlag],
    examples: [
      { line: "reviews show 12", says: "What was read of it?" },
      { line: "reviews show 12 --reveal", says: "What do they write?" }
    ],
    check: checkLetter,
    runBy: "effect",
    load: () => import("../commands/reviews.ts").then((m) => m.show)
  },
  {
    path: ["reviews", "accept"],
    summary: "Records the shipments that a letter tells of, by your word",
    notes: [
      "Without flags it records what was suggested; a flag says it better. A suggestion without a SKU is about all that is open.",
      "All of it is recorded, or nothing."
    ],
    arguments: [letter],
    flags: [
      { name: "tracking", kind: "text", help: "the tracking number" },
      { name: "carrier", kind: "text", help: "the carrier" },
      {
        name: "sku",
        kind: "text",
        help: "the supplier's SKU that is in the parcel; only this line is recorded"
      },
      { name: "quantity", kind: "number", least: 1, most: 999_999_999, help: "how many of it (1)" },
      { name: "purchase-order", kind: "text", help: "the purchase order, if the letter does not name it" },
      {
        name: "trust-sender",
        kind: "switch",
        help: "the settings do not name this sender, and you know that it is genuine"
      }
    ],
    examples: [
      { line: "reviews accept 12", says: "It is as they write" },
      { line: "reviews accept 12 --carrier UPS --tracking 1Z999AA10123456784", says: "Read it better" },
      { line: "reviews accept 12 --sku ALD-7 --quantity 2", says: "Only these have left" }
    ],
    check: checkAccept,
    runBy: "effect",
    load: () => import("../commands/reviews.ts").then((m) => m.accept)
  },
  {
    path: ["reviews", "dismiss"],
    summary: "Takes a letter out of the queue: nothing follows from it",
    arguments: [letter],
    flags: [{ name: "reason", kind: "text", help: "why; kept in the order's history" }],
    examples: [{ line: 'reviews dismiss 12 --reason "a greeting"', says: "Nothing to record" }],
    check: checkDismiss,
    runBy: "effect",
    load: () => import("../commands/reviews.ts").then((m) => m.dismiss)
  }
]
