import type { Flag } from "./command-row.ts"

/** Taken by every command, before or after its name. */
export const globalFlags: ReadonlyArray<Flag> = [
  { name: "json", kind: "switch", help: "answer as JSON on standard output" },
  { name: "help", kind: "switch", help: "what the command does, with examples" },
  {
    name: "as",
    kind: "text",
    value: "name",
    help: "who does it, for the history (else SWITCHYARD_ACTOR, else your login)"
  },
  { name: "version", kind: "switch", help: "the program's version" },
  { name: "quiet", kind: "switch", help: "no progress on standard error" }
]
