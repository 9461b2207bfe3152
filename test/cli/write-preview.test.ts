import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, expect, it } from "vitest"
import { writePreview } from "../../src/cli/write-preview.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-preview-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ["sftp-csv", { fileName: "PO-000001.csv" }, "PO-1.csv"],
  ["email", { messageId: "<po-1@us.example>", fileName: "PO-000001.csv" }, "PO-1.eml"],
  ["http-json", {}, "PO-1.json"],
  ["edi-x12", { fileName: "000000001" }, "PO-1.txt"],
  ["sftp-csv", { fileName: "po.c/../v" }, "PO-1.txt"]
])("a purchase order by %s ends as what it is", async (transport, identifiers, name) => {
  const content = new TextEncoder().encode("po")
  const written = await Effect.runPromise(
    writePreview(folder, [{ number: "PO-1", transport, identifiers, content }])
  )
  expect(written.map((path) => basename(path))).toEqual([name])
})
