// A program that uses the embedded server, as a process of its own: attaches, says so, and does what its input says.
import { createInterface } from "node:readline"
import { startOrAttach } from "../../../src/app/embedded-postgres/embedded-postgres.ts"

const [base = "", binaries = ""] = process.argv.slice(2)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const hold = await startOrAttach({
  base,
  fast: true,
  ...(binaries === "" ? {} : { binaries: { dir: binaries } }),
  onEvent: (event) => say({ event: event._tag })
}).catch((error: unknown) => {
  say({ failed: String(error) })
  process.exit(1)
})
say({ attached: true, owned: hold.owned })

for await (const order of createInterface({ input: process.stdin })) {
  if (order === "release") say({ released: await hold.release() })
}
