import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import type { MappingChange } from "../../../src/domain/model/mapping-change.ts"
import { causeText } from "../../../src/domain/model/waiting-cause.ts"
import { changeMapping, tryUndoMapping, undoMapping } from "../../../src/domain/operations/change-mapping.ts"
import { importMappings, undoImport } from "../../../src/domain/operations/import-mappings.ts"
import { listCauses, ordersOfCause } from "../../../src/domain/operations/list-causes.ts"
import { lookBack, tryMapping } from "../../../src/domain/operations/try-mapping.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { now } from "../../../src/domain/ports/clock.ts"
import { MappingBoard } from "../../../src/domain/ports/mapping-board.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf } from "../sample-business.ts"

const house = withDomain()

const drone = { shipMethodName: "Drone" }
const actions = async () =>
  (await house.sql()`select channel_order_number as n, action, status from orders order by 1`).map((o) => [
    o.n,
    o.action ?? o.status
  ])

/** Three orders wait for “Drone” at North, one of them for a phone too; a fourth has an unknown SKU. */
const waitingShop = async () => {
  const business = await openBusiness(house)
  const phoneless = orderOf(3, ["SKU-1"], drone)
  await importOrders(
    house,
    orderOf(1, ["SKU-1"], drone),
    orderOf(2, ["SKU-2"], drone),
    { ...phoneless, shipTo: { ...phoneless.shipTo, phone: "" } },
    orderOf(4, ["OLD-1"])
  )
  const method = (to: number | null): MappingChange => ({
    about: "method",
    channelId: business.channelId,
    supplierId: business.north.id,
    name: "Drone",
    to: to === null ? null : (business.north.shipMethods[to]?.id as never)
  })
  return { ...business, method }
}

const switchAuto = (channelId: never) =>
  house.run(
    Effect.gen(function* () {
      const channels = yield* ChannelStore
      const at = yield* now
      yield* channels.change(channelId, { alertAddress: "ops@acme.example", alertTestedAt: at })
      yield* channels.setAutoProcessing(channelId, true, "ann", at)
    })
  )

describe("what orders wait for", () => {
  test("is grouped by what takes it away, the most orders first, with its money and its orders", async () => {
    await waitingShop()
    const causes = await house.run(listCauses())
    expect(causes.map((c) => [causeText(c), c.orders, c.alone])).toEqual([
      ["“Drone” of Acme shop is not mapped at North", 3, 2],
      ["Phone missing", 1, 0],
      ["SKU OLD-1 of Acme shop is not known", 1, 1]
    ])
    expect(causes[0]?.totals).toHaveLength(1)
    const [first] = causes
    if (first === undefined) throw new Error("no cause")
    const ids = await house.run(ordersOfCause(first, 10))
    expect(ids).toHaveLength(3)
    expect(await house.run(ordersOfCause(first, 2))).toEqual(ids.slice(0, 2))
  })
})

describe("a ship method that is mapped for all that wait", () => {
  test("says by a trial what it would do, and nothing of the trial stays", async () => {
    const { method } = await waitingShop()
    const before = await actions()
    expect(await house.run(tryMapping(method(0)))).toMatchObject({
      frees: 2,
      sentNow: 0,
      waitForYou: 2,
      stillBlocked: 1,
      blocks: 0,
      untried: 0
    })
    expect(await actions()).toEqual(before)
    expect(await house.sql()`select 1 from ship_method_mappings where channel_method_name = 'Drone'`).toEqual(
      []
    )
    expect(
      await house.sql()`select 1 from activity where act = 'ship method mapped' and changes::text like '%Drone%'`
    ).toEqual([])
  })

  test("frees them, is undone, and they wait again", async () => {
    const { method } = await waitingShop()
    const changed = await house.run(changeMapping(method(0)))
    expect([changed.freed.length, changed.sent.length, changed.left, changed.later]).toEqual([2, 0, 1, 0])
    expect(await actions()).toEqual([
      ["#1001", "process"],
      ["#1002", "process"],
      ["#1003", "resolve"],
      ["#1004", "resolve"]
    ])
    // The one without a phone waits either way.
    const before = await actions()
    const effect = { goBack: 2, later: 0, gone: 0 }
    expect(await house.run(tryUndoMapping(changed.made)), "counted before the yes").toEqual(effect)
    expect(await actions(), "nothing of the count stays").toEqual(before)
    expect(await house.run(undoMapping(changed.made))).toEqual(effect)
    expect((await actions()).every(([, action]) => action === "resolve")).toBe(true)
    await expect(house.run(undoMapping(changed.made))).rejects.toThrow("nothing to undo")
  })

  test("counts afterwards what the trial counted: an order that never waited for it is not among those left", async () => {
    const { method } = await waitingShop()
    const other = orderOf(5, ["SKU-3"], drone)
    await importOrders(house, { ...other, shipTo: { ...other.shipTo, phone: "" } })
    expect(await house.run(tryMapping(method(0)))).toMatchObject({ frees: 2, stillBlocked: 1 })
    expect(await house.run(changeMapping(method(0)))).toMatchObject({ left: 1 })
  })

  test("with auto-processing they are sent; undoing it says that it does not take them back", async () => {
    const { method, channelId } = await waitingShop()
    await switchAuto(channelId as never)
    expect(await house.run(tryMapping(method(0)))).toMatchObject({ frees: 2, sentNow: 2, waitForYou: 0 })
    const changed = await house.run(changeMapping(method(0)))
    expect(changed.sent).toHaveLength(2)
    await house.drain()
    expect(house.suppliers.book).toHaveLength(2)
    const effect = { goBack: 0, later: 0, gone: 2 }
    expect(await house.run(tryUndoMapping(changed.made))).toEqual(effect)
    expect(await house.run(undoMapping(changed.made))).toEqual(effect)
    expect(house.suppliers.book).toHaveLength(2)
  })

  test("another method, or none, says for the last orders what would be otherwise", async () => {
    const { method } = await waitingShop()
    expect(await house.run(lookBack(method(0)))).toEqual({ looked: 4, use: 3, differ: 0, unmapped: 3 })
    await house.run(changeMapping(method(0)))
    expect(await house.run(lookBack(method(1)))).toEqual({ looked: 4, use: 3, differ: 3, unmapped: 0 })
    expect(await house.run(lookBack(method(0)))).toEqual({ looked: 4, use: 3, differ: 0, unmapped: 0 })
    expect(await house.run(lookBack(method(null)))).toEqual({ looked: 4, use: 3, differ: 3, unmapped: 0 })
    expect(await house.run(tryMapping(method(null)))).toMatchObject({ frees: 0, blocks: 2 })
  })

  test("another supplier's method is refused", async () => {
    const { method, south } = await waitingShop()
    const change = { ...method(0), to: south.shipMethods[0]?.id as never }
    await expect(house.run(changeMapping(change))).rejects.toThrow("not one of this supplier's own")
  })
})

describe("a SKU that is said to be a product", () => {
  const sku = (channelId: never, to: string | null): MappingChange => ({
    about: "sku",
    channelId,
    sku: "OLD-1",
    to
  })

  test("frees what waits for it, is changed and taken back, and lines go by what it means then", async () => {
    const { channelId } = await waitingShop()
    const own = channelId as never
    expect(await house.run(tryMapping(sku(own, "SKU-1")))).toMatchObject({ frees: 1, stillBlocked: 0 })
    const changed = await house.run(changeMapping(sku(own, "SKU-1")))
    expect(await house.order("#1004")).toMatchObject({ action: "process" })
    const routed = () =>
      house.sql()`select p.sku, s.name from order_lines l left join products p on p.id = l.product_id
        left join suppliers s on s.id = l.supplier_id where l.channel_sku = 'OLD-1'`
    expect(await routed()).toEqual([{ sku: "SKU-1", name: "North" }])
    await house.run(changeMapping(sku(own, "SKU-3")))
    expect(await routed()).toEqual([{ sku: "SKU-3", name: "South" }])
    await expect(house.run(tryUndoMapping(changed.made))).rejects.toThrow("Somebody changed it meanwhile")
    await expect(house.run(undoMapping(changed.made))).rejects.toThrow("Somebody changed it meanwhile")
    await house.run(changeMapping(sku(own, null)))
    expect(await routed()).toEqual([{ sku: null, name: null }])
    expect(await house.order("#1004")).toMatchObject({ action: "resolve" })
  })

  test("a product that there is not is refused, and nothing is noted", async () => {
    const { channelId } = await waitingShop()
    await expect(house.run(changeMapping(sku(channelId as never, "nobody's")))).rejects.toThrow("No product")
    expect(await house.sql()`select 1 from activity where act = 'SKU mapped'`).toEqual([])
  })
})

describe("the lists of what is mapped", () => {
  test("say by whom, when, and how often it came in the last days", async () => {
    const { method, channelId } = await waitingShop()
    await house.run(changeMapping(method(0)), "bea")
    await house.run(changeMapping({ about: "sku", channelId, sku: "OLD-1", to: "SKU-1" }), "bea")
    const at = await house.run(now)
    const board = <A>(use: (b: typeof MappingBoard.Service) => Effect.Effect<A, unknown>) =>
      house.run(Effect.flatMap(MappingBoard, use))
    const methods = await board((b) => b.methods(at))
    expect(methods.find((m) => m.channelMethodName === "Drone")).toMatchObject({
      channel: "Acme shop",
      supplier: "North",
      savedBy: "bea",
      used: { orders: 3, isLeast: false }
    })
    expect(await board((b) => b.skus("", at, 10))).toMatchObject([
      { channel: "Acme shop", sku: "OLD-1", product: "SKU-1", savedBy: "bea", used: { orders: 1 } }
    ])
    expect(await board((b) => b.skus("nothing like it", at, 10))).toEqual([])
    expect(await board((b) => b.skus("%", at, 10))).toEqual([])
    expect((await board((b) => b.nearProducts("XX-SKU-2-BLUE", 3)))[0]).toMatchObject({ sku: "SKU-2" })
  })
})

describe("an import of mappings", () => {
  test("is undone to what the words meant before, but for those that somebody changed since", async () => {
    const { method, north } = await waitingShop()
    const [first] = north.shipMethods
    if (first === undefined) throw new Error("the sample supplier has a method")
    await house.run(changeMapping({ ...method(0), name: "Rocket" } as MappingChange))
    const line = (name: string, n: number) => ({
      about: "method" as const,
      line: n,
      channel: "Acme shop",
      supplier: "North",
      name,
      carrier: first.carrier,
      method: first.method
    })
    const lines = [line("Drone", 2), line("Rocket", 3), line("Balloon", 4)]
    const done = await house.run(importMappings(lines, { dryRun: false, skipBroken: false }))
    expect(done).toMatchObject({ isWritten: true, changed: 2, added: 2, known: 1, checked: 3 })
    await house.run(changeMapping({ ...method(null), name: "Balloon" } as MappingChange))
    const undone = await house.run(undoImport(done.made, done.id))
    expect(undone).toMatchObject({ undone: 1, kept: 1, checked: 3 })
    const left = await house.sql()`select channel_method_name as name from ship_method_mappings order by 1`
    expect(left.map(({ name }) => name)).toContain("Rocket")
    expect(left.map(({ name }) => name)).not.toContain("Drone")
    await expect(house.run(undoImport(done.made, done.id))).rejects.toThrow("nothing to undo")
  })
})

describe("names under which channels are told of stock", () => {
  test("are listed with who is told by them, and above them what a channel is not told of, with what it is called elsewhere", async () => {
    const { channelId } = await waitingShop()
    await house.sql()`update channels set stock_alias = 'ean'`
    await house.sql()`insert into sku_aliases (alias_type, alias, product_id)
      select 'channel:' || ${channelId}::text, 'LAMP-1', id from products where sku = 'SKU-1'
      union all select 'asin', 'B0-1', id from products where sku = 'SKU-1'
      union all select 'ean', 'both', id from products where sku in ('SKU-2', 'SKU-3')`
    const board = await house.run(
      Effect.gen(function* () {
        const mappings = yield* MappingBoard
        return {
          unnamed: yield* mappings.unnamed(10),
          aliases: yield* mappings.aliases("", 10),
          found: yield* mappings.aliases("b0", 10),
          one: yield* mappings.unnamed(1)
        }
      })
    )
    expect(board.unnamed.map((u) => [u.channel, u.type, u.product, u.known])).toContainEqual([
      "Acme shop",
      "ean",
      "SKU-1",
      ["LAMP-1", "B0-1"]
    ])
    expect(board.unnamed.map(({ product }) => product)).not.toContain("SKU-2")
    expect(board.one).toHaveLength(1)
    expect(board.aliases.map((a) => [a.type, a.alias, a.product, a.others, a.channels])).toEqual([
      ["asin", "B0-1", "SKU-1", [], []],
      ["ean", "both", "SKU-2", ["SKU-3"], ["Acme shop"]],
      ["ean", "both", "SKU-3", ["SKU-2"], ["Acme shop"]]
    ])
    expect(board.found.map(({ alias }) => alias)).toEqual(["B0-1"])
  })
})
