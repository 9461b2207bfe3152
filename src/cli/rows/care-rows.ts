import { intentKinds } from "../../domain/model/dispatch-intent.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, text } from "../input.ts"
import { revealRawFlag } from "../revealing.ts"

const purchaseOrder: Argument = { name: "purchase-order", help: "its number", required: true }
const limit: Flag = { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" }

/** Under one number there may be more than one send in doubt: the order, and what was said of it later. */
const whichDoubt: ReadonlyArray<Flag> = [
  {
    name: "kind",
    kind: "text",
    value: intentKinds.join("|"),
    help: "which of its sends, where more than one is in doubt"
  },
  {
    name: "intent",
    kind: "number",
    least: 1,
    most: Number.MAX_SAFE_INTEGER,
    help: "the same, by the intent's number"
  }
]

const checkDoubt = (input: Input): string | null => {
  const kind = text(input, "kind")
  return kind === undefined || intentKinds.some((k) => k === kind)
    ? null
    : `There is no --kind ${kind}: it is ${intentKinds.join(", ")}.`
}

const checkSettle = (input: Input): string | null => {
  const fault = checkDoubt(input)
  if (fault !== null) return fault
  if (has(input, "sent") === has(input, "not-sent"))
    return "Say one: --sent (it arrived) or --not-sent (send it again)."
  return (text(input, "reason") ?? "").trim() === ""
    ? "Say how you know: --reason is kept as evidence."
    : null
}

const checkTestOrder = (input: Input): string | null =>
  has(input, "timeout") && !has(input, "follow") ? "--timeout goes with --follow." : null

const whatIf: Flag = {
  name: "what-if",
  kind: "switch",
  help: "try it on the orders that wait and on the last 500, and save nothing"
}

const checkWhatIf = (input: Input): string | null =>
  has(input, "what-if") && has(input, "yes") ? "--what-if saves nothing: leave it or --yes away." : null

export const careRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["map", "ship-method"],
    summary: "Says by which of a supplier's methods a channel's method ships",
    notes: ["It counts first which waiting orders that frees, and which are sent at once; --yes saves it."],
    arguments: [
      {
        name: "channel",
        help: "the channel, unless --every-channel",
        required: true,
        unless: "every-channel"
      },
      { name: "supplier", help: "the supplier's name", required: true },
      { name: "name", help: "the channel's name of the method, exactly as it comes", required: true },
      { name: "carrier", help: "the supplier's carrier", required: true },
      { name: "method", help: "the supplier's method", required: true }
    ],
    flags: [
      { name: "every-channel", kind: "switch", help: "this name on every channel of the supplier" },
      whatIf,
      { name: "yes", kind: "switch", help: "save it" }
    ],
    check: checkWhatIf,
    examples: [
      {
        line: 'map ship-method us-shop "Acme Outdoor" "Free Shipping" UPS Ground',
        says: "What would that free?"
      },
      {
        line: 'map ship-method --every-channel "Acme Outdoor" "Free Shipping" UPS Ground --yes',
        says: "Save it for every channel"
      }
    ],
    runBy: "effect",
    load: () => import("../commands/map-ship-method.ts").then((m) => m.map)
  },
  {
    path: ["map", "sku"],
    summary: "Says which product a channel's SKU is",
    arguments: [
      { name: "channel", help: "the channel's name", required: true },
      { name: "sku", help: "the SKU as the channel writes it", required: true },
      { name: "product", help: "our own SKU of that product", required: true }
    ],
    flags: [whatIf],
    examples: [
      { line: "map sku us-shop OLD-LAMP NW-100-BLK", says: "The shop still sells it under its old SKU" }
    ],
    runBy: "effect",
    load: () => import("../commands/map-sku.ts").then((m) => m.map)
  },
  {
    path: ["map", "list"],
    summary: "Lists the ship methods that are mapped",
    arguments: [],
    flags: [],
    examples: [{ line: "map list", says: "What is mapped to what?" }],
    runBy: "effect",
    load: () => import("../commands/map-ship-method.ts").then((m) => m.list)
  },
  {
    path: ["doubts", "list"],
    summary: "Lists sends of which nobody knows yet whether they arrived",
    arguments: [],
    flags: [],
    examples: [{ line: "doubts list", says: "What has to be settled?" }],
    runBy: "effect",
    load: () => import("../commands/doubts.ts").then((m) => m.list)
  },
  {
    path: ["doubts", "show"],
    summary: "Shows what was sent, under which names, and all evidence",
    arguments: [purchaseOrder],
    flags: whichDoubt,
    examples: [
      { line: "doubts show PO-000123", says: "What do I ask the supplier about?" },
      { line: "doubts show PO-000123 --kind cancel", says: "And of the cancel that followed?" }
    ],
    check: checkDoubt,
    runBy: "effect",
    load: () => import("../commands/doubts.ts").then((m) => m.show)
  },
  {
    path: ["doubts", "probe"],
    summary: "Asks the supplier now whether it arrived",
    arguments: [purchaseOrder],
    flags: whichDoubt,
    examples: [{ line: "doubts probe PO-000123", says: "Their server is back: look" }],
    check: checkDoubt,
    runBy: "effect",
    load: () => import("../commands/doubts.ts").then((m) => m.probe)
  },
  {
    path: ["doubts", "settle"],
    summary: "Settles a doubt by your word: it arrived, or it is sent again",
    arguments: [purchaseOrder],
    flags: [
      { name: "sent", kind: "switch", help: "it arrived" },
      { name: "not-sent", kind: "switch", help: "it did not: send it again with the same identifiers" },
      { name: "reason", kind: "text", help: "how you know; kept as evidence" },
      ...whichDoubt
    ],
    examples: [
      {
        line: 'doubts settle PO-000123 --sent --reason "Ann at Acme sees it, 3:40 pm"',
        says: "They have it"
      },
      {
        line: 'doubts settle PO-000123 --not-sent --reason "Ann at Acme looked, it is not there"',
        says: "They do not"
      }
    ],
    check: checkSettle,
    runBy: "effect",
    load: () => import("../commands/doubts.ts").then((m) => m.settle)
  },
  {
    path: ["test-order"],
    summary: "Proves a channel with one order, all the way: eight facts, from what is recorded",
    notes: [
      "In the sandbox it places one. On live channels it never does: buy one, and give its number with --order."
    ],
    arguments: [{ name: "channel", help: "the channel's name", required: true }],
    flags: [
      { name: "order", kind: "text", value: "number", help: "an order that is here already" },
      {
        name: "confirm-receipt",
        kind: "text",
        value: "purchase order",
        help: "the supplier told you that it has this purchase order"
      },
      { name: "follow", kind: "switch", help: "look until all is done" },
      {
        name: "timeout",
        kind: "number",
        value: "seconds",
        least: 1,
        most: 86_400,
        help: "with --follow: how long (600)"
      }
    ],
    examples: [
      { line: "test-order sandbox-shop", says: "Place one in the sandbox" },
      { line: "test-order us-shop --order 1043 --follow", says: "Follow one that you bought" },
      { line: "test-order us-shop --order 1043 --confirm-receipt PO-000123", says: "The supplier has it" }
    ],
    check: checkTestOrder,
    runBy: "effect",
    load: () => import("../commands/test-order.ts").then((m) => m.testOrder)
  },
  {
    path: ["quarantine", "list"],
    summary: "Lists input that could not be read, with the reason and, when asked for, its raw form",
    arguments: [],
    flags: [limit, revealRawFlag],
    examples: [
      { line: "quarantine list", says: "Which lines and orders could not be read?" },
      { line: "quarantine list --reveal --json", says: "And what do they say?" }
    ],
    runBy: "effect",
    load: () => import("../commands/installation.ts").then((m) => m.quarantine)
  },
  {
    path: ["workers", "list"],
    summary: "Lists the workers that run, and on what they work; and those that died or were stopped",
    arguments: [],
    flags: [],
    examples: [{ line: "workers list", says: "Is anybody working?" }],
    runBy: "effect",
    load: () => import("../commands/installation.ts").then((m) => m.workers)
  }
]
