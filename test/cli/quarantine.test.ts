import { describe, expect, it } from "vitest"
import { at, emptyWorld } from "./fake-world.ts"
import { perform } from "./perform-command.ts"

const input = (id: number) => ({
  id,
  party: "Acme Outdoor",
  source: "orders",
  place: "orders.csv line 3",
  reason: "quantity is no number",
  raw: `1043,Ann Buyer ${id},x`,
  firstAt: at,
  lastAt: at,
  times: 1,
  retryable: false
})
const world = () => ({ ...emptyWorld(), inputs: [input(7), input(8)] })

describe("quarantine list", () => {
  it.each([[[]], [["--json"]]])("hides raw forms, which may hold a buyer: %j", async (flags) => {
    const here = world()
    const { stdout } = await perform(here, ["quarantine", "list", ...flags])
    expect(stdout).toContain("quantity is no number")
    expect(stdout).toContain("hidden: may hold personal data")
    expect(stdout).not.toContain("Ann Buyer")
    expect(here.activity).toEqual([])
  })

  it.each([[[]], [["--json"]]])("shows them by --reveal, each written down: %j", async (flags) => {
    const here = world()
    const { stdout } = await perform(here, ["quarantine", "list", "--reveal", ...flags])
    expect(stdout).toContain("Ann Buyer 7")
    expect(stdout).toContain("Ann Buyer 8")
    expect(stdout).not.toContain("hidden")
    expect(here.activity.map(({ act, note }) => `${act} ${note}`)).toEqual([
      "revealed quarantined input 7 as it came",
      "revealed quarantined input 8 as it came"
    ])
  })

  it("writes nothing down where nothing is quarantined", async () => {
    const here = emptyWorld()
    expect((await perform(here, ["quarantine", "list", "--reveal"])).stdout).toContain(
      "Nothing is quarantined"
    )
    expect(here.activity).toEqual([])
  })
})
