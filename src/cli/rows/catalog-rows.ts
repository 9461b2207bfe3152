import type { EffectCommand } from "../command-row.ts"

export const catalogRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["suppliers", "catalog"],
    summary: "Lists ready-made profiles of suppliers, with what each can do",
    notes: [
      "A profile is data: transport, settings, terms, and what is still to be asked. Your own works as well: docs/suppliers/making-a-profile.md."
    ],
    arguments: [],
    flags: [],
    examples: [
      { line: "suppliers catalog", says: "Which kinds of supplier need no settings of mine?" },
      { line: "suppliers catalog --json", says: "The same for a program" }
    ],
    runBy: "effect",
    load: () => import("../commands/supplier-catalog.ts").then((m) => m.catalog)
  },
  {
    path: ["suppliers", "catalog", "show"],
    summary: "Shows a profile whole, with every question that it will ask",
    arguments: [
      { name: "profile", help: "a name of the catalog, or your own file as ./my.json", required: true }
    ],
    flags: [],
    examples: [
      { line: "suppliers catalog show convictional-x12", says: "What must I know before I call them?" }
    ],
    runBy: "effect",
    load: () => import("../commands/supplier-catalog.ts").then((m) => m.showProfile)
  },
  {
    path: ["suppliers", "catalog", "check"],
    summary: "Checks a profile of your own, and shows the purchase order that it makes",
    notes: [
      "Faults are told as file:line: field, so that an editor can jump there. Nothing is stored or sent."
    ],
    arguments: [{ name: "file", help: "the profile, a JSON file", required: true }],
    flags: [],
    examples: [
      { line: "suppliers catalog check ./harbor-candles.json", says: "Is it right, and what would they get?" }
    ],
    runBy: "effect",
    load: () => import("../commands/supplier-catalog.ts").then((m) => m.check)
  }
]
