import type { EffectCommand, Flag } from "../command-row.ts"
import { has } from "../input.ts"

const type = (help: string): Flag => ({ name: "type", kind: "text", value: "type", help })
const dryRun: Flag = {
  name: "dry-run",
  kind: "switch",
  help: "only say what would become of it; nothing is saved"
}

/** Aliases, many at once: from a channel that lists its SKUs, and from and to files. */
export const aliasRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["inventory", "alias", "list"],
    summary: "Lists the aliases of products: which channels are told under them, who gave them and when",
    notes: [
      "With --csv in the columns that the import reads; a cell that begins like a formula gets an apostrophe, which the import takes off.",
      "What channels call products in their orders is not among them: mappings skus list."
    ],
    arguments: [],
    flags: [
      type("only aliases of this type"),
      { name: "search", kind: "text", help: "only those with this text in type, alias, SKU or title" },
      { name: "limit", kind: "number", least: 1, most: 100_000, help: "how many (500)" },
      { name: "csv", kind: "switch", help: "as CSV: type, alias, sku" }
    ],
    examples: [
      { line: "inventory alias list --search LAMP", says: "Under which names is the lamp told?" },
      { line: "inventory alias list --type UPC --csv", says: "Into a spreadsheet, by a pipe" }
    ],
    runBy: "effect",
    load: () => import("../commands/list-aliases.ts").then((m) => m.list)
  },
  {
    path: ["inventory", "alias", "download"],
    summary: "Downloads what a channel calls our products, where the channel says what it lists",
    notes: [
      "A listing is a product by what map sku said of it, else by our master SKU and its barcodes. What is not sure is named and not taken.",
      "The channel's SKUs become aliases of the type that is named as the channel, so that it can be chosen: inventory rules us-shop --alias us-shop.",
      "A channel that offers no list is told as such, which is no error: use inventory alias import then."
    ],
    arguments: [{ name: "channel", help: "the channel's name", required: true }],
    flags: [
      type("the alias type that its SKUs become (the channel's name)"),
      {
        name: "barcodes",
        kind: "text",
        choices: ["barcode", "ean", "gtin", "isbn", "upc"],
        help: "keep its barcodes, too, as aliases of this type"
      },
      dryRun
    ],
    examples: [
      { line: "inventory alias download us-shop --dry-run", says: "What would come, and what is not ours?" },
      {
        line: "inventory alias download us-shop --barcodes ean --json",
        says: "With the EANs that the shop keeps"
      }
    ],
    runBy: "effect",
    load: () => import("../commands/aliases.ts").then((m) => m.download)
  },
  {
    path: ["inventory", "alias", "import"],
    summary: "Gives products aliases from a CSV file with the columns type, alias and sku",
    notes: [
      "Every line that is wrong is named with its line, column and reason, and nothing is imported; --skip-broken imports the others.",
      "What is there already stays. An apostrophe before a cell that begins like a formula is the export's, and is taken off.",
      "--undo takes back what the last import gave, but for what somebody took away since. With --dry-run it counts first under how many names channels are told no more."
    ],
    arguments: [{ name: "file", help: "the CSV file, UTF-8", required: true, unless: "undo" }],
    flags: [
      type("the type of all lines, for a file without that column"),
      { name: "skip-broken", kind: "switch", help: "import the lines that are right" },
      dryRun,
      { name: "undo", kind: "switch", help: "instead of a file: take back what the last import gave" }
    ],
    check: (input) =>
      has(input, "undo") && ["type", "skip-broken"].some((flag) => has(input, flag))
        ? "--undo takes the last import back: with --dry-run it only says what that would do, and goes with nothing else."
        : null,
    examples: [
      { line: "inventory alias import upc.csv --type UPC --dry-run", says: "Is the file right?" },
      { line: "inventory alias import aliases.csv --skip-broken", says: "Take what can be taken" },
      { line: "inventory alias import --undo", says: "That was the wrong file" }
    ],
    runBy: "effect",
    load: () => import("../commands/aliases.ts").then((m) => m.importFile)
  },
  {
    path: ["inventory", "alias", "export"],
    summary: "Writes aliases into a CSV file with the columns type, alias and sku",
    notes: [
      "A cell that begins like a formula gets an apostrophe, which the import takes off. A file that is there stays as it is.",
      "What channels call products in their orders (map sku) is not among them."
    ],
    arguments: [{ name: "file", help: "the file to write", required: true }],
    flags: [type("only aliases of this type")],
    examples: [
      { line: "inventory alias export aliases.csv --type UPC", says: "Correct them in a spreadsheet" }
    ],
    runBy: "effect",
    load: () => import("../commands/aliases.ts").then((m) => m.exportFile)
  }
]
