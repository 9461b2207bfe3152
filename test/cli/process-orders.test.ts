import { describe, expect, it } from "vitest"
import type { Order } from "../../src/domain/model/order.ts"
import { emptyWorld, orderOf, type World } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const worldOf = (count: number, given: Partial<Order> = {}): World => ({
  ...emptyWorld(),
  orders: Array.from({ length: count }, (_, i) => orderOf(i + 1, given))
})

const all = ["orders", "process", "--all-ready"]

/** The workers' doing: every order that waits gets this standing. */
const become =
  (standing: Pick<Order, "status" | "action">) =>
  (world: World): void => {
    if (world.jobs.length > 0) world.orders = world.orders.map((o) => ({ ...o, ...standing }))
  }

describe("orders process", () => {
  it("counts and sends nothing without --yes", async () => {
    const world = worldOf(2)
    const { stdout, code } = await perform(world, all)
    expect(code).toBe(1)
    expect(stdout).toContain("2 orders to 2 purchase orders, $100.00 in all.")
    expect(stdout).toContain("add --yes")
    // This world's suppliers have no prices: that is said, and no sum is made up.
    expect(stdout).toMatch(/cost\n.*Acme Outdoor +2 +2 +unknown/)
    expect(await perform(world, [...all, "--dry-run"])).toMatchObject({ code: 0 })
    expect(world.jobs).toEqual([])
  })

  it("hands ready orders to the workers with --yes", async () => {
    const world = worldOf(2)
    expect(await performJson(world, [...all, "--yes"])).toMatchObject({ code: 0, json: { accepted: [1, 2] } })
    expect(world.jobs).toEqual([{ job: "orders.process", orderIds: [1, 2], actor: "ann" }])
  })

  it.each([
    [10, {}, [], true],
    [11, {}, [], false],
    [11, {}, ["--count", "11"], true],
    [11, {}, ["--count", "12"], false],
    [1, { total: "1000.0000" }, [], true],
    [1, { total: "1000.0100" }, [], false],
    [1, { total: "1000.0100" }, ["--count", "1"], true]
  ])("of %i orders (%j) with --yes %j sends: %s", async (count, given, words, sends) => {
    const world = worldOf(count, given)
    const { code } = await perform(world, [...all, "--yes", ...words])
    expect(code).toBe(sends ? 0 : 1)
    expect(world.jobs.length > 0).toBe(sends)
  })

  it("never sends an order on hold, and fails when one was named", async () => {
    const world = worldOf(2)
    world.orders[1] = orderOf(2, { action: "resolve" })
    const { json, code } = await performJson(world, ["orders", "process", "1001", "1002", "--yes"])
    expect(code).toBe(1)
    expect(json.accepted).toEqual([1])
    expect(json.refused).toMatchObject([{ number: "1002", reason: "Phone is missing." }])
    const alone = await perform(world, ["orders", "process", "1002", "--yes"])
    expect(alone.code).toBe(1)
    expect(alone.stdout).toContain("Phone is missing.")
  })

  it.each([
    ["processed", null, 0, "sent"],
    ["failed", "retry", 1, "failed"],
    ["processing", "settle", 1, "in doubt"]
  ] as const)("follows to %s (%s): exit %i", async (status, action, code, sending) => {
    const world = { ...worldOf(1), whileWaiting: become({ status, action }) }
    const followed = await performJson(world, [...all, "--yes", "--wait", "5"])
    expect(followed.code).toBe(code)
    expect(followed.json.result.orders).toMatchObject([{ id: 1, sending }])
  })

  it("fails when the time is up", async () => {
    const { stdout, code } = await perform(worldOf(1), [...all, "--yes", "--wait", "1"])
    expect(code).toBe(1)
    expect(stdout).toContain("Still waiting after 1 s. Is a worker running?")
  })

  it("cancels only with --yes", async () => {
    const world = worldOf(1)
    expect((await perform(world, ["orders", "cancel", "1001"])).code).toBe(1)
    expect(world.orders[0]?.status).toBe("not_processed")
    expect((await perform(world, ["orders", "cancel", "1001", "--yes"])).code).toBe(0)
    expect(world.orders[0]?.status).toBe("canceled")
  })
})

describe("orders list", () => {
  it("teaches while it is empty", async () => {
    const { stdout, code } = await perform(emptyWorld(), ["orders", "list"])
    expect(code).toBe(0)
    expect(stdout).toContain("switchyard channels add --help")
    expect((await perform(emptyWorld(), ["orders", "list", "--search", "x"])).stdout).toContain(
      "No order matches."
    )
  })

  it("goes on after a full page", async () => {
    const { stdout } = await perform(worldOf(2), ["orders", "list", "--limit", "2"])
    const [, key = ""] = /--after (\S+)/.exec(stdout) ?? []
    expect(key).toBe("2026-11-22T12:00:00.000Z_2")
    expect((await perform(worldOf(2), ["orders", "list", "--after", key])).code).toBe(0)
  })

  it("lets no escape of a buyer's name through", async () => {
    const world = worldOf(1, { customerName: "\u001b]0;owned\u0007" })
    for (const words of [
      ["orders", "list"],
      ["orders", "list", "--json"]
    ])
      expect((await perform(world, words)).stdout).not.toMatch(/[^\P{Cc}\n]/u)
  })
})
