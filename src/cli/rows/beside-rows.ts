import { longestNote, readTags, tagRule } from "../../domain/model/order-note.ts"
import type { Argument, EffectCommand, Input } from "../command-row.ts"
import { has, texts } from "../input.ts"

const order: Argument = { name: "order", help: "its number on the channel, or its id here", required: true }
const orders: Argument = { ...order, help: "numbers on the channel, or ids here", repeatable: true }

const checkNote = (input: Input): string | null => {
  const acts = ["undo", "take", "give-back"].filter((flag) => has(input, flag))
  if (acts.length > 1) return `Give one of them: --${acts.join(", --")}.`
  const hasText = input.arguments.text !== undefined
  if (acts.length === 1 && hasText) return `--${acts[0]} stands alone: it writes nothing new.`
  return has(input, "handover") && !hasText ? "What is to be handed over? Give the text." : null
}

const checkTag = (input: Input): string | null => {
  const given = [...texts(input, "add"), ...texts(input, "remove")]
  if (given.length === 0) return "Which tags? Give --add or --remove."
  const { off, wrong } = readTags(given.join(" "))
  const [bad] = [...wrong, ...off]
  return bad === undefined ? null : `“${bad}” is no tag. ${tagRule}`
}

const checkAssign = (input: Input): string | null =>
  ["to", "to-me", "nobody"].filter((flag) => has(input, flag)).length === 1
    ? null
    : "To whom? Give --to <name>, --to-me or --nobody: one of the three."

/** What people lay beside orders. */
export const besideRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["orders", "note"],
    summary: "Writes a note beside an order, or shows its notes, tags and whose it is",
    notes: [
      "Without a text it only shows. A hand-over stands open until somebody takes it: switchyard orders handovers.",
      `A note has at most ${longestNote} characters; it is never sent to anybody.`
    ],
    arguments: [order, { name: "text", help: "what to write", required: false }],
    flags: [
      { name: "handover", kind: "switch", help: "for whoever comes next" },
      { name: "undo", kind: "number", value: "note", least: 1, help: "take this note back" },
      { name: "take", kind: "number", value: "note", least: 1, help: "this hand-over is yours now" },
      {
        name: "give-back",
        kind: "number",
        value: "note",
        least: 1,
        help: "the hand-over that you took is open again"
      }
    ],
    examples: [
      { line: 'orders note 1043 "buyer called, wants it by Friday"', says: "For everybody who opens it" },
      { line: 'orders note 1043 "ask Northwind at 9" --handover', says: "For the next shift" },
      { line: "orders note 1043 --undo 7", says: "It was about another order" },
      { line: "orders note 1043", says: "What is written beside it?" }
    ],
    check: checkNote,
    runBy: "effect",
    load: () => import("../commands/beside-orders.ts").then((m) => m.note)
  },
  {
    path: ["orders", "handovers"],
    summary: "Lists what was handed over and nobody has taken yet, oldest first",
    arguments: [],
    flags: [],
    examples: [{ line: "orders handovers", says: "What did the last shift leave me?" }],
    runBy: "effect",
    load: () => import("../commands/beside-orders.ts").then((m) => m.handovers)
  },
  {
    path: ["orders", "tag"],
    summary: "Lays tags on orders, or takes them off",
    notes: [tagRule],
    arguments: [orders],
    flags: [
      { name: "add", kind: "text", value: "tag", repeatable: true, help: "lay this tag on" },
      { name: "remove", kind: "text", value: "tag", repeatable: true, help: "take this tag off" }
    ],
    examples: [
      { line: "orders tag 1043 1044 --add vip", says: "Two orders of the same customer" },
      { line: "orders tag 1043 --remove vip --add gift", says: "One tag for another" }
    ],
    check: checkTag,
    runBy: "effect",
    load: () => import("../commands/beside-orders.ts").then((m) => m.tag)
  },
  {
    path: ["orders", "assign"],
    summary: "Says who looks after orders",
    notes: ["It keeps nobody else from working on them."],
    arguments: [orders],
    flags: [
      { name: "to", kind: "text", value: "name", help: "this person, by the name that the history shows" },
      { name: "to-me", kind: "switch", help: "you" },
      { name: "nobody", kind: "switch", help: "nobody in particular" }
    ],
    examples: [
      { line: "orders assign 1043 1044 --to-me", says: "I look after these" },
      { line: "orders assign 1043 --nobody", says: "Whoever is free" }
    ],
    check: checkAssign,
    runBy: "effect",
    load: () => import("../commands/beside-orders.ts").then((m) => m.assign)
  }
]
