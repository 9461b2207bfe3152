import { askedCarriers } from "../../domain/model/carrier-account.ts"
import { usualStandstillDays } from "../../domain/model/tracking-status.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { checkSettings, environment, settingFlags, yesOrNo } from "./party-flags.ts"

const account: Argument = { name: "account", help: "the account's name", required: true }

const carrier: Flag = {
  name: "carrier",
  kind: "text",
  choices: askedCarriers,
  help: "which carrier"
}

const callsPerHour: Flag = {
  name: "calls-per-hour",
  kind: "number",
  least: 1,
  most: 1_000_000,
  help: "how many calls the carrier grants in an hour (USPS: 60)"
}

const checkSet = (input: Input): string | null =>
  Object.keys(input.flags).length === 0 ? "What is to be changed? See the flags." : checkSettings(input)

const accountRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["carriers", "list"],
    summary: "Lists your carrier accounts and what their last poll came to",
    arguments: [],
    flags: [],
    examples: [{ line: "carriers list", says: "Is tracking being read, and did it work?" }],
    runBy: "effect",
    load: () => import("../commands/show-carriers.ts").then((m) => m.list)
  },
  {
    path: ["carriers", "kinds"],
    summary: "Lists the carriers that can be asked, with every field that each asks for",
    arguments: [],
    flags: [],
    examples: [{ line: "carriers kinds", says: "What do I need from UPS?" }],
    runBy: "effect",
    load: () => import("../commands/show-carriers.ts").then((m) => m.kinds)
  },
  {
    path: ["carriers", "add"],
    summary: "Adds your own account at UPS, FedEx or USPS, with which parcels are followed",
    notes: [
      "Parcels are asked about every two hours, whoever shipped them.",
      "With UPS, parcels of suppliers added with --tracking carrier are also looked for by the purchase-order number."
    ],
    arguments: [account],
    flags: [{ ...carrier, required: true }, environment, ...settingFlags, callsPerHour],
    examples: [
      {
        line: 'carriers add "our UPS" --carrier ups --set clientId=AbC123 --secret-file clientSecret=ups.txt',
        says: "An app of developer.ups.com"
      }
    ],
    check: checkSettings,
    runBy: "effect",
    load: () => import("../commands/set-carriers.ts").then((m) => m.add)
  },
  {
    path: ["carriers", "set"],
    summary: "Changes a carrier account",
    arguments: [account],
    flags: [
      ...settingFlags,
      callsPerHour,
      { name: "enabled", kind: "text", choices: yesOrNo, help: "whether its carrier is asked" }
    ],
    examples: [
      { line: 'carriers set "our UPS" --secret clientSecret < new.txt', says: "The secret was renewed" },
      { line: "carriers set usps --calls-per-hour 300", says: "USPS granted more" }
    ],
    check: checkSet,
    runBy: "effect",
    load: () => import("../commands/set-carriers.ts").then((m) => m.set)
  },
  {
    path: ["carriers", "test"],
    summary: "Signs in at the carrier; no parcel is asked for",
    arguments: [account],
    flags: [],
    examples: [{ line: 'carriers test "our UPS"', says: "Are the client id and secret right?" }],
    runBy: "effect",
    load: () => import("../commands/show-carriers.ts").then((m) => m.test)
  },
  {
    path: ["carriers", "remove"],
    summary: "Removes a carrier account and its secrets; what it learned of parcels stays",
    arguments: [account],
    flags: [],
    examples: [{ line: 'carriers remove "our UPS"', says: "The contract has ended" }],
    runBy: "effect",
    load: () => import("../commands/set-carriers.ts").then((m) => m.remove)
  },
  {
    path: ["carriers", "poll"],
    summary: "Asks carriers now about every parcel on its way; the schedule goes on as it was",
    arguments: [],
    flags: [carrier],
    examples: [
      { line: "carriers poll", says: "Do not wait for the next two hours" },
      { line: "carriers poll --carrier ups", says: "Only UPS" }
    ],
    runBy: "effect",
    load: () => import("../commands/track-parcels.ts").then((m) => m.poll)
  }
]

const trackingRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["tracking", "exceptions"],
    summary: "Lists parcels that somebody should look at, the most urgent first",
    notes: [
      "Not delivered, going back, held, late, a number that cannot be right, or a label that never moved."
    ],
    arguments: [],
    flags: [
      {
        name: "days",
        kind: "number",
        least: 1,
        most: 44,
        help: `how long a label may lie before it is listed (${usualStandstillDays})`
      },
      { name: "limit", kind: "number", least: 1, most: 5000, help: "how many (200)" }
    ],
    examples: [
      { line: "tracking exceptions", says: "Which buyers will write today?" },
      { line: "tracking exceptions --days 1 --json", says: "Labels since yesterday, for a script" }
    ],
    runBy: "effect",
    load: () => import("../commands/track-parcels.ts").then((m) => m.exceptions)
  },
  {
    path: ["tracking", "show"],
    summary: "Shows what the carriers saw of one order's parcels",
    arguments: [{ name: "order", help: "the order's number, or its id", required: true }],
    flags: [],
    examples: [{ line: "tracking show 1047", says: "Where is it?" }],
    runBy: "effect",
    load: () => import("../commands/track-parcels.ts").then((m) => m.show)
  },
  {
    path: ["tracking", "check"],
    summary: "Says whether a tracking number can be one of a carrier, and whose else it can be",
    arguments: [
      { name: "carrier", help: "the carrier as a supplier names it", required: true },
      { name: "number", help: "the tracking number; spaces do not matter", required: true }
    ],
    flags: [],
    examples: [{ line: "tracking check FedEx 1Z5R89390357567127", says: "Is that a number of FedEx?" }],
    runBy: "effect",
    load: () => import("../commands/track-parcels.ts").then((m) => m.check)
  }
]

export const carrierRows: ReadonlyArray<EffectCommand> = [...accountRows, ...trackingRows]
