import { allocationRules } from "../../domain/model/allocation-plan.ts"
import type { EffectCommand, Input } from "../command-row.ts"
import { has, text, texts } from "../input.ts"

const checkAllocation = (input: Input): string | null => {
  const from = text(input, "split-from")
  if (from !== undefined && !/^\d{1,12}(\.\d{1,4})?$/.test(from))
    return "--split-from takes an amount, like 25.00."
  if (has(input, "usual") && Object.keys(input.flags).length > 1)
    return "--usual goes alone: it takes all rules away."
  const rules = texts(input, "rule")
  return new Set(rules).size === rules.length
    ? null
    : "Each --rule counts once; their order is the order that you write."
}

export const allocationRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["channels", "allocation"],
    summary: "Shows or sets how a channel's orders are placed with suppliers",
    notes: [
      "The first rule that tells two offers apart decides: preferred (your list), stock (enough of it), priority (lower first), cost (cheaper first). Without rules: priority, then cost.",
      "Whoever is known to have too little is passed over for the next who has enough; where nobody has, the order is held until there is more. --when-short send does not look at stock.",
      "Orders that wait are placed anew by the new rules; what has a purchase order stays where it is."
    ],
    arguments: [{ name: "channel", help: "the channel's name", required: true }],
    flags: [
      {
        name: "rule",
        kind: "text",
        choices: allocationRules,
        repeatable: true,
        help: "a rule of the chain, in the order given"
      },
      {
        name: "prefer",
        kind: "text",
        value: "supplier",
        repeatable: true,
        help: "for the rule preferred, best first"
      },
      {
        name: "split-from",
        kind: "text",
        value: "amount",
        help: "an order of a smaller value goes whole to one supplier, where one offers all of it"
      },
      {
        name: "when-short",
        kind: "text",
        choices: ["hold", "send"],
        help: "hold what nobody has enough of (usual), or send it all the same"
      },
      { name: "usual", kind: "switch", help: "no rules of its own" }
    ],
    examples: [
      { line: "channels allocation us-shop", says: "Who gets the orders, and why?" },
      {
        line: 'channels allocation us-shop --rule preferred --rule stock --rule cost --prefer "Acme Outdoor" --split-from 25',
        says: "Acme first, then who has it, then who is cheaper; nothing small is split"
      }
    ],
    check: checkAllocation,
    runBy: "effect",
    load: () => import("../commands/allocation.ts").then((m) => m.allocation)
  }
]
