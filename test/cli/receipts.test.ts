import { expect, it } from "vitest"
import { emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

it("receipts that are overdue are listed with whom to ask, and for what", async () => {
  const { stdout, code } = await perform(emptyWorld(), ["receipts", "overdue"])
  expect(code).toBe(0)
  expect(stdout).toMatch(/PO-000007 +#?1043 +Alder\S* +7 .*edi@alder\.example/)
  expect(stdout).not.toContain("\u001b")
  const { json } = await performJson(emptyWorld(), ["receipts", "overdue"])
  expect(json.overdue).toMatchObject([{ number: "PO-000007", controlNumber: "7" }])
})
