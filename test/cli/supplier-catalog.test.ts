import { describe, expect, test } from "vitest"
import { profilesFolder } from "../../src/cli/profile-files.ts"
import { profileFiles, profileText } from "../fixtures/supplier-profiles.ts"
import { emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const files = Object.fromEntries(
  profileFiles.map((file) => [`${profilesFolder()}/${file}`, profileText(file)])
)
const catalog = ["suppliers", "catalog"]

describe("the catalog", () => {
  test("prints the capability matrix", async () => {
    const { stdout, code } = await perform(emptyWorld(), catalog, { files })
    expect(code).toBe(0)
    await expect(stdout).toMatchFileSnapshot("../golden/cli/suppliers-catalog.txt")
  })

  test("says the same to a program", async () => {
    const { json } = await performJson(emptyWorld(), catalog, { files })
    expect(json.profiles).toHaveLength(profileFiles.length)
    expect(json.profiles[0]).toMatchObject({
      name: "convictional-x12",
      transport: "edi-x12",
      tracking: "transport",
      capabilities: { says: ["order"], lookUp: true },
      testedBy: "documents only"
    })
  })

  test("shows a profile with all that it will ask", async () => {
    const { stdout } = await perform(emptyWorld(), [...catalog, "show", "despatch-cloud-csv"], { files })
    await expect(stdout).toMatchFileSnapshot("../golden/cli/suppliers-catalog-show.txt")
  })

  test("a name that is not there gets the nearest one", async () => {
    const { stderr, code } = await perform(emptyWorld(), [...catalog, "show", "jsn-api"], { files })
    expect(code).toBe(1)
    expect(stderr).toContain("Did you mean json-api?")
  })

  test("a file that is no profile is told by line and field, all at once", async () => {
    const mine = { "./mine.json": '{\n  "name": "mine",\n  "label": 5,\n  "colour": "red"\n}' }
    const { stdout, code } = await perform(emptyWorld(), [...catalog, "check", "./mine.json"], {
      files: mine
    })
    expect(code).toBe(1)
    expect(stdout).toContain("./mine.json:3: label is not a string")
    expect(stdout).toContain("./mine.json:4: colour is not known here")
    expect(stdout).toContain("./mine.json:1: transport is missing")
    const broken = { "./mine.json": '{\n  "name": "mine",\n}' }
    const { json } = await performJson(emptyWorld(), [...catalog, "check", "./mine.json"], { files: broken })
    expect(json.faults).toEqual([
      { line: 3, field: "", message: expect.stringContaining("nothing follows this comma") }
    ])
  })

  test("escape sequences in a profile do not reach the terminal", async () => {
    const evil = {
      "./evil.json": JSON.stringify({ ...JSON.parse(profileText("json-api.json")), name: "x\u001b[2J" })
    }
    const { stdout } = await perform(emptyWorld(), [...catalog, "check", "./evil.json"], { files: evil })
    expect(stdout).not.toContain("\u001b")
  })
})
