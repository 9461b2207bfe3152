import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, text } from "../input.ts"

const alert: Argument = { name: "alert", help: "its number", required: true }
const limit: Flag = { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" }
const secret: Flag = {
  name: "secret",
  kind: "text",
  value: "name",
  repeatable: true,
  help: "read from standard input"
}
const secretFile: Flag = {
  name: "secret-file",
  kind: "text",
  value: "name=path",
  repeatable: true,
  help: "read from a file"
}

const oneOf =
  (actions: ReadonlyArray<string>) =>
  (input: Input): string | null =>
    actions.includes(input.arguments.action ?? "") ? null : `Say one of: ${actions.join(", ")}.`

export const alertsRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["alerts", "list"],
    summary: "Lists what is wrong now, one line a cause, and who was told",
    arguments: [],
    flags: [
      { name: "past", kind: "switch", help: "instead, what was wrong and went, newest first" },
      limit,
      { name: "after", kind: "text", value: "id", help: "the page after this alert; with --past" }
    ],
    examples: [
      { line: "alerts list", says: "What is wrong?" },
      { line: "alerts list --past --limit 20", says: "What was wrong last night?" }
    ],
    check: (input) => {
      const after = text(input, "after")
      if (after === undefined) return null
      if (!has(input, "past")) return "--after goes with --past."
      return /^\d{1,15}$/.test(after) ? null : "--after takes the number of an alert."
    },
    runBy: "effect",
    load: () => import("../commands/alerts.ts").then((m) => m.list)
  },
  {
    path: ["alerts", "show"],
    summary: "Shows one alert, and every message that named it",
    arguments: [alert],
    flags: [],
    examples: [{ line: "alerts show 12", says: "Who was told, and did it arrive?" }],
    runBy: "effect",
    load: () => import("../commands/alerts.ts").then((m) => m.show)
  },
  {
    path: ["alerts", "dismiss"],
    summary: "Says that somebody has seen it: nobody hears of it again while it lasts",
    arguments: [alert],
    flags: [{ name: "reason", kind: "text", help: "what is done about it; kept with who and when" }],
    examples: [
      { line: 'alerts dismiss 12 --reason "their mail server is down until noon"', says: "I am at it" }
    ],
    check: (input) =>
      has(input, "reason") ? null : "Say why with --reason: everybody who looks at the alert sees it.",
    runBy: "effect",
    load: () => import("../commands/alerts.ts").then((m) => m.dismiss)
  },
  {
    path: ["alerts", "test"],
    summary: "Sends a test by every route",
    arguments: [],
    flags: [],
    examples: [{ line: "alerts test", says: "Would anybody hear of it?" }],
    runBy: "effect",
    load: () => import("../commands/alerts.ts").then((m) => m.test)
  },
  {
    path: ["alerts", "route"],
    summary: "Says where alerts of the whole installation go: mail, a signed webhook, PagerDuty",
    notes: [
      "route add email|webhook|pagerduty <name> <address>, route test <name>, route remove <name>, route list.",
      "Urgent causes go at once, the rest is gathered for half an hour. PagerDuty hears of urgent ones only, and wakes once for all of them.",
      "A webhook's secret is made here and shown once, or given with --secret secret; PagerDuty needs --secret routing-key."
    ],
    arguments: [
      { name: "action", help: "add, test, remove or list", required: true },
      { name: "word", help: "kind, name and address", required: false, repeatable: true }
    ],
    flags: [secret, secretFile],
    examples: [
      { line: "alerts route add email ops ops@example.com", says: "Mail for whoever runs this" },
      { line: "alerts route add webhook chat https://hooks.example.com/switchyard", says: "Tell a program" },
      { line: "alerts route add pagerduty duty --secret routing-key < key", says: "Wake somebody" },
      { line: "alerts route test duty", says: "Does it work?" }
    ],
    check: oneOf(["add", "test", "remove", "list"]),
    runBy: "effect",
    load: () => import("../commands/alerts.ts").then((m) => m.route)
  },
  {
    path: ["alerts", "heartbeat"],
    summary:
      "Has healthy workers call an address every minute, so that somebody outside notices when none runs",
    notes: [
      "For healthchecks.io and its like. Whoever knows the address can fake it, so it is kept as a secret."
    ],
    arguments: [{ name: "action", help: "set, status or remove", required: true }],
    flags: [secret, secretFile],
    examples: [
      { line: "alerts heartbeat set --secret url < url", says: "Watch the watcher" },
      { line: "alerts heartbeat status", says: "Is one set?" },
      { line: "alerts heartbeat remove", says: "Call nobody any more" }
    ],
    check: oneOf(["set", "status", "remove"]),
    runBy: "effect",
    load: () => import("../commands/alerts.ts").then((m) => m.heartbeat)
  }
]
