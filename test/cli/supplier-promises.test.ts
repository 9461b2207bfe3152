import { expect, it } from "vitest"
import { emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const promises = ["suppliers", "promises"]

it("what a supplier promises is set one by one, shown, and taken away", async () => {
  const world = emptyWorld()
  const [supplier] = world.suppliers
  if (supplier === undefined) throw new Error("the world has no supplier")
  const name = supplier.name
  const first = await perform(world, [...promises, name, "--receipt-within", "1440"])
  expect(first).toMatchObject({ code: 0, stderr: "" })
  await perform(world, [...promises, name, "--acknowledges-within", "60"])
  expect((await performJson(world, [...promises, name])).json).toEqual({
    supplier: name,
    receiptWithinMinutes: 1440,
    acknowledgesWithinMinutes: 60
  })
  const { stdout } = await perform(world, [...promises, name, "--none"])
  expect(stdout).toContain("promises no time")
  expect((await perform(world, [...promises, name, "--none", "--receipt-within", "5"])).code).toBe(2)
  expect((await perform(world, [...promises, name, "--receipt-within", "0"])).code).toBe(2)
})
