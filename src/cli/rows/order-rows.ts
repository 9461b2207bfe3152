import { addressFields } from "../../domain/model/address.ts"
import { cancelCodes } from "../../domain/model/cancel-request.ts"
import { queryFields } from "../../domain/model/order-query-fields.ts"
import { parseOrderQuery } from "../../domain/model/order-query-parse.ts"
import { orderSorts } from "../../domain/model/order-sort.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, pairOf, text, texts } from "../input.ts"
import { didYouMean } from "../nearest.ts"
import { pageKeyOf } from "../page-key.ts"
import { revealFlag } from "../revealing.ts"

const order: Argument = { name: "order", help: "its number on the channel, or its id here", required: true }
const orders: Argument = { ...order, help: "numbers on the channel, or ids here", repeatable: true }
const yes: Flag = { name: "yes", kind: "switch", help: "do it; without, it is only shown" }
const longestWait = 86_400

export const checkAddressPairs = (input: Input): string | null => {
  for (const given of texts(input, "set")) {
    const pair = pairOf(given)
    if (pair === null) return "--set takes field=value, for example --set phone=+15551234567."
    if (!addressFields.some((f) => f === pair[0]))
      return `--set has no field ${pair[0]}.${didYouMean(pair[0], addressFields)} The fields are ${addressFields.join(", ")}.`
  }
  return null
}

const checkResolve = (input: Input): string | null => {
  if (has(input, "undo") && ["set", "method", "save"].some((flag) => has(input, flag)))
    return "--undo takes a correction back; --set and --method make one. Give one of them."
  const methods = texts(input, "method")
  const save = text(input, "save")
  if (methods.some((m) => pairOf(m) === null)) return `--method takes "Supplier=Carrier Method".`
  if (methods.length > 0 && save === undefined)
    return "--method needs --save: order (this order alone), channel (this name on this channel from now on) or supplier (on every channel of this supplier)."
  if (methods.length === 0 && save !== undefined)
    return "--save says where a --method is kept; there is none."
  if (methods.length > 1 && save !== "order")
    return "Save one --method at a time: what saving frees is counted before your yes."
  return checkAddressPairs(input)
}

const checkProcess = (input: Input): string | null => {
  const named = input.rest.length > 0
  if (named && has(input, "all-ready")) return "Name orders, or give --all-ready; not both."
  if (!named && !has(input, "all-ready")) return "Which orders? Name them, or give --all-ready."
  if (has(input, "channel") && !has(input, "all-ready")) return "--channel goes with --all-ready."
  return null
}

const checkCancel = (input: Input): string | null => {
  const wrong = texts(input, "line").find((l) => !/^\d{1,6}$/.test(pairOf(l)?.[1] ?? "") || /=0+$/.test(l))
  if (wrong !== undefined) return `--line takes SKU=pieces, for example --line SKU-1=2; not “${wrong}”.`
  if (has(input, "code") !== has(input, "reason")) return "--code and --reason go together."
  return has(input, "line") && !has(input, "code") ? "--line needs --code and --reason." : null
}

/** The place of a fault is told by what stands there. */
const checkQuery = (given: string): string | null => {
  const parsed = parseOrderQuery(given)
  if (!parsed.ok) {
    const { at, length, message } = parsed.fault
    const near = given.slice(at, at + Math.min(length, 40)).trim()
    return `--query${near === "" ? "" : ` at “${near}” (letter ${at + 1})`}: ${message}`
  }
  const isMarked = parsed.query.some(
    (term) =>
      term.kind === "field" &&
      term.field === "is" &&
      term.test.is === "any of" &&
      term.test.values.includes("marked")
  )
  return isMarked ? "--query: is:marked works in the console, where rows are marked." : null
}

const checkList = (input: Input): string | null => {
  const after = text(input, "after")
  if (after !== undefined && pageKeyOf(after) === null)
    return "--after takes what the page before ended with."
  return checkQuery(text(input, "query") ?? "")
}

const statuses = ["not-processed", "processing", "processed", "failed", "shipped", "completed", "canceled"]
const actions = ["resolve", "process", "retry", "settle", "push", "authorize"]

export const orderRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["orders", "list"],
    summary: "Lists orders, newest first, with what each needs",
    arguments: [],
    flags: [
      { name: "status", kind: "text", choices: statuses, help: "only in this status" },
      { name: "action", kind: "text", choices: actions, help: "only with this next step" },
      { name: "needs-me", kind: "switch", help: "only those on which a person has to act" },
      { name: "channel", kind: "text", value: "name", help: "only of this channel" },
      { name: "supplier", kind: "text", value: "name", help: "only those that go to this supplier" },
      {
        name: "search",
        kind: "text",
        help: "number, customer, e-mail, SKU, purchase-order or tracking number"
      },
      {
        name: "query",
        kind: "text",
        value: "query",
        help: "as in the console's filter line: words and fields (docs/generated/order-query.md)"
      },
      { name: "sort", kind: "text", choices: [...orderSorts], help: "the newest first, if nothing is said" },
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" },
      { name: "after", kind: "text", value: "key", help: "the next page: what this one ended with" }
    ],
    notes: [
      `Fields of a query: ${queryFields.map(({ name }) => name).join(", ")}. A comma is or, a minus in front is not, quotes keep spaces.`
    ],
    examples: [
      { line: "orders list --needs-me", says: "What waits for me?" },
      {
        line: 'orders list --query "channel:us-shop state:resolve age>10m -tag:vip"',
        says: "What waits on one channel for longer than ten minutes"
      },
      { line: "orders list --status failed --channel us-shop", says: "What failed on one channel" },
      { line: "orders list --search 1Z999AA10123456784 --json", says: "Which order is this parcel of?" }
    ],
    check: checkList,
    runBy: "effect",
    load: () => import("../commands/list-orders.ts").then((m) => m.listOrders)
  },
  {
    path: ["orders", "show"],
    summary:
      "Shows one order: lines, purchase orders with receipts and answers, payments, shipments, history",
    arguments: [order],
    flags: [revealFlag],
    examples: [
      { line: "orders show 1043", says: "Everything about one order" },
      { line: "orders show 1043 --reveal", says: "With the buyer's name and address" }
    ],
    runBy: "effect",
    load: () => import("../commands/show-order.ts").then((m) => m.showOrder)
  },
  {
    path: ["orders", "resolve"],
    summary: "Says what an order lacks, or corrects it",
    notes: [
      "Without flags it prints each hold with the command that takes it away, and the suppliers' own methods."
    ],
    arguments: [order],
    flags: [
      {
        name: "set",
        kind: "text",
        value: "field=value",
        repeatable: true,
        help: `correct the address: ${addressFields.join(", ")}`
      },
      {
        name: "method",
        kind: "text",
        value: "Supplier=Carrier Method",
        repeatable: true,
        help: "ship by one of the supplier's own methods"
      },
      {
        name: "save",
        kind: "text",
        choices: ["order", "channel", "supplier"],
        help: "where the choice is kept: this order, this channel, or every channel of the supplier; goes with --method"
      },
      { ...yes, help: "save although orders that wait for it are sent at once" },
      {
        name: "undo",
        kind: "switch",
        help: "take its last correction back, and the mapping saved with it: while nothing was sent and nobody changed the same since"
      },
      revealFlag
    ],
    examples: [
      { line: "orders resolve 1043", says: "What is missing?" },
      {
        line: "orders resolve 1043 --set phone=+15551234567",
        says: "Enter the phone that a supplier asks for"
      },
      {
        line: 'orders resolve 1043 --method "Acme=UPS Ground" --save channel',
        says: "Map the ship method for this order and all to come"
      }
    ],
    check: checkResolve,
    runBy: "effect",
    load: () => import("../commands/resolve-order.ts").then((m) => m.resolve)
  },
  {
    path: ["orders", "process"],
    summary: "Sends ready orders to their suppliers",
    notes: [
      "It counts first: purchase orders, suppliers, totals. Only with --yes they are sent, and above 10 orders or 1,000 in money only with --count."
    ],
    arguments: [{ ...orders, required: false }],
    flags: [
      { name: "all-ready", kind: "switch", help: "every order that shows PROCESS" },
      { name: "channel", kind: "text", value: "name", help: "with --all-ready: of this channel only" },
      { ...yes, help: "send them" },
      { name: "count", kind: "number", help: "how many they are, as it was shown" },
      { name: "dry-run", kind: "switch", help: "count only" },
      {
        name: "wait",
        kind: "number",
        value: "seconds",
        least: 1,
        most: longestWait,
        help: "follow until each is sent, failed or in doubt, and show the receipts"
      }
    ],
    examples: [
      { line: "orders process 1043 1044 --dry-run", says: "What would be sent?" },
      { line: "orders process 1043 --yes --wait 60", says: "Send one and see its receipt" },
      {
        line: "orders process --all-ready --channel us-shop --yes --count 22",
        says: "Send all that are ready"
      }
    ],
    check: checkProcess,
    runBy: "effect",
    load: () => import("../commands/process-orders.ts").then((m) => m.processChosen)
  },
  {
    path: ["orders", "retry"],
    summary: "Tries again what failed, with the same identifiers",
    notes: ["Purchase orders that failed before anything left, and pushes that the channel rejected."],
    arguments: [orders],
    flags: [],
    examples: [{ line: "orders retry 1043", says: "The supplier's server is back" }],
    runBy: "effect",
    load: () => import("../commands/correct-orders.ts").then((m) => m.retry)
  },
  {
    path: ["orders", "cancel"],
    summary: "Cancels an order, or asks its suppliers to cancel what they have not shipped",
    notes: [
      "Nothing sent: canceled at once. Sent: each supplier gets a request, by its transport or by a person, and a quantity is canceled when that was communicated.",
      "What was sent needs --code and --reason: the supplier reads them."
    ],
    arguments: [order],
    flags: [
      {
        name: "line",
        kind: "text",
        value: "SKU=pieces",
        repeatable: true,
        help: "only these pieces; without, all that has not left"
      },
      { name: "code", kind: "text", choices: Object.keys(cancelCodes), help: "why, in one word" },
      { name: "reason", kind: "text", help: "why, in a sentence" },
      { ...yes, help: "cancel it" }
    ],
    examples: [
      { line: "orders cancel 1043 --yes", says: "The buyer does not want it any more" },
      {
        line: 'orders cancel 1043 --line SKU-1=1 --code buyer_request --reason "one too many" --yes',
        says: "One piece of what was sent"
      }
    ],
    check: checkCancel,
    runBy: "effect",
    load: () => import("../commands/cancel-order.ts").then((m) => m.cancel)
  }
]
