import { beforeEach, describe, expect, test } from "vitest"
import { beAtOrder, leaveOrder } from "../../src/domain/operations/be-at-order.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess } from "../domain/sample-business.ts"
import { performed } from "./performed.ts"

const house = withDomain()
beforeEach(() => openBusiness(house))

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv, { actor: "ana" })
const json = async (...argv: ReadonlyArray<string>) => JSON.parse((await perform(...argv, "--json")).stdout)

interface Entry {
  readonly source: string
  readonly event: string
  readonly actor: string
  readonly ref: string
  readonly note: string | null
  readonly isFailure: boolean
}
const story = async (...flags: ReadonlyArray<string>): Promise<ReadonlyArray<Entry>> =>
  (await json("orders", "timeline", "#1001", ...flags)).entries

describe("the timeline", () => {
  test("has the download, holds, who pressed PROCESS, each attempt that failed and the one that did not", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    house.suppliers.sends.push("unreachable")
    house.time.pass(60_000)
    await perform("orders", "note", "#1001", "buyer called")
    await pressProcess(house, "#1001")
    house.time.pass(600_000)
    await house.sweep()
    const all = await story()
    const events = all.map(({ source, event }) => `${source} ${event}`)
    expect(events).toContain("history imported")
    expect(events).toContain("history purchase-order.written")
    expect(events).toContain("evidence transport_receipt")
    expect(events.indexOf("history imported")).toBeGreaterThan(events.indexOf("evidence transport_receipt"))
    expect(await story("--only", "failures")).toMatchObject([
      { source: "history", event: "purchase-order.release" },
      { source: "evidence", event: "failure", ref: expect.stringMatching(/^attempt 1 of send \d+$/) }
    ])
    expect(all.find(({ event }) => event === "transport_receipt")?.ref).toMatch(/^attempt \d+ of send \d+$/)
    expect(all.find(({ event }) => event === "noted")).toMatchObject({ note: "buyer called", actor: "ana" })
  })

  test("is read page by page: nothing twice, nothing left out, also where times are the same", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const whole = (await json("orders", "timeline", "#1001")).entries
    const found: Array<unknown> = []
    let after: string | null = null
    do {
      const page: { entries: ReadonlyArray<unknown>; after: string | null } = await json(
        "orders",
        "timeline",
        "#1001",
        "--limit",
        "2",
        ...(after === null ? [] : ["--after", after])
      )
      found.push(...page.entries)
      after = page.after
    } while (after !== null)
    expect(whole.length).toBeGreaterThan(4)
    expect(found).toEqual(whole)
  })

  test("people, machines and failures are told apart", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await perform("orders", "tag", "#1001", "--add", "vip")
    await pressProcess(house, "#1001")
    const people = await story("--only", "people")
    expect(people.length).toBeGreaterThan(0)
    expect(people.every(({ actor }) => !actor.startsWith("worker:"))).toBe(true)
    const machine = await story("--only", "machine")
    expect(machine.every(({ actor }) => actor.startsWith("worker:"))).toBe(true)
    expect(people.length + machine.length).toBe((await story()).length)
    expect(await story("--only", "failures")).toEqual([])
  })

  test("a note that was taken back is not read out of it", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { id } = await json("orders", "note", "#1001", "a secret of the buyer")
    await perform("orders", "note", "#1001", "--undo", String(id))
    expect(JSON.stringify(await story())).not.toContain("secret of the buyer")
    expect((await story()).map(({ event }) => event)).toContain("note taken back")
  })

  test("nothing of a sort: it says so; a key that is none is refused", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    expect((await perform("orders", "timeline", "#1001", "--only", "failures")).stdout).toContain(
      "Nothing of this sort"
    )
    expect((await perform("orders", "timeline", "#1001", "--after", "x")).code).toBe(2)
  })
})

describe("why it is not moving", () => {
  test("one answer with the command", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const ready = await perform("orders", "why", "#1001")
    expect(ready.stdout).toContain("It is ready: nothing is missing, and it waits for PROCESS.")
    expect(ready.stdout).toContain("switchyard orders process '#1001'")
    await pressProcess(house, "#1001")
    expect((await perform("orders", "why", "#1001")).stdout).toContain(
      "North has it and ships: 0 of 2 so far."
    )
    await importOrders(house, orderOf(2, ["SKU-9"]))
    expect((await json("orders", "why", "#1002")).standstill).toMatchObject({ key: "r", mover: "you" })
  })

  test("a finished order has none", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await perform("orders", "cancel", "#1001", "--yes")
    expect((await json("orders", "why", "#1001")).standstill).toBeNull()
  })
})

describe("who is at an order", () => {
  const orderId = async () => (await house.order("#1001")).id
  const seat = async (session: string, doing: "looking" | "editing" = "editing") => ({
    orderId: await orderId(),
    session,
    doing
  })
  const [one, two] = ["7b6f9c2e-0000-4000-8000-000000000001", "7b6f9c2e-0000-4000-8000-000000000002"]

  test("who begins to edit is told once, however often they say so", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.run(beAtOrder(await seat(one)), "ben")
    await house.run(beAtOrder(await seat(one)), "ben")
    await house.run(beAtOrder(await seat(two, "looking")), "ana")
    expect((await story()).filter(({ event }) => event === "began to edit")).toMatchObject([{ actor: "ben" }])
    expect((await json("orders", "who", "#1001")).present).toMatchObject([
      { actor: "ben", doing: "editing" },
      { actor: "ana", doing: "looking" }
    ])
    await house.run(leaveOrder(await seat(one)), "ben")
    expect(await house.sql()`select actor from order_claims`).toMatchObject([{ actor: "ana" }])
  })
})
