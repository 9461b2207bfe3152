// Writes docs/generated from the tables that the program itself reads.
//
//   node scripts/docs.ts            writes what has changed
//   node scripts/docs.ts --check    writes nothing, names each stale file, exits 1 if there is one
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { commandsMarkdown } from "../src/cli/help-text.ts"
import { queryMarkdown } from "../src/cli/query-markdown.ts"
import { tellingLife } from "../src/domain/model/alert.ts"
import { dispatchLife } from "../src/domain/model/dispatch-intent.ts"
import { fulfillmentLife } from "../src/domain/model/fulfillment.ts"
import { holdKinds } from "../src/domain/model/hold.ts"
import { reviewLife } from "../src/domain/model/letter.ts"
import { drawLifecycle, type Lifecycle, statesOf } from "../src/domain/model/lifecycle.ts"
import { orderStatusTable } from "../src/domain/model/order-status.ts"
import { purchaseOrderLife } from "../src/domain/model/purchase-order.ts"
import { type TroubleRow, troubleTable } from "../src/domain/model/send-failure.ts"
import { gateTable } from "../src/domain/model/send-gate.ts"
import { trackingStates } from "../src/domain/model/shipment.ts"
import { stockPushLife } from "../src/domain/model/stock-push.ts"
import { supplierRequestLife } from "../src/domain/model/supplier-request.ts"
import { deadLetterQueue, jobNames, jobTable } from "../src/jobs/job-table.ts"
import { keymap } from "../src/tui/keymap.ts"
import { keysMarkdown } from "../src/tui/keys-markdown.ts"

type Rows = ReadonlyArray<ReadonlyArray<string | number>>

const row = (cells: ReadonlyArray<string | number>): string =>
  `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`

const table = (head: ReadonlyArray<string>, rows: Rows): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n")

const code = (text: string): string => `\`${text}\``

const life = <S extends string, E extends string>(title: string, states: Lifecycle<S, E>): string => {
  const rows = statesOf(states).map((s) => [code(s), states[s].means, states[s].mover])
  return [
    `## ${title}`,
    "",
    table(["state", "means", "who moves it on"], rows),
    "",
    "```mermaid",
    drawLifecycle(states),
    "```"
  ].join("\n")
}

const orderStatus = (): string =>
  [
    "## Order",
    "",
    "Nobody sets it: it follows from the facts, each time one changes. The first row that matches is the status.",
    "",
    table(
      ["status", "when", "next"],
      orderStatusTable.map((r) => [r.label, r.means, r.next])
    )
  ].join("\n")

const holds = (): string =>
  [
    "## Hold",
    "",
    "Not a state but a row laid over the order. While one is open nothing new of it is sent.",
    "",
    table(
      ["hold", "shown as", "what releases it"],
      Object.entries(holdKinds).map(([kind, { label, releasedBy }]) => [code(kind), label, releasedBy])
    )
  ].join("\n")

const lifecyclesMarkdown = (): string =>
  [
    "# Lifecycles",
    orderStatus(),
    holds(),
    life("Purchase order", purchaseOrderLife),
    life("Dispatch intent", dispatchLife),
    life("Fulfillment", fulfillmentLife),
    life("Push of stock to a channel", stockPushLife),
    life("Request to a supplier (cancel, change)", supplierRequestLife),
    life("Review of a letter", reviewLife),
    life("Telling of an alert", tellingLife),
    `## Tracking\n\n${trackingStates.map(code).join(", ")}`
  ].join("\n\n")

const pauseText = (ms: number | null): string => {
  if (ms === null) return "not repeated"
  return ms === 0 ? "at once" : `${ms / 1000} s, doubling`
}

const limitText = ({ mostAttempts, giveUpAfterMs }: TroubleRow): string =>
  [
    ...(mostAttempts === null ? [] : [mostAttempts === 1 ? "1 attempt" : `${mostAttempts} attempts`]),
    ...(giveUpAfterMs === null ? [] : [`${giveUpAfterMs / 3_600_000} h`])
  ].join(" or ")

const sendsMarkdown = (): string =>
  [
    "# Sends",
    "## What keeps a purchase order here",
    "The first gate that matches is shown with the order (`switchyard orders show`), with the command that takes it away.",
    table(
      ["gate", "means", "opens"],
      Object.entries(gateTable).map(([gate, { means, opens }]) => [code(gate), means, opens])
    ),
    "## What goes wrong with a send, and how it settles",
    "*itself*: repeated without anybody. *person*: it stands until somebody acts. *final*: this purchase order is refused. After the limit a person decides.",
    table(
      ["trouble", "means", "settled by", "pause", "limit", "counts for the breaker", "then"],
      Object.entries(troubleTable).map(([name, t]) => [
        code(name),
        t.means,
        t.settledBy,
        pauseText(t.pauseMs),
        limitText(t),
        t.ofSupplier ? "yes" : "no",
        t.afterwards
      ])
    )
  ].join("\n\n")

const span = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`)

const jobsMarkdown = (): string =>
  [
    "# Jobs",
    "",
    `The name of a job is the name of its queue. A job that used up its repeats goes to ${code(deadLetterQueue)} and waits for a person.`,
    "",
    table(
      ["job", "does", "at once", "held", "repeats", "pause", "time limit"],
      jobNames.map((name) => {
        const j = jobTable[name]
        const pause = `${span(j.retryDelaySeconds)} to ${span(j.retryDelayMaxSeconds)}`
        return [code(name), j.means, j.concurrency, j.maxBatch, j.retryLimit, pause, span(j.timeLimitSeconds)]
      })
    ),
    "",
    "*At once* and *held* are per worker: how many run, and how many it may hold, running or about to."
  ].join("\n")

const writtenBy = "<!-- Written by `npm run docs` from the tables in the code; never edited. -->"
const page = (text: string): string => `${writtenBy}\n\n${text.trimEnd()}\n`

const generated: ReadonlyArray<{ readonly name: string; readonly text: () => string }> = [
  { name: "lifecycles.md", text: lifecyclesMarkdown },
  { name: "jobs.md", text: jobsMarkdown },
  { name: "keys.md", text: () => keysMarkdown(keymap) },
  { name: "commands.md", text: commandsMarkdown },
  { name: "sends.md", text: sendsMarkdown },
  { name: "order-query.md", text: queryMarkdown }
]

/** The files of a folder that do not say what the tables say. */
export const staleDocs = (folder: string): ReadonlyArray<string> =>
  generated
    .filter(({ name, text }) => {
      const file = join(folder, name)
      return !existsSync(file) || readFileSync(file, "utf8") !== page(text())
    })
    .map(({ name }) => name)

/** Writes the stale ones, and says which they were. */
export const writeDocs = (folder: string): ReadonlyArray<string> => {
  const stale = staleDocs(folder)
  mkdirSync(folder, { recursive: true })
  for (const { name, text } of generated)
    if (stale.includes(name)) writeFileSync(join(folder, name), page(text()))
  return stale
}

const run = (isCheck: boolean): void => {
  const folder = fileURLToPath(new URL("../docs/generated", import.meta.url))
  const files = (isCheck ? staleDocs(folder) : writeDocs(folder)).map((name) => `docs/generated/${name}`)
  for (const file of files) console.log(isCheck ? `${file} is stale: npm run docs` : `wrote ${file}`)
  if (files.length === 0) console.log("docs: what is generated says what the tables say")
  if (isCheck && files.length > 0) process.exitCode = 1
}

if (import.meta.main) run(process.argv.includes("--check"))
