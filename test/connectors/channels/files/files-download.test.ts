import { truncate, writeFile } from "node:fs/promises"
import { describe, expect, it } from "vitest"
import { everyWay, folderWorld, served, sftpWorld } from "./files-world.ts"
import { csv, row } from "./order-format.ts"

const ids = (orders: ReadonlyArray<{ readonly channelOrderId: string }>) =>
  orders.map(({ channelOrderId }) => channelOrderId)

describe.each(everyWay)("order files by %s", (_kind, make) => {
  it("are read oldest first, and put away by the page that follows their commit", async () => {
    await using world = await make()
    await world.put("orders/b.csv", csv(row("1", "1")), 30)
    await world.put("orders/a.csv", csv(row("2", "1"), row("2", "2")), 20)
    const first = await world.page()
    expect(ids(first.orders)).toEqual(["1"])
    expect(await world.names("orders")).toEqual(["a.csv", "b.csv"])
    const second = await world.page(first.next)
    expect(ids(second.orders)).toEqual(["2"])
    expect(await world.names("orders/archive")).toEqual(["b.csv"])
    const last = await world.page(second.next)
    expect(last).toMatchObject({ orders: [], broken: [], next: null })
    expect(last.newestAt?.getTime()).toBeGreaterThan(Date.now() - 86_400_000)
    expect(await world.names("orders")).toEqual([])
    expect(await world.names("orders/archive")).toEqual(["a.csv", "b.csv"])
    expect((await world.download()).pages).toHaveLength(1)
  })

  it("are read once more after a death before they were put away, with the same content", async () => {
    await using world = await make()
    await world.put("orders/a.csv", csv(row("1", "1")))
    const before = await world.page()
    const again = await world.download()
    expect(again.orders).toEqual(before.orders)
    expect(await world.names("orders/archive")).toEqual(["a.csv"])
  })

  it("are read whole except for what is broken, which is told with file, line, column and reason", async () => {
    await using world = await make()
    await world.put("orders/a.csv", csv(row("1", "1"), row("2", "1", { qty: "x" }), row("3", "1")))
    await world.put("orders/b.json", "{", 5)
    await world.put("orders/c.csv", csv(row("4", "1")), 1)
    const { orders, broken } = await world.download()
    expect(ids(orders)).toEqual(["1", "3", "4"])
    expect(broken).toEqual([
      {
        place: "2",
        reason: 'a.csv:3, column qty: "x" is not a whole number',
        raw: row("2", "1", { qty: "x" })
      },
      { place: "b.json", reason: expect.stringContaining("this is not JSON"), raw: "{" }
    ])
    // A broken file is kept and not looped on.
    expect(await world.names("orders/archive")).toEqual(["a.csv", "b.json", "c.csv"])
    expect((await world.download()).broken).toEqual([])
  })

  it("are archived under a name that is free", async () => {
    await using world = await make()
    await world.put("orders/orders.csv", csv(row("1", "1")))
    await world.download()
    await world.put("orders/orders.csv", csv(row("2", "1")))
    expect(ids((await world.download()).orders)).toEqual(["2"])
    const archived = await world.names("orders/archive")
    expect(archived).toHaveLength(2)
    expect(await world.text("orders/archive/orders.csv")).toContain(row("1", "1"))
  })

  it("that are written anew while they are read are put back and read, too", async () => {
    await using world = await make()
    await world.put("orders/orders.csv", csv(row("1", "1")))
    const first = await world.page()
    await world.put("orders/orders.csv", csv(row("2", "1")))
    const run = [first, await world.page(first.next)]
    const seen = [...run.flatMap((page) => page.orders), ...(await world.download()).orders]
    expect(ids(seen)).toContain("2")
    expect(await world.names("orders")).toEqual([])
  })

  it("of other names, begun ones, empty ones and folders are left alone", async () => {
    await using world = await make({ orderFiles: "ord_*.csv" })
    await world.put("orders/ord_1.csv", csv(row("1", "1")))
    const others = ["inv_1.csv", ".ord_2.csv", "ord_3.csv.tmp", "ord_4.csv.filepart"]
    for (const name of others) await world.put(`orders/${name}`, csv(row("9", "1")))
    await world.put("orders/ord_empty.csv", "")
    const { orders, broken } = await world.download()
    expect(ids(orders)).toEqual(["1"])
    expect(broken).toEqual([])
    expect(await world.names("orders")).toEqual([...others, "ord_empty.csv"].sort())
  })

  it("whose names are no plain ones are told of and left where they are", async () => {
    await using world = await make()
    await world.put("orders/my orders.csv", csv(row("1", "1")))
    const { orders, broken } = await world.download()
    expect(orders).toEqual([])
    expect(broken).toEqual([
      { place: '"my orders.csv"', reason: expect.stringContaining("Rename it"), raw: '"my orders.csv"' }
    ])
    expect(await world.names("orders")).toEqual(["my orders.csv"])
  })

  it("that stay where they are are read in two runs, and again when they change", async () => {
    await using world = await make({ afterReading: "leave" })
    await world.put("orders/a.csv", csv(row("1", "1")))
    const runs = []
    for (let run = 0; run < 4; run += 1) runs.push(ids((await world.download()).orders))
    expect(runs).toEqual([["1"], ["1"], [], []])
    await world.put("orders/a.csv", csv(row("1", "1"), row("2", "1")), 1)
    expect(ids((await world.download()).orders)).toEqual(["1", "2"])
    expect(await world.names("orders")).toEqual(["a.csv"])
  })

  it("of many orders come in several pages, each order once", async () => {
    await using world = await make()
    const rows = Array.from({ length: 1_100 }, (_, index) => row(`o${index}`, "1"))
    await world.put("orders/a.csv", csv(...rows))
    const { pages, orders } = await world.download()
    expect(pages.map((page) => page.orders.length)).toEqual([500, 500, 100, 0])
    expect(new Set(ids(orders)).size).toBe(1_100)
  })

  it("fail by name when the folder is not there", async () => {
    await using world = await make({ ordersFolder: "nowhere" })
    const failure = await world.failure((channels) => channels.downloadPage(world.channel, new Date(0), null))
    expect(failure).toMatchObject({
      _tag: "ChannelFailure",
      reason: "Misconfigured",
      message: expect.stringContaining("there is no such folder")
    })
  })
})

describe.each(served)("order files by %s, when things break", (_kind, make) => {
  it("that grow are left alone, and the others are read", async () => {
    await using world = await make()
    await world.put("orders/grows.csv", csv(row("1", "1")))
    await world.put("orders/still.csv", csv(row("2", "1")))
    world.faults.grows = "orders/grows.csv"
    expect(ids((await world.download()).orders)).toEqual(["2"])
    expect(await world.names("orders")).toEqual(["grows.csv"])
  })

  it("that may not be moved are all read, and the run says what to do", async () => {
    await using world = await make()
    await world.put("orders/a.csv", csv(row("1", "1")), 20)
    await world.put("orders/b.csv", csv(row("2", "1")), 10)
    world.faults.refuseRename = true
    const run = await world.download()
    expect(ids(run.orders)).toEqual(["1", "2"])
    expect(run.error).toContain("2 file(s) were read and imported and could not be put away")
    expect(run.error).toContain("set afterReading to leave")
    expect(await world.names("orders")).toEqual(["a.csv", "b.csv"])
  })

  it("are put away once when the answer to the move was lost", async () => {
    await using world = await make()
    await world.put("orders/a.csv", csv(row("1", "1")))
    const first = await world.page()
    world.faults.dropRename = "after"
    await world
      .run((channels) => channels.downloadPage(world.channel, new Date(0), first.next))
      .catch(() => null)
    delete world.faults.dropRename
    expect(await world.page(first.next)).toMatchObject({ orders: [], next: null })
    expect(await world.names("orders/archive")).toEqual(["a.csv"])
  })
})

describe("a run of order files", () => {
  it("begins again with a place-mark that cannot be read", async () => {
    await using world = await folderWorld()
    await world.put("orders/a.csv", csv(row("1", "1")))
    expect(ids((await world.page("nonsense")).orders)).toEqual(["1"])
  })

  it("goes on in the middle of a file that another worker began, and drops it when it changed meanwhile", async () => {
    const rows = Array.from({ length: 600 }, (_, index) => row(`o${index}`, "1"))
    await using world = await folderWorld()
    await world.put("orders/a.csv", csv(...rows))
    const first = await world.page()
    await using other = await folderWorld({ root: world.channel.settings.root ?? "" })
    expect(ids((await other.page(first.next)).orders)).toEqual(
      rows.slice(500).map((_, index) => `o${500 + index}`)
    )
    await world.put("orders/a.csv", csv(...rows.slice(1), row("new", "1")), 1)
    await using third = await folderWorld({ root: world.channel.settings.root ?? "" })
    expect((await third.page(first.next)).orders).toEqual([])
    expect(await world.names("orders")).toEqual(["a.csv"])
  })

  it("reads no file that is larger than may be, and says so", async () => {
    await using world = await folderWorld()
    await writeFile(world.at("orders/a.csv"), "order_id")
    await truncate(world.at("orders/a.csv"), 17 * 1024 * 1024)
    const { orders, broken } = await world.download()
    expect(orders).toEqual([])
    expect(broken).toEqual([
      { place: "a.csv", reason: expect.stringContaining("larger than 16 MB"), raw: "" }
    ])
    expect(await world.names("orders/archive")).toEqual(["a.csv"])
  })

  it("skips what is not eligible or too old, and hands canceled orders over whatever the settings say", async () => {
    await using world = await folderWorld()
    const table = [
      "order_id,placed_at,status,sku,qty",
      "1,2026-11-21,NEW,A,1",
      "2,2026-11-21,draft,A,1",
      "3,2026-11-21,canceled,A,1",
      "4,2026-10-01,new,A,1"
    ]
    await world.put("orders/a.csv", table.join("\n"))
    const { orders, pages } = await world.download()
    expect(orders.map((order) => [order.channelOrderId, order.standing])).toEqual([
      ["1", "ok"],
      ["3", "canceled"]
    ])
    expect(pages.flatMap((page) => page.skipped)).toEqual([
      { channelOrderNumber: "2", reason: "draft is not an eligible status of this channel" },
      {
        channelOrderNumber: "4",
        reason: "placed 2026-10-01T00:00:00.000Z, before the earliest order date of this channel"
      }
    ])
  })

  it("is refused with a wrong password, in the words of the channel", async () => {
    await using world = await sftpWorld({ user: "nobody" })
    const failure = await world.failure((channels) => channels.downloadPage(world.channel, new Date(0), null))
    expect(failure).toMatchObject({ _tag: "ChannelFailure", reason: "Unauthorized" })
  })
})
