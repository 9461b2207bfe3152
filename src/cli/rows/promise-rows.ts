import type { EffectCommand, Input } from "../command-row.ts"
import { has } from "../input.ts"

const aWeek = 7 * 24 * 60

const checkPromises = (input: Input): string | null => {
  if (has(input, "none") && (has(input, "receipt-within") || has(input, "acknowledges-within")))
    return "Say times, or --none to take both away."
  return null
}

export const promiseRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["suppliers", "promises"],
    summary: "Says within what time a supplier answers a purchase order; who is late is listed",
    notes: [
      "Without flags it shows what is promised. Nothing is ever sent again because an answer is late.",
      "It holds for what is sent from now on, and for what waits already."
    ],
    arguments: [{ name: "supplier", help: "the supplier's name", required: true }],
    flags: [
      {
        name: "receipt-within",
        kind: "number",
        least: 1,
        most: aWeek,
        help: "minutes until its 997 says that it could read an order by EDI"
      },
      {
        name: "acknowledges-within",
        kind: "number",
        least: 1,
        most: 10 * aWeek,
        help: "minutes until it acknowledges an order (855, file, mail)"
      },
      { name: "none", kind: "switch", help: "it promises nothing" }
    ],
    examples: [
      {
        line: 'suppliers promises "Alder" --receipt-within 1440',
        says: "Their EDI desk answers within a day"
      },
      { line: 'suppliers promises "Alder"', says: "When must I ask them?" }
    ],
    check: checkPromises,
    runBy: "effect",
    load: () => import("../commands/supplier-promises.ts").then((m) => m.promises)
  }
]
