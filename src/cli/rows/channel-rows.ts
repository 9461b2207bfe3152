import type { Argument, EffectCommand } from "../command-row.ts"
import { checkAdd, checkSet, optionFlags, service, untested } from "./channel-flags.ts"
import { environment } from "./party-flags.ts"

const channel: Argument = { name: "channel", help: "the channel's name", required: true }

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
