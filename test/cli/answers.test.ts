import { describe, expect, it } from "vitest"
import { emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const supplierOf = (world: ReturnType<typeof emptyWorld>): string => {
  const [supplier] = world.suppliers
  if (supplier === undefined) throw new Error("the world has no supplier")
  return supplier.name
}

describe("how a supplier hears of cancels and changes", () => {
  it("is set part by part, shown, and taken away", async () => {
    const world = emptyWorld()
    const name = supplierOf(world)
    const requests = ["suppliers", "requests", name]
    await perform(world, [...requests, "--cancel-by", "person", "--cancel-code", "address=07"])
    await perform(world, [...requests, "--cancel-code", "fraud=F", "--reissue-suffix=-R"])
    expect((await performJson(world, requests)).json).toEqual({
      supplier: name,
      cancelBy: "person",
      changeBy: null,
      cancelCodes: { address: "07", fraud: "F" },
      reissueSuffix: "-R"
    })
    await perform(world, [...requests, "--cancel-code", "fraud=", "--reissue-suffix="])
    expect((await performJson(world, requests)).json).toMatchObject({
      cancelCodes: { address: "07" },
      reissueSuffix: null
    })
  })

  it.each([
    ["--cancel-code", "whim=1"],
    ["--cancel-code", "fraud"],
    ["--reissue-suffix", "a space"],
    ["--reissue-suffix", "=cmd()"],
    ["--cancel-by", "pigeon"]
  ])("%s %s is wrong usage", async (flag, value) => {
    const world = emptyWorld()
    expect((await perform(world, ["suppliers", "requests", supplierOf(world), flag, value])).code).toBe(2)
  })
})

describe("wrong usage is said before anything is opened", () => {
  it.each([
    [["orders", "ack", "PO-1"], "one of the three"],
    [["orders", "ack", "PO-1", "--accepted", "--rejected"], "one of the three"],
    [["orders", "ack", "PO-1", "--line", "N-1=perhaps"], "--line takes"],
    [["orders", "cancel", "1", "--line", "SKU-1=0"], "--line takes"],
    [["orders", "cancel", "1", "--line", "SKU-1=1"], "--code and --reason"],
    [["orders", "cancel", "1", "--code", "fraud"], "go together"],
    [["orders", "change", "1"], "What changes?"],
    [["orders", "change", "1", "--set", "planet=Mars"], "no field planet"],
    [["requests", "answered", "PO-1"], "one of the two"]
  ] as const)("%j", async (argv, says) => {
    const { code, stderr } = await perform(emptyWorld(), argv)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})
