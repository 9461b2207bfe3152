import { describe, expect, it } from "vitest"
import { commandsMarkdown, groupHelp, programHelp } from "../../src/cli/help-text.ts"
import { typed } from "./surroundings.ts"

describe("help", () => {
  it("of the program", async () => {
    await expect(programHelp()).toMatchFileSnapshot("../golden/cli/help.txt")
  })

  it("of a group", async () => {
    await expect(groupHelp(["orders"])).toMatchFileSnapshot("../golden/cli/help-orders.txt")
  })

  it("of a group in a group", async () => {
    const shown = await typed("db", "role", "--help")
    const text = shown.kind === "print" ? shown.stdout : ""
    expect(text).toContain("Usage: switchyard db role <command> [flags]")
    expect(text).toContain("db role add")
    expect(text).not.toContain("db migrate")
  })

  it("of a command", async () => {
    const shown = await typed("orders", "resolve", "--help")
    await expect(shown.kind === "print" && shown.stdout).toMatchFileSnapshot(
      "../golden/cli/help-orders-resolve.txt"
    )
  })

  it("as a page of the docs has each example and no table row that breaks", () => {
    const page = commandsMarkdown()
    expect(page).toContain("switchyard orders resolve 1043 --set phone=+15551234567")
    expect(page).toContain("`--ship-method <Carrier\\|Method\\|code>`")
    expect(page.endsWith("```\n")).toBe(true)
  })
})
