import { addressFields } from "../../domain/model/address.ts"
import { trackingSources } from "../../domain/model/supplier.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, pairOf, pairs, text, texts } from "../input.ts"
import { didYouMean } from "../nearest.ts"
import { catalogRows } from "./catalog-rows.ts"
import { checkSettings, environment, settingFlags, yesOrNo } from "./party-flags.ts"
import { promiseRows } from "./promise-rows.ts"

const supplier: Argument = { name: "supplier", help: "the supplier's name", required: true }

const tracking: Flag = {
  name: "tracking",
  kind: "text",
  choices: trackingSources,
  help: "where its tracking numbers come from; transport: the way orders go; carrier: UPS is asked with your own account"
}

const optionFlags: ReadonlyArray<Flag> = [
  ...settingFlags,
  {
    name: "ship-method",
    kind: "text",
    value: "Carrier|Method|code",
    repeatable: true,
    help: "a method it ships by; the code is written into purchase orders"
  },
  {
    name: "requires-mapping",
    kind: "text",
    choices: yesOrNo,
    help: "hold orders whose ship method is not mapped (yes)"
  },
  {
    name: "required",
    kind: "text",
    value: "field,...",
    help: `fields it asks for: ${addressFields.join(", ")}`
  },
  {
    name: "accept-no-tracking",
    kind: "switch",
    help: "with --tracking none: nobody will know when its parcels leave"
  },
  {
    name: "tracking-every",
    kind: "number",
    value: "minutes",
    least: 1,
    most: 10_080,
    help: "how often tracking is read (120)"
  },
  { name: "prefix", kind: "text", help: "what its purchase-order numbers begin with (PO-)" },
  { name: "contact", kind: "text", help: "whom to ask about an order" },
  { name: "currency", kind: "text", value: "code", help: "of its costs (USD)" },
  {
    name: "term",
    kind: "text",
    value: "path=value",
    repeatable: true,
    help: "a term, as authorization.by=call, numbers.maxLength=12, acknowledgesWithinMinutes=1440 or cancelCodes.out_of_stock=OOS; path= takes it away"
  },
  {
    name: "accept-no-maximum",
    kind: "switch",
    help: "with --term authorization.noMaximum=yes: payment of any amount is authorized by itself"
  }
]

const checkRequired = (input: Input): string | null => {
  const fields = (text(input, "required") ?? "").split(",").map((f) => f.trim())
  const unknown = fields.find((f) => f !== "" && !addressFields.some((known) => known === f))
  return unknown === undefined
    ? null
    : `--required has no field ${unknown}.${didYouMean(unknown, addressFields)} The fields are ${addressFields.join(", ")}.`
}

const checkShipMethods = (input: Input): string | null => {
  const wrong = texts(input, "ship-method").some((given) => {
    const parts = given.split("|").map((part) => part.trim())
    return parts.length !== 3 || parts.some((part) => part === "")
  })
  return wrong ? '--ship-method takes "Carrier|Method|code", for example "UPS|Ground|UPSG".' : null
}

const checkTracking = (input: Input): string | null => {
  const none = text(input, "tracking") === "none"
  if (none && !has(input, "accept-no-tracking"))
    return "Without tracking no order of this supplier is ever shipped or completed by itself. Add --accept-no-tracking if it really has none."
  return has(input, "accept-no-tracking") && !none ? "--accept-no-tracking goes with --tracking none." : null
}

const checkCurrency = (input: Input): string | null =>
  /^[A-Z]{3}$/.test(text(input, "currency") ?? "USD")
    ? null
    : "--currency takes a code of three letters, like USD."

const checkTerms = (input: Input): string | null => {
  if (texts(input, "term").some((given) => pairOf(given) === null)) return "--term takes path=value."
  const unlimited = pairs(input, "term").some(
    ([p, v]) => p === "authorization.noMaximum" && v.trim() === "yes"
  )
  if (unlimited && !has(input, "accept-no-maximum"))
    return "Without a maximum payment of any amount is authorized by itself. Add --accept-no-maximum if that is meant."
  return has(input, "accept-no-maximum") && !unlimited
    ? "--accept-no-maximum goes with --term authorization.noMaximum=yes."
    : null
}

const checkSupplier = (input: Input): string | null =>
  checkSettings(input) ??
  checkShipMethods(input) ??
  checkRequired(input) ??
  checkTracking(input) ??
  checkTerms(input) ??
  checkCurrency(input)

/** Nothing at all is asked for step by step; a profile may know where tracking comes from. */
const checkAdd = (input: Input): string | null => {
  if (Object.keys(input.flags).length === 0) return null
  if (input.arguments.supplier === undefined) return "suppliers add needs <supplier>: the supplier's name."
  if (!has(input, "transport") && !has(input, "profile"))
    return "suppliers add needs --transport or --profile: see suppliers kinds and suppliers catalog."
  if (!has(input, "profile") && !has(input, "tracking"))
    return "suppliers add needs --tracking: where its tracking numbers come from."
  return checkSupplier(input)
}

const checkSet = (input: Input): string | null =>
  Object.keys(input.flags).length === 0 ? "What is to be changed? See the flags." : checkSupplier(input)

export const supplierRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["suppliers", "list"],
    summary: "Lists the suppliers that ship for us",
    arguments: [],
    flags: [],
    examples: [{ line: "suppliers list", says: "Who ships, and how do they get orders?" }],
    runBy: "effect",
    load: () => import("../commands/show-suppliers.ts").then((m) => m.list)
  },
  {
    path: ["suppliers", "show"],
    summary: "Shows one supplier's settings and ship methods; of secrets only that they are stored",
    arguments: [supplier],
    flags: [],
    examples: [{ line: 'suppliers show "Acme Outdoor"', says: "Which methods does it ship by?" }],
    runBy: "effect",
    load: () => import("../commands/show-suppliers.ts").then((m) => m.show)
  },
  {
    path: ["suppliers", "kinds"],
    summary: "Lists the ways of sending orders, with every field that each asks for",
    arguments: [],
    flags: [],
    examples: [{ line: "suppliers kinds", says: "What do I need to connect a supplier?" }],
    runBy: "effect",
    load: () => import("../commands/show-suppliers.ts").then((m) => m.kinds)
  },
  {
    path: ["suppliers", "add"],
    summary: "Adds a supplier",
    notes: ["Without flags it asks step by step, as suppliers wizard does."],
    arguments: [{ ...supplier, required: false }],
    flags: [
      { name: "transport", kind: "text", value: "kind", help: "how it gets orders: see suppliers kinds" },
      {
        name: "profile",
        kind: "text",
        value: "name",
        help: "takes its presets from the catalog, or from a file as ./my.json; flags stand above them"
      },
      tracking,
      environment,
      ...optionFlags
    ],
    examples: [
      {
        line: 'suppliers add "Acme Outdoor" --transport sftp-csv --tracking sftp --set host=sftp.acme.example --set user=us --set hostKey=SHA256:... --set inboundFolder=/inbound --secret-file password=acme.txt --ship-method "UPS|Ground|UPSG" --required phone',
        says: "A supplier that takes CSV files by SFTP and asks for a phone"
      },
      {
        line: 'suppliers add "Birch" --profile dropstream-csv --set host=sftp.birch.example --set user=us --set hostKey=SHA256:... --secret-file password=birch.txt',
        says: "One of the catalog"
      }
    ],
    check: checkAdd,
    runBy: "effect",
    load: () => import("../commands/set-suppliers.ts").then((m) => m.add)
  },
  {
    path: ["suppliers", "wizard"],
    summary: "Adds a supplier step by step: asks, tries the connection, shows the first purchase order",
    notes: [
      "Enter takes what stands in brackets, < goes back a step, ? explains, and Ctrl-C leaves nothing behind.",
      "Answers can be piped in as well, one a line; nothing is stored before the last yes."
    ],
    arguments: [{ ...supplier, required: false }],
    flags: [],
    examples: [{ line: "suppliers wizard", says: "I have the supplier's letter here: ask me" }],
    runBy: "effect",
    load: () => import("../commands/supplier-wizard.ts").then((m) => m.wizard)
  },
  {
    path: ["suppliers", "set"],
    summary: "Changes a supplier; orders that wait for it are checked anew",
    arguments: [supplier],
    flags: [tracking, ...optionFlags],
    examples: [
      {
        line: 'suppliers set "Acme Outdoor" --ship-method "FedEx|2Day|FX2"',
        says: "It ships by one more method"
      },
      {
        line: 'suppliers set "Acme Outdoor" --term authorization.by=call --term authorization.automatic=yes --term authorization.maximum=100',
        says: "Payment up to 100 is authorized by itself"
      }
    ],
    check: checkSet,
    runBy: "effect",
    load: () => import("../commands/set-suppliers.ts").then((m) => m.set)
  },
  {
    path: ["suppliers", "test"],
    summary: "Signs in at the supplier and looks whether orders can be put there",
    arguments: [supplier],
    flags: [],
    examples: [{ line: 'suppliers test "Acme Outdoor"', says: "Do host and password work?" }],
    runBy: "effect",
    load: () => import("../commands/show-suppliers.ts").then((m) => m.test)
  },
  {
    path: ["suppliers", "products"],
    summary: "Imports what a supplier offers from a CSV file",
    notes: [
      "Columns: sku, supplier_sku, title, cost, priority (1 is asked first), and ships (yes or no) if you like.",
      "When a line is broken nothing is imported, unless --skip-broken says so."
    ],
    arguments: [supplier, { name: "file", help: "the CSV file, UTF-8", required: true }],
    flags: [{ name: "skip-broken", kind: "switch", help: "leave broken lines out, and list them" }],
    examples: [{ line: 'suppliers products "Acme Outdoor" products.csv', says: "New prices have come" }],
    runBy: "effect",
    load: () => import("../commands/supplier-products.ts").then((m) => m.importProducts)
  },
  ...catalogRows,
  ...promiseRows
]
