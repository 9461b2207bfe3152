import { jobStates } from "../../domain/model/job-state.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { has, text } from "../input.ts"

const job: Argument = { name: "job", help: "its id", required: true }
const queue: Argument = { name: "queue", help: "the queue's name", required: true }
const limit: Flag = { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" }
const reason = (help: string): Flag => ({ name: "reason", kind: "text", help })

const checkReason = (input: Input): string | null =>
  (text(input, "reason") ?? "").trim() === ""
    ? "Say why: --reason is shown to everybody who sees the queue."
    : null

const checkRedrive = (input: Input): string | null => {
  const ways = [input.rest.length > 0, has(input, "queue"), has(input, "all")].filter(Boolean).length
  return ways === 1 ? null : "Say which: ids of dead letters, --queue with a queue's name, or --all."
}

const load = () => import("../commands/jobs.ts")

/** The job queue: what waits, why it does not go on, and what a person may do about it. */
export const jobRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["jobs", "queues"],
    summary: "Lists the queues: what waits and since when, what runs, how fast, what failed, what is paused",
    notes: [
      "Only the head of each queue is looked at, so it costs the same with a million jobs; what is longer says 100+ and the last count."
    ],
    arguments: [],
    flags: [],
    examples: [{ line: "jobs queues", says: "Does the work keep up?" }],
    runBy: "effect",
    load: () => load().then((m) => m.queues)
  },
  {
    path: ["jobs", "list"],
    summary: "Lists jobs of one state, the next one to run first; dead letters newest first",
    notes: ["What is done is not listed: it is in the sync history and in the history of each order."],
    arguments: [],
    flags: [
      { name: "queue", kind: "text", help: "only this queue's" },
      { name: "state", kind: "text", choices: jobStates, help: "waiting, if not given" },
      { name: "search", kind: "text", help: "a part of the payload or of the error" },
      limit
    ],
    examples: [
      { line: "jobs list --state dead", says: "What did the workers give up?" },
      {
        line: "jobs list --queue purchase-orders.send --state later",
        says: "Which sends are repeated, and when?"
      }
    ],
    runBy: "effect",
    load: () => load().then((m) => m.list)
  },
  {
    path: ["jobs", "show"],
    summary: "Shows one job: payload, attempts, last error",
    arguments: [job],
    flags: [],
    examples: [{ line: "jobs show 0192f0c8-7d1e-4b7a-9a51-6f2f4a0b1c2d", says: "Why does it fail?" }],
    runBy: "effect",
    load: () => load().then((m) => m.show)
  },
  {
    path: ["jobs", "retry"],
    summary: "Runs a job now that waits for its repeat, failed, was canceled or is dead",
    arguments: [job],
    flags: [],
    examples: [{ line: "jobs retry 0192f0c8-7d1e-4b7a-9a51-6f2f4a0b1c2d", says: "Their server is back" }],
    runBy: "effect",
    load: () => load().then((m) => m.retry)
  },
  {
    path: ["jobs", "cancel"],
    summary: "Takes a job away that no worker has yet, or settles a dead letter",
    notes: [
      "A job only wakes somebody up: the orders that it was about stay as they are, and the sweep may wake them again."
    ],
    arguments: [job],
    flags: [reason("why; kept in jobs history")],
    examples: [
      {
        line: 'jobs cancel 0192f0c8-7d1e-4b7a-9a51-6f2f4a0b1c2d --reason "shop is gone"',
        says: "Nobody needs it"
      }
    ],
    runBy: "effect",
    load: () => load().then((m) => m.cancel)
  },
  {
    path: ["jobs", "redrive"],
    summary: "Puts dead letters back into their queues, the oldest first, 1,000 at most",
    arguments: [{ name: "job", help: "ids of dead letters", required: false, repeatable: true }],
    flags: [
      { name: "queue", kind: "text", help: "all that ran in this queue" },
      { name: "all", kind: "switch", help: "all of them" }
    ],
    examples: [
      { line: "jobs redrive --queue purchase-orders.send", says: "The fault is mended: send them" },
      { line: "jobs redrive --all", says: "Try everything once more" }
    ],
    check: checkRedrive,
    runBy: "effect",
    load: () => load().then((m) => m.redrive)
  },
  {
    path: ["jobs", "pause"],
    summary: "Lets no worker take jobs of a queue, until jobs resume; what was taken is finished",
    notes: ["work.sweep is not paused unless you say --even-sweep: it finds what dead workers left behind."],
    arguments: [queue],
    flags: [
      reason("why; shown to everybody who sees the queue"),
      { name: "even-sweep", kind: "switch", help: "pause work.sweep too, on purpose" }
    ],
    examples: [
      {
        line: 'jobs pause fulfillments.push --reason "the shop rebuilds its API until 4 pm"',
        says: "Let them wait"
      }
    ],
    check: checkReason,
    runBy: "effect",
    load: () => load().then((m) => m.pause)
  },
  {
    path: ["jobs", "resume"],
    summary: "Lets workers take jobs of a paused queue again",
    arguments: [queue],
    flags: [],
    examples: [{ line: "jobs resume fulfillments.push", says: "Go on" }],
    runBy: "effect",
    load: () => load().then((m) => m.resume)
  },
  {
    path: ["jobs", "history"],
    summary: "Lists what people did to queues and jobs: who, when, why",
    arguments: [],
    flags: [limit],
    examples: [{ line: "jobs history", says: "Who paused that?" }],
    runBy: "effect",
    load: () => load().then((m) => m.history)
  }
]
