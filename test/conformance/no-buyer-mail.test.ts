import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { commandTable } from "../../src/cli/command-table.ts"
import { jobNames } from "../../src/jobs/job-table.ts"

const source = fileURLToPath(new URL("../../src", import.meta.url))

const files = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : /\.tsx?$/.test(entry.name) ? [path] : []
  })

/** Everything that runs in a live installation; the sandbox plays shops, whose own mails and refunds are theirs. */
const modules = files(source)
  .map((path) => ({ name: path.slice(source.length + 1), text: readFileSync(path, "utf8") }))
  .filter(({ name }) => !name.startsWith("sandbox/"))

const holding = (what: RegExp): ReadonlyArray<string> =>
  modules
    .filter(({ text }) => what.test(text))
    .map(({ name }) => name)
    .sort()

test("TR-3: mail leaves by one module, and only alerts and messages to suppliers use it", () => {
  expect(modules.length).toBeGreaterThan(300)
  expect(holding(/from "nodemailer/)).toEqual(["connectors/smtp.ts"])
  const senders = holding(/\bimport (?!type)[^;]*?\bfrom "[./]*\/smtp\.ts"/)
  expect(senders.filter((name) => !name.endsWith("-table.ts"))).toEqual([
    "connectors/alert-mailer.ts",
    "connectors/transports/email-settings.ts",
    "connectors/transports/email.ts"
  ])
})

test("TR-3: a buyer's address is read where a supplier or the operator is shown it, never where a recipient is chosen", () => {
  const readers = holding(/\.customerEmail\b|\border\.email\b|\bo\.email\b/)
  const choosing = readers.filter((name) =>
    /smtp|alert|email|recipient|envelope|webhook|pagerduty/.test(name)
  )
  expect(choosing).toEqual([])
})

test("PO-8: nothing here gives money back: no call, no job, no command", () => {
  const gives =
    /\b(refundOrder|createRefund|refundCreate|settleRefund|issueRefund|refundPayment)\b|\/refunds\b/i
  // What a shop's staff gave back is read there, so that those pieces are not sent.
  const reader = "connectors/channels/woocommerce/woocommerce-refunds.ts"
  expect(holding(gives)).toEqual([reader])
  const asked = modules.find(({ name }) => name === reader)?.text ?? ""
  expect(asked.match(/method: "[A-Z]+"/g)).toEqual(['method: "GET"'])
  expect(jobNames.filter((name) => /refund|return|credit/.test(name))).toEqual([])
  const commands = commandTable.map((row) => row.path.join(" "))
  expect(commands.length).toBeGreaterThan(40)
  expect(commands.filter((path) => /refund|credit/.test(path))).toEqual([])
})
