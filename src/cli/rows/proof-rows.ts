import type { EffectCommand } from "../command-row.ts"
import { revealFlag } from "../revealing.ts"

export const proofRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["preview"],
    summary: "Shows the very bytes that an order would send, before anything is sent",
    notes: [
      "It reserves the purchase-order numbers, so that the later send proves the same sha256 if nothing was changed in between.",
      "Of an order that was processed already it shows what is recorded."
    ],
    arguments: [{ name: "order", help: "its number on the channel, or its id here", required: true }],
    flags: [
      {
        name: "out",
        kind: "text",
        value: "folder",
        help: "write the bytes to files there, the buyer with them, which is written into the activity log; none is overwritten"
      },
      revealFlag
    ],
    examples: [
      { line: "preview 1043", says: "What exactly would the supplier get?" },
      { line: "preview 1043 --out ./preview", says: "Send the files to the supplier for a look" }
    ],
    runBy: "effect",
    load: () => import("../commands/preview-purchase-orders.ts").then((m) => m.preview)
  },
  {
    path: ["prove"],
    summary: "Proves a purchase order: every record of it, with the hashes computed anew",
    notes: ["It ends with 1 when a record contradicts another."],
    arguments: [{ name: "purchase-order", help: "its number", required: true }],
    flags: [],
    examples: [{ line: "prove PO-000123", says: "Did exactly this arrive, and who says so?" }],
    runBy: "effect",
    load: () => import("../commands/prove-purchase-order.ts").then((m) => m.prove)
  }
]
