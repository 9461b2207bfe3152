import { shipmentPolicies } from "../../domain/model/shipment-policy.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, pairOf, text, texts } from "../input.ts"
import { checkSettings, environment, settingFlags, yesOrNo } from "./party-flags.ts"

const channel: Argument = { name: "channel", help: "the channel's name", required: true }

const services = ["order-download", "shipment-upload", "inventory-upload"]

const optionFlags: ReadonlyArray<Flag> = [
  {
    name: "plan",
    kind: "text",
    choices: ["basic", "plus", "vip"],
    help: "how often its services run: 60, 15 or 15 minutes"
  },
  ...settingFlags,
  {
    name: "eligible-status",
    kind: "text",
    value: "status",
    repeatable: true,
    help: "download orders in this status (its kind's own)"
  },
  {
    name: "reject-unmapped",
    kind: "text",
    choices: yesOrNo,
    help: "hold orders whose ship method is not mapped (yes)"
  },
  {
    name: "notify-customer",
    kind: "text",
    choices: yesOrNo,
    help: "whether the shop tells its buyer when a parcel leaves (yes)"
  }
]

const releaseSeconds: Flag = {
  name: "release-seconds",
  kind: "number",
  value: "seconds",
  least: 0,
  most: 86_400,
  help: "processed orders wait so long before they leave: orders undo takes them back meanwhile (0)"
}

const shipmentPolicy: Flag = {
  name: "shipment-policy",
  kind: "text",
  choices: shipmentPolicies,
  help: "of an order in several parcels tell each (the usual), only the first, or all at once when the last one left"
}

const earliest: Flag = {
  name: "earliest",
  kind: "text",
  value: "date",
  help: "never download an order placed before, e.g. 2026-01-01"
}

const service: Flag = {
  name: "service",
  kind: "text",
  value: "name=on|off|plan|minutes",
  repeatable: true,
  help: `${services.join(", ")}: on, off, as often as the plan says, or every so many minutes`
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

const isDate = (given: string): boolean =>
  /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(given) && !Number.isNaN(new Date(given).getTime())

const checkDate = (input: Input): string | null => {
  const given = text(input, "earliest")
  return given === undefined || isDate(given)
    ? null
    : "--earliest takes a date like 2026-01-01 or 2026-01-01T08:00:00Z."
}

const checkChannel = (input: Input): string | null =>
  checkSettings(input) ?? checkServices(input) ?? checkDate(input)

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
    flags: [],
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
    arguments: [{ ...channel, help: "its name: 1 to 40 of a-z, 0-9 and -" }],
    flags: [
      { name: "kind", kind: "text", required: true, value: "kind", help: "see channels kinds" },
      { name: "client", kind: "text", value: "name", help: "the merchant who owns it (the channel's name)" },
      environment,
      ...optionFlags,
      { ...earliest, required: true },
      service
    ],
    examples: [
      {
        line: "channels add us-shop --kind vendure --earliest 2026-01-01 --set url=https://shop.example/admin-api --secret username --secret password < login.txt",
        says: "Connect a shop; login.txt holds user name and password, a line each"
      }
    ],
    check: checkChannel,
    runBy: "effect",
    load: () => import("../commands/set-channels.ts").then((m) => m.add)
  },
  {
    path: ["channels", "set"],
    summary: "Changes a channel; it holds at once, without a restart",
    arguments: [channel],
    flags: [
      ...optionFlags,
      earliest,
      releaseSeconds,
      shipmentPolicy,
      service,
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
  }
]
