import { channelFields, pageGiven } from "../../domain/model/channel-fields.ts"
import { usualPage } from "../../domain/model/channel-page.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { givenFields, isAsked } from "../given-fields.ts"
import { has, pairOf, text, texts } from "../input.ts"
import { checkSettings, environment, settingFlags } from "./party-flags.ts"

const channel: Argument = { name: "channel", help: "the channel's name", required: true }

const services = ["order-download", "shipment-upload", "inventory-upload"]

const lowered = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`

/** One flag for each field of the page: what is asked and what a flag sets are one table. */
const fieldFlags: ReadonlyArray<Flag> = channelFields.map(
  ({ name, choices, takes, isList, help }): Flag => ({
    name,
    kind: "text",
    ...(choices === undefined ? { value: takes } : { choices }),
    ...(isList === true && { repeatable: true }),
    help: lowered(help.replace(/\.$/, ""))
  })
)

const optionFlags: ReadonlyArray<Flag> = [
  {
    name: "plan",
    kind: "text",
    choices: ["basic", "plus", "vip"],
    help: "how often its services run: 60, 15 or 15 minutes"
  },
  ...settingFlags,
  ...fieldFlags,
  {
    name: "supplier-value",
    kind: "text",
    value: "field=value",
    repeatable: true,
    help: "a field that a supplier asks of every channel; it goes into the purchase orders to it"
  }
]

const service: Flag = {
  name: "service",
  kind: "text",
  value: "name=on|off|plan|minutes",
  repeatable: true,
  help: `${services.join(", ")}: on, off, as often as the plan says, or every so many minutes`
}

const untested: Flag = {
  name: "untested",
  kind: "switch",
  help: "save it although nobody has seen whether the connection works"
}

const checkServices = (input: Input): string | null => {
  for (const given of texts(input, "service")) {
    const [name, value] = pairOf(given) ?? ["", ""]
    if (!services.includes(name))
      return `--service takes name=on|off|plan|minutes; the names are ${services.join(", ")}.`
    const minutes = /^\d{1,5}$/.test(value) ? Number(value) : 0
    if (!["on", "off", "plan"].includes(value) && (minutes < 1 || minutes > 10_080))
      return `--service ${name} takes on, off, plan, or 1 to 10080 minutes.`
  }
  return null
}

/** Against a page with the usual values: only what was typed can be wrong with it. */
const checkFields = (input: Input): string | null => {
  const page = pageGiven(usualPage("client", ["status"], new Date(0)), givenFields(input))
  return "faults" in page ? page.faults.map((fault) => `--${fault}`).join(" ") : null
}

const checkValues = (input: Input): string | null =>
  texts(input, "supplier-value").some((given) => pairOf(given) === null)
    ? "--supplier-value takes field=value."
    : null

const checkChannel = (input: Input): string | null =>
  checkSettings(input) ?? checkServices(input) ?? checkFields(input) ?? checkValues(input)

/** Nothing at all is asked for step by step. */
const checkAdd = (input: Input): string | null => {
  if (isAsked(input)) return null
  if (input.arguments.channel === undefined) return "channels add needs <channel>: its name."
  if (!has(input, "kind")) return "channels add needs --kind: see channels kinds."
  if (!has(input, "earliest")) return "channels add needs --earliest: the earliest order date."
  return checkChannel(input)
}

const checkSet = (input: Input): string | null => {
  if (Object.keys(input.flags).length === 0) return "What is to be changed? See the flags."
  if (has(input, "accept") && text(input, "auto-processing") !== "on")
    return "--accept goes with --auto-processing on."
  return checkChannel(input)
}

export const channelRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["channels", "list"],
    summary: "Lists the channels that orders come from",
    arguments: [],
    flags: [{ name: "archived", kind: "switch", help: "those that were put away too" }],
    examples: [{ line: "channels list", says: "Which channels, and what runs by itself?" }],
    runBy: "effect",
    load: () => import("../commands/show-channels.ts").then((m) => m.list)
  },
  {
    path: ["channels", "show"],
    summary: "Shows one channel's settings; of secrets only that they are stored",
    arguments: [channel],
    flags: [],
    examples: [{ line: "channels show us-shop", says: "How is it set?" }],
    runBy: "effect",
    load: () => import("../commands/show-channels.ts").then((m) => m.show)
  },
  {
    path: ["channels", "kinds"],
    summary: "Lists the kinds of channel, with every field that each asks for",
    arguments: [],
    flags: [],
    examples: [{ line: "channels kinds", says: "What do I need to connect my shop?" }],
    runBy: "effect",
    load: () => import("../commands/show-channels.ts").then((m) => m.kinds)
  },
  {
    path: ["channels", "add"],
    summary: "Adds a channel, with all services off unless --service says otherwise",
    arguments: [{ ...channel, help: "its name: 1 to 40 of a-z, 0-9 and -", required: false }],
    flags: [
      { name: "kind", kind: "text", value: "kind", help: "see channels kinds" },
      environment,
      ...optionFlags,
      service,
      untested,
      { name: "resume", kind: "switch", help: "go on with a set-up that was left" }
    ],
    examples: [
      { line: "channels add", says: "Be asked for everything, with what each field is for" },
      {
        line: "channels add us-shop --kind vendure --earliest 2026-01-01 --set url=https://shop.example/admin-api --secret username --secret password < login.txt",
        says: "Connect a shop; login.txt holds user name and password, a line each"
      }
    ],
    notes: [
      "Without any flag, or with --resume, it asks for everything step by step, in the order of the page; a set-up that is left is kept.",
      "The connection is tried before anything is saved."
    ],
    check: checkAdd,
    runBy: "effect",
    load: () => import("../commands/set-channels.ts").then((m) => m.add)
  },
  {
    path: ["channels", "set"],
    summary: "Changes a channel; it holds at once, without a restart",
    arguments: [channel],
    flags: [
      ...optionFlags,
      service,
      untested,
      { name: "alert-address", kind: "text", value: "a@b", help: "where alerts go" },
      { name: "send-test", kind: "switch", help: "send a test alert to it; auto-processing asks for that" },
      {
        name: "auto-processing",
        kind: "text",
        choices: ["on", "off"],
        help: "send every order that is ready by itself; shows the warning first"
      },
      {
        name: "accept",
        kind: "text",
        value: "channel",
        help: "the channel's name, as your consent to the warning"
      }
    ],
    examples: [
      {
        line: "channels set us-shop --service order-download=on --service shipment-upload=on",
        says: "Switch it on"
      },
      {
        line: "channels set us-shop --alert-address ops@example.com --send-test",
        says: "Who is told when orders wait"
      },
      { line: "channels set us-shop --release-seconds 60", says: "A minute in which PROCESS can be undone" },
      { line: "channels set us-shop --auto-processing on", says: "Read the warning; nothing changes yet" },
      { line: "channels set us-shop --auto-processing on --accept us-shop", says: "Accept it" }
    ],
    check: checkSet,
    runBy: "effect",
    load: () => import("../commands/set-channels.ts").then((m) => m.set)
  },
  {
    path: ["channels", "test"],
    summary: "Signs in at the channel and reads one order",
    arguments: [channel],
    flags: [],
    examples: [{ line: "channels test us-shop", says: "Do address and password work?" }],
    runBy: "effect",
    load: () => import("../commands/show-channels.ts").then((m) => m.test)
  },
  {
    path: ["channels", "drafts"],
    summary: "Lists the set-ups of channels that were left, or throws one away",
    arguments: [],
    flags: [{ name: "discard", kind: "text", value: "channel", help: "it is not wanted any more" }],
    examples: [{ line: "channels drafts", says: "What was begun and not finished?" }],
    runBy: "effect",
    load: () => import("../commands/channel-wizard.ts").then((m) => m.drafts)
  },
  {
    path: ["channels", "archive"],
    summary: "Puts a channel away: nothing of it runs; its orders stay",
    arguments: [channel],
    flags: [],
    examples: [{ line: "channels archive old-shop", says: "We do not sell there any more" }],
    runBy: "effect",
    load: () => import("../commands/archive-channels.ts").then((m) => m.archive)
  },
  {
    path: ["channels", "restore"],
    summary: "Brings an archived channel back, with all its services off",
    arguments: [channel],
    flags: [],
    examples: [{ line: "channels restore old-shop", says: "We sell there again" }],
    runBy: "effect",
    load: () => import("../commands/archive-channels.ts").then((m) => m.restore)
  },
  {
    path: ["channels", "rename"],
    summary: "Gives a channel another name; orders, secrets and schedules stay",
    arguments: [channel, { name: "to", help: "its new name: 1 to 40 of a-z, 0-9 and -", required: true }],
    flags: [],
    examples: [{ line: "channels rename us-shop us-main", says: "There will be a second one" }],
    runBy: "effect",
    load: () => import("../commands/archive-channels.ts").then((m) => m.rename)
  }
]
