import { appendFile, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { doubledIn, Ledger } from "../../src/sandbox/ledger.ts"
import { folder, removeFolder } from "./opened-world.ts"

test("counts what was accepted by key, and names what was accepted more than once", async () => {
  const dir = await folder()
  const ledger = new Ledger(join(dir, "a.jsonl"))
  for (const key of ["SY-1", "SY-2", "SY-1", "SY-1"]) ledger.append("purchase-order", key, { from: "x" })
  ledger.append("shipment", "SY-2", {})
  expect(ledger.books("purchase-order")).toEqual({ "SY-1": 3, "SY-2": 1 })
  expect(doubledIn(ledger.books("purchase-order"))).toEqual(["SY-1"])
  ledger.close()
  await removeFolder(dir)
})

test("is read again after a restart, without the line that a dying process left unfinished", async () => {
  const dir = await folder()
  const file = join(dir, "a.jsonl")
  const before = new Ledger(file)
  before.append("order-placed", "AC-1", { name: "Zoë 👩‍🚀\u2028\n" })
  before.close()
  await appendFile(file, '{"at":"2026-11-22T03:00:00.000Z","kind":"order-pla')
  const after = new Ledger(file)
  expect(after.entries.map((entry) => entry.key)).toEqual(["AC-1"])
  expect(after.entries[0]?.detail).toEqual({ name: "Zoë 👩‍🚀\u2028\n" })
  after.append("order-placed", "AC-2", {})
  after.close()
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n")
  expect(lines.map((line) => JSON.parse(line).key)).toEqual(["AC-1", "AC-2"])
  await removeFolder(dir)
})
