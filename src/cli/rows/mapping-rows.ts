import type { Argument, EffectCommand, Flag } from "../command-row.ts"
import { has } from "../input.ts"

const search: Flag = { name: "search", kind: "text", help: "only those that hold this text" }
const limit: Flag = { name: "limit", kind: "number", least: 1, most: 100_000, help: "how many (500)" }
const yes: Flag = { name: "yes", kind: "switch", help: "do it" }
const dryRun: Flag = {
  name: "dry-run",
  kind: "switch",
  help: "only say what would become of it; nothing is saved"
}
const skipBroken: Flag = { name: "skip-broken", kind: "switch", help: "import the lines that are right" }
const undo: Flag = {
  name: "undo",
  kind: "switch",
  help: "instead of a file: what the last import changed means again what it meant before"
}
const checkUndo: EffectCommand["check"] = (input) =>
  has(input, "undo") && has(input, "skip-broken")
    ? "--undo takes the last import back: with --dry-run it only says what that would do, and goes with nothing else."
    : null
const undone =
  "--undo takes the last import back, but for what somebody changed since; what was sent by these words meanwhile stays sent. With --dry-run it counts first what that frees, makes wait and SENDS."
const source: Argument = { name: "file", help: "the CSV file, UTF-8", required: true, unless: "undo" }
const file = (help: string): Argument => ({ name: "file", help, required: true })

const counted =
  "It says first which orders that frees or makes wait, and what it would have meant for the last 500."
const guarded =
  "A cell that begins like a formula gets an apostrophe, which the import takes off. A file that is there stays as it is."
const broken =
  "Every line that is wrong is named with its line, column and reason, and nothing is imported; --skip-broken imports the others."

const methodRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["orders", "causes"],
    summary: "Lists what orders wait for, grouped by what takes it away for all of them",
    notes: ["“only this” are those that wait for nothing else: they go on at once."],
    arguments: [],
    flags: [{ name: "limit", kind: "number", least: 1, most: 1000, help: "how many (50)" }],
    examples: [
      { line: "orders causes", says: "Which one answer frees the most orders?" },
      { line: "orders causes --json", says: "With the fix of each, for a script" }
    ],
    runBy: "effect",
    load: () => import("../commands/list-causes.ts").then((m) => m.list)
  },
  {
    path: ["mappings", "list"],
    summary: "Lists the ship methods that are mapped: by whom, when, and how often they came in 30 days",
    arguments: [],
    flags: [search, limit],
    examples: [{ line: "mappings list --search express", says: "What does “express” mean where?" }],
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.list)
  },
  {
    path: ["mappings", "remove"],
    summary: "Takes the mapping of a ship method away",
    notes: [counted],
    arguments: [
      {
        name: "channel",
        help: "the channel, unless --every-channel",
        required: true,
        unless: "every-channel"
      },
      { name: "supplier", help: "the supplier's name", required: true },
      { name: "name", help: "the channel's name of the method, exactly as it comes", required: true }
    ],
    flags: [
      { name: "every-channel", kind: "switch", help: "the mapping for every channel of the supplier" },
      yes
    ],
    examples: [
      { line: 'mappings remove us-shop "Acme Outdoor" "Free Shipping"', says: "What would that do?" },
      { line: 'mappings remove us-shop "Acme Outdoor" "Free Shipping" --yes', says: "Do it" }
    ],
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.remove)
  },
  {
    path: ["mappings", "import"],
    summary: "Maps ship methods from a CSV file with the columns channel, supplier, name, carrier and method",
    notes: [
      broken,
      "A channel of * means every channel of the supplier. What is mapped so already stays as it is. --json has what each changed line meant before (made): map ship-method and mappings remove take one back.",
      undone
    ],
    arguments: [source],
    flags: [dryRun, skipBroken, undo],
    examples: [
      { line: "mappings import methods.csv --dry-run", says: "Is the file right, and what would change?" },
      { line: "mappings import --undo --dry-run", says: "What would taking it back do?" },
      { line: "mappings import --undo", says: "That was the wrong file" }
    ],
    check: checkUndo,
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.importFile)
  },
  {
    path: ["mappings", "export"],
    summary: "Writes the mapped ship methods into a CSV file that the import reads",
    notes: [guarded],
    arguments: [file("the file to write")],
    flags: [],
    examples: [{ line: "mappings export methods.csv", says: "Look at them in a spreadsheet" }],
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.exportFile)
  }
]

const skuRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["mappings", "skus", "list"],
    summary: "Lists what channels call our products in their orders",
    arguments: [],
    flags: [search, limit],
    examples: [{ line: "mappings skus list --search LAMP", says: "Which lamp is it there?" }],
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.listSkus)
  },
  {
    path: ["mappings", "skus", "remove"],
    summary: "Takes the mapping of a channel's SKU away",
    notes: [counted],
    arguments: [
      { name: "channel", help: "the channel's name", required: true },
      { name: "sku", help: "the SKU as the channel writes it", required: true }
    ],
    flags: [yes],
    examples: [{ line: "mappings skus remove us-shop OLD-LAMP", says: "What would that do?" }],
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.removeSku)
  },
  {
    path: ["mappings", "skus", "import"],
    summary: "Maps channels' SKUs from a CSV file with the columns channel, sku and product",
    notes: [broken, undone],
    arguments: [source],
    flags: [dryRun, skipBroken, undo],
    examples: [
      { line: "mappings skus import skus.csv --skip-broken", says: "Take what can be taken" },
      { line: "mappings skus import --undo", says: "That was the wrong file" }
    ],
    check: checkUndo,
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.importSkus)
  },
  {
    path: ["mappings", "skus", "export"],
    summary: "Writes what channels call our products into a CSV file that the import reads",
    notes: [guarded],
    arguments: [file("the file to write")],
    flags: [],
    examples: [{ line: "mappings skus export skus.csv", says: "Correct them in a spreadsheet" }],
    runBy: "effect",
    load: () => import("../commands/mappings.ts").then((m) => m.exportSkus)
  }
]

/** What channels' words mean, many at once, and which orders wait for an answer. */
export const mappingRows: ReadonlyArray<EffectCommand> = [...methodRows, ...skuRows]
