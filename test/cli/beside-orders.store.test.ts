import { beforeEach, describe, expect, test } from "vitest"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf } from "../domain/sample-business.ts"
import { performed } from "./performed.ts"

const house = withDomain()
beforeEach(async () => {
  await openBusiness(house)
  await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]))
  await house.sql()`truncate activity`
})

const perform = (as: string, ...argv: ReadonlyArray<string>) => performed(house, argv, { actor: as })
const json = async (as: string, ...argv: ReadonlyArray<string>) =>
  JSON.parse((await perform(as, ...argv, "--json")).stdout)
const beside = () => json("ann", "orders", "note", "#1001")
const history = () => house.sql()`
  select actor, event, subject, before, after from order_history
  where event not in ('status', 'imported') and event not like 'hold%' order by id`
const activity = () => house.sql()`select actor, act, subject, changes from activity order by id`

describe("a note", () => {
  test("is written, shown, told to who looks, and taken back; its words are in no append-only table", async () => {
    const written = await json(
      "ann",
      "orders",
      "note",
      "#1001",
      "they called;\nwants \u001b[31m it by Friday"
    )
    expect(written).toMatchObject({ kind: "note", by: "ann", channelOrderNumber: "#1001" })
    expect((await beside()).notes).toMatchObject([{ text: "they called;\nwants [31m it by Friday" }])
    expect((await perform("ann", "orders", "note", "#1001")).stdout).toContain("they called; / wants [31m")
    const other = await perform("ann", "orders", "note", "#1002", "--undo", String(written.id))
    expect(other).toMatchObject({ code: 1 })
    expect(other.stderr).toContain(`Note ${written.id} is about #1001, not about this order.`)
    await perform("bea", "orders", "note", "#1001", "--undo", String(written.id))
    expect((await beside()).notes).toEqual([])
    expect((await perform("bea", "orders", "note", "#1001", "--undo", String(written.id))).stderr).toContain(
      "taken back before"
    )
    expect(await history()).toMatchObject([
      { actor: "ann", event: "noted" },
      { actor: "bea", event: "note taken back" }
    ])
    expect(JSON.stringify([await history(), await activity()])).not.toContain("Friday")
  })

  test("says something, and not too much", async () => {
    expect((await perform("ann", "orders", "note", "#1001", " ")).stderr).toContain("The note says nothing.")
    expect((await perform("ann", "orders", "note", "#1001", "x".repeat(4001))).stderr).toContain(
      "at most 4000"
    )
    expect((await beside()).notes).toEqual([])
  })
})

describe("a hand-over", () => {
  test("stands open until somebody takes it, and is not taken back after that", async () => {
    const { id } = await json("ann", "orders", "note", "#1001", "ask Northwind at 9", "--handover")
    expect(await json("bea", "orders", "handovers")).toMatchObject([{ id, channelOrderNumber: "#1001" }])
    await perform("bea", "orders", "note", "#1001", "--take", String(id))
    expect(await json("bea", "orders", "handovers")).toEqual([])
    expect((await beside()).notes).toMatchObject([{ id, takenBy: "bea" }])
    expect((await perform("cat", "orders", "note", "#1001", "--take", String(id))).stderr).toContain(
      "No hand-over"
    )
    expect((await perform("ann", "orders", "note", "#1001", "--undo", String(id))).stderr).toContain(
      "taken by bea"
    )
    expect((await perform("ann", "orders", "note", "#1001", "--give-back", String(id))).stderr).toContain(
      "not taken by you"
    )
    await perform("bea", "orders", "note", "#1001", "--give-back", String(id))
    expect(await json("bea", "orders", "handovers")).toHaveLength(1)
  })

  test("none is open: it says how the next shift is told", async () => {
    expect((await perform("ann", "orders", "handovers")).stdout).toContain("--handover")
  })
})

describe("tags", () => {
  test("are laid on many orders and taken off; what is so already is told to nobody", async () => {
    const { stdout } = await perform(
      "ann",
      "orders",
      "tag",
      "#1001",
      "#1002",
      "--add",
      "VIP",
      "--add",
      "gift"
    )
    expect(stdout).toContain("vip is on #1001, #1002.")
    const again = await perform("ann", "orders", "tag", "#1001", "--add", "vip")
    expect(again.stdout).toContain("Nothing was changed")
    expect(await activity()).toHaveLength(4)
    await perform("bea", "orders", "tag", "#1001", "--remove", "vip", "--add", "late")
    expect((await beside()).tags).toMatchObject([
      { tag: "gift", by: "ann" },
      { tag: "late", by: "bea" }
    ])
    expect((await history()).slice(-2)).toMatchObject([
      { actor: "bea", event: "tagged", subject: "late" },
      { actor: "bea", event: "tag taken off", subject: "vip" }
    ])
  })

  test("what is no tag is refused before anything is changed", async () => {
    const refused = await perform("ann", "orders", "tag", "#1001", "--add", "a:b")
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.stderr).toContain("“a:b” is no tag.")
  })
})

describe("whose it is", () => {
  test("is somebody's, then another's, then nobody's; each change says whose it was", async () => {
    await perform("ann", "orders", "assign", "#1001", "#1002", "--to-me")
    await perform("ann", "orders", "assign", "#1001", "--to", "bea")
    expect((await beside()).assignee).toMatchObject({ assignee: "bea", by: "ann" })
    expect((await perform("ann", "orders", "assign", "#1001", "--to", "bea")).stdout).toContain(
      "Nothing was changed"
    )
    const { changed } = await json("cat", "orders", "assign", "#1001", "#1002", "--nobody")
    expect(changed).toMatchObject([{ before: "bea" }, { before: "ann" }])
    expect((await beside()).assignee).toBeNull()
    expect((await history()).at(-1)).toMatchObject({ event: "assigned", before: "ann", after: "nobody" })
    expect((await activity()).at(-1)).toMatchObject({
      act: "unassigned",
      subject: "#1002",
      changes: [{ field: "assignee", before: "ann", after: null }]
    })
  })
})
