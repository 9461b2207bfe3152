import { pageGiven } from "../../domain/model/channel-fields.ts"
import { usualPage } from "../../domain/model/channel-page.ts"
import { stockFields } from "../../domain/model/channel-stock-fields.ts"
import { inventoryFilters } from "../../domain/ports/inventory-store.ts"
import type { EffectCommand, Flag, Input } from "../command-row.ts"
import { givenFields } from "../given-fields.ts"
import { has } from "../input.ts"

const channel: Flag = {
  name: "channel",
  kind: "text",
  value: "name",
  required: true,
  help: "the channel that is told"
}
const meanings = {
  differs: "only what is to be told otherwise than the channel is known to show",
  ignored: "only products without the channel's alias: neither sent nor set to zero",
  conflict: "only products whose alias another product has too: neither is sent",
  unknown: "only products of which no supplier said what there is",
  held: "only products of suppliers whose feed is held: what is known of them may be old"
} as const

const checkList = (input: Input): string | null => {
  const given = inventoryFilters.filter((f) => has(input, f))
  return given.length > 1 ? `Choose one of ${given.map((f) => `--${f}`).join(" and ")}.` : null
}

const ruleFlags: ReadonlyArray<Flag> = stockFields.map(
  ({ name, takes, help }): Flag => ({
    name,
    kind: "text",
    value: takes,
    help: `${help.slice(0, 1).toLowerCase()}${help.slice(1).replace(/\.$/, "")}`
  })
)

const checkRules = (input: Input): string | null => {
  const given = givenFields(input)
  if (has(input, "dry-run") && given.length === 0)
    return `--dry-run tries what? Add one of ${ruleFlags.map((f) => `--${f.name}`).join(", ")}.`
  const page = pageGiven(usualPage("client", ["status"], new Date(0)), given)
  return "faults" in page ? page.faults.map((fault) => `--${fault}`).join(" ") : null
}

const filterFlags: ReadonlyArray<Flag> = [
  ...inventoryFilters.map((name): Flag => ({ name, kind: "switch", help: meanings[name] })),
  { name: "search", kind: "text", value: "text", help: "only products whose SKU or title has it" }
]

export const inventoryRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["inventory", "explain"],
    summary: "Shows every step from what suppliers have to what a channel is told",
    notes: [
      "On hand is summed over the warehouses that the channel counts, then what is promised goes off, then the channel's safety stock, share, cap and minimum level, in this order.",
      "Committed is in purchase orders that the supplier's last word cannot know: sent after it, or on their way. Unsent demand is in orders that nobody was asked to ship yet."
    ],
    arguments: [{ name: "sku", help: "the product's master SKU", required: true }],
    flags: [channel],
    examples: [
      { line: "inventory explain SKU-1 --channel us-shop", says: "Why does the shop show 3?" },
      { line: "inventory explain SKU-1 --channel us-shop --json", says: "The same for a program" }
    ],
    runBy: "effect",
    load: () => import("../commands/inventory.ts").then((m) => m.explain)
  },
  {
    path: ["inventory", "list"],
    summary: "Lists what a channel is to be told, product by product",
    notes: ["Quantities are of this moment; --differs goes by the last inventory refresh."],
    arguments: [],
    flags: [
      channel,
      ...filterFlags,
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" },
      { name: "after", kind: "text", value: "sku", help: "the next page: the SKU that this one ended with" }
    ],
    examples: [
      { line: "inventory list --channel us-shop", says: "What may be sold there?" },
      { line: "inventory list --channel us-shop --conflict", says: "Which aliases have two products?" },
      { line: "inventory list --channel us-shop --ignored --limit 500 --json", says: "What is left out" }
    ],
    check: checkList,
    runBy: "effect",
    load: () => import("../commands/inventory.ts").then((m) => m.list)
  },
  {
    path: ["inventory", "export"],
    summary: "Writes what a channel is to be told, product by product, into a CSV file",
    notes: [
      "For people: a cell that begins like a formula gets an apostrophe. A file that is there stays as it is."
    ],
    arguments: [{ name: "file", help: "the file to write", required: true }],
    flags: [channel, ...filterFlags],
    examples: [
      { line: "inventory export stock.csv --channel us-shop", says: "Look at all of it in a spreadsheet" },
      {
        line: "inventory export off.csv --channel us-shop --differs",
        says: "Only what the shop shows wrongly"
      }
    ],
    check: checkList,
    runBy: "effect",
    load: () => import("../commands/inventory-export.ts").then((m) => m.exportList)
  },
  {
    path: ["inventory", "import"],
    summary: "Takes a supplier's stock from a CSV file that was typed by hand",
    notes: [
      "Columns: sku (the supplier's own), quantity, and warehouse if there are several. What the file does not name stays as it is, unless it was held and a person let it in: then that is 0.",
      "It is taken like the supplier's own feed: held for a person where too much is missing, and in the history of feeds."
    ],
    arguments: [{ name: "file", help: "the file to read", required: true }],
    flags: [
      { name: "supplier", kind: "text", value: "name", required: true, help: "whose stock it is" },
      { name: "skip-broken", kind: "switch", help: "import the lines that are right" }
    ],
    examples: [
      { line: "inventory import stock.csv --supplier Northwind", says: "They told us by telephone" }
    ],
    runBy: "effect",
    load: () => import("../commands/inventory-import.ts").then((m) => m.importFile)
  },
  {
    path: ["inventory", "at-risk"],
    summary: "Lists what is sold and not there: what is short, what runs out, which channels show too much",
    notes: [
      "Short is what orders want beyond what suppliers have, less what they were asked for. The first orders are served first: the others are counted, with what they pay for the missing pieces.",
      "A channel that shows more than there is may sell what nobody can ship: the money is the pieces too many at the last price there."
    ],
    arguments: [],
    flags: [
      { name: "channel", kind: "text", value: "name", help: "of the channels, only this one" },
      { name: "days", kind: "number", least: 1, most: 365, help: "what runs out within so many days (7)" },
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many products (50)" }
    ],
    examples: [
      { line: "inventory at-risk", says: "What shall I order from whom today?" },
      { line: "inventory at-risk --channel us-shop --json", says: "What may that shop oversell?" }
    ],
    runBy: "effect",
    load: () => import("../commands/at-risk.ts").then((m) => m.atRisk)
  },
  {
    path: ["inventory", "refresh"],
    summary: "Computes anew what channels are to be told; nothing is sent by it",
    arguments: [],
    flags: [{ name: "channel", kind: "text", value: "name", help: "only this channel" }],
    examples: [{ line: "inventory refresh --channel us-shop", says: "How many numbers are new?" }],
    runBy: "effect",
    load: () => import("../commands/inventory.ts").then((m) => m.refresh)
  },
  {
    path: ["inventory", "rules"],
    summary: "Shows or changes what a channel keeps back, with what that does to its listings",
    notes: [
      "What would change is counted over the whole channel: listings that would go to 0, down and up, the largest losses by name.",
      "Without any rule it shows those that hold. channels set changes the same ones, without counting."
    ],
    arguments: [{ name: "channel", help: "the channel's name", required: true }],
    flags: [
      ...ruleFlags,
      { name: "dry-run", kind: "switch", help: "only say what would change; nothing is saved" }
    ],
    examples: [
      { line: "inventory rules us-shop", says: "How is it set?" },
      {
        line: "inventory rules us-shop --safety-stock 5 --dry-run",
        says: "How many listings would go to 0?"
      },
      { line: "inventory rules us-shop --share-percent 80 --stock-cap 20", says: "Show it less from now on" }
    ],
    check: checkRules,
    runBy: "effect",
    load: () => import("../commands/inventory-rules.ts").then((m) => m.rules)
  },
  {
    path: ["inventory", "alias"],
    summary: "Gives a product an alias of a type that channels can be told it under",
    notes: [
      "A channel chooses one alias type in its settings, or the master SKU. Two products with one alias are a conflict: neither is sent.",
      "What a channel calls a product in its orders is map sku."
    ],
    arguments: [
      { name: "type", help: "the alias type, for example UPC", required: true },
      { name: "alias", help: "the SKU of that type", required: true },
      { name: "sku", help: "the product's master SKU", required: true }
    ],
    flags: [{ name: "remove", kind: "switch", help: "take it away" }],
    examples: [
      { line: "inventory alias UPC 012345678905 SKU-1", says: "This is its bar code" },
      { line: "inventory alias UPC 012345678905 SKU-2 --remove", says: "It was the other one's" }
    ],
    runBy: "effect",
    load: () => import("../commands/inventory.ts").then((m) => m.alias)
  }
]
