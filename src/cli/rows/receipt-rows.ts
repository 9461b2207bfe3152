import type { EffectCommand } from "../command-row.ts"

export const receiptRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["receipts", "overdue"],
    summary: "Lists purchase orders that were sent by EDI and whose 997 is overdue",
    notes: [
      "Nobody at the supplier says that they could be read. They are not sent again: ask the supplier for the control number.",
      "A 997, an 855 or a shipment ends the waiting."
    ],
    arguments: [],
    flags: [],
    examples: [{ line: "receipts overdue", says: "What did a partner not answer in its time?" }],
    runBy: "effect",
    load: () => import("../commands/receipts.ts").then((m) => m.overdue)
  }
]
