import type { KeyRow } from "../../key-row.ts"

const screen = "jobs"
const one = "job"
const workers = "workers"

const moves = (where: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  { screen: where, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen: where, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen: where, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen: where, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen: where, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen: where, keys: "end", action: "last", label: "last", isQuiet: true }
]

const changes = (where: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  {
    screen: where,
    keys: "R",
    action: "retry",
    label: "run now",
    command: "jobs retry",
    when: "it waits for its repeat, failed, was canceled or is dead",
    yes: "asks"
  },
  {
    screen: where,
    keys: "C",
    action: "cancel",
    label: "cancel it",
    command: "jobs cancel",
    when: "no worker has it",
    yes: "asks"
  }
]

export const jobsKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open", command: "jobs show" },
  { screen, keys: "tab shift-tab", action: "otherList", label: "queues or jobs" },
  { screen, keys: "] s", action: "state", label: "next state", command: "jobs list --state" },
  { screen, keys: "[", action: "previousState", label: "state before", isQuiet: true },
  { screen, keys: "/", action: "search", label: "search", command: "jobs list --search" },
  { screen, keys: "w", action: "workers", label: "workers", command: "workers list" },
  {
    screen,
    keys: "P",
    action: "pause",
    label: "pause the queue",
    command: "jobs pause",
    when: "wants a reason; the same key lets it go on. Not work.sweep: that is for the command",
    yes: "asks"
  },
  ...changes(screen),
  {
    screen,
    keys: "D",
    action: "redrive",
    label: "redrive its dead",
    command: "jobs redrive --queue",
    when: "the queue has dead letters",
    yes: "asks"
  },
  ...moves(screen),
  ...changes(one),
  {
    screen: one,
    keys: "o",
    action: "orders",
    label: "its orders",
    command: "jobs show",
    when: "its request names some; they come marked"
  },
  {
    screen: one,
    keys: "enter",
    action: "next",
    label: "where it goes on",
    command: "jobs show",
    when: "its worker died, or it became a dead letter"
  },
  {
    screen: one,
    keys: "b",
    action: "before",
    label: "where it comes from",
    command: "jobs show",
    when: "it took over another job's work"
  },
  { screen: one, keys: "y", action: "copy", label: "copy its id" },
  ...moves(one),
  {
    screen: workers,
    keys: "enter",
    action: "open",
    label: "the job it held",
    command: "jobs show",
    when: "the worker died or was stopped, and held one"
  },
  ...moves(workers)
]
