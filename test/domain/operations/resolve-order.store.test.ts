import { beforeEach, describe, expect, test } from "vitest"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { previewMapping } from "../../../src/domain/operations/preview-mapping.ts"
import {
  type Resolution,
  resolveOrder,
  viewForResolve
} from "../../../src/domain/operations/resolve-order.ts"
import { lastEdit, undoResolution } from "../../../src/domain/operations/undo-resolution.ts"
import { later, sampleLine, sampleOrder } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  shopShows,
  syncOrders
} from "../sample-business.ts"

const house = withDomain()

const holdsOf = (number: string) => house.sql()`
  select h.kind, h.field, h.message from holds h join orders o on o.id = h.order_id
  where o.channel_order_number = ${number} and h.released_at is null order by h.kind, h.field`
const addressed = (n: number, shipTo: Partial<ReturnType<typeof sampleOrder>["shipTo"]>) => {
  const order = orderOf(n, ["SKU-1"])
  return { ...order, shipTo: { ...order.shipTo, ...shipTo } }
}
const resolution = (orderId: OrderId, version: number, given: Partial<Resolution> = {}): Resolution => ({
  orderId,
  version,
  address: {},
  shipMethods: [],
  ...given
})

describe("RP-2, RP-7: each rule is one hold with its field and a message", () => {
  beforeEach(async () => {
    await openBusiness(house)
  })
  test.each([
    ["phone_missing", "phone", "Phone", addressed(1, { phone: "" })],
    ["address_missing", "postalCode", "ZIP", addressed(1, { postalCode: "" })],
    ["address_missing", "city", "City", addressed(1, { city: "" })],
    ["address_invalid", "country", "two-letter", addressed(1, { country: "USA" })],
    ["sku_unknown", "SKU-9", "SKU-9", orderOf(1, ["SKU-9"])],
    ["ship_method_unmapped", "1", "North", orderOf(1, ["SKU-1"], { shipMethodName: "Drone" })],
    ["canceled_on_channel", "", "canceled", orderOf(1, ["SKU-1"], { standing: "canceled" })],
    ["refunded_on_channel", "", "refunded", orderOf(1, ["SKU-1"], { standing: "refunded" })],
    ["nothing_to_ship", "", "No line", sampleOrder(1, { lines: [sampleLine(1, { ships: false })] })]
  ] as const)("%s %s", async (kind, field, words, order) => {
    await importOrders(house, order)
    const holds = await holdsOf("#1001")
    const own = holds.filter((h) => h.kind === kind && h.field === field)
    expect(own, JSON.stringify(holds)).toHaveLength(1)
    expect(own[0]?.message.toLowerCase()).toContain(words.toLowerCase())
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "resolve" })
  })

  test("RP-8: edited and checked again, RESOLVE becomes PROCESS, and a later download does not take it back", async () => {
    const [id] = await importOrders(house, addressed(1, { phone: "", city: "" }))
    const { version } = await house.order("#1001")
    const half = await house.run(
      resolveOrder(resolution(id as OrderId, version, { address: { phone: "+1 217 555 0199" } }))
    )
    expect(half.left).toMatchObject([{ kind: "address_missing", field: "city" }])
    const now = await house.order("#1001")
    await house.run(resolveOrder(resolution(id as OrderId, now.version, { address: { city: "Troy" } })))
    expect(await house.order("#1001")).toMatchObject({ action: "process" })
    shopShows(house, { ...addressed(1, { phone: "", city: "" }), updatedAt: later(9000) })
    await syncOrders(house)
    expect(await house.order("#1001")).toMatchObject({ action: "process" })
    await pressProcess(house, "#1001")
    expect(house.suppliers.book[0]?.text).toContain("Troy")
    const edits =
      await house.sql()`select subject, before, after, actor from order_history where event = 'edited'`
    expect(edits).toMatchObject([
      { subject: "phone", before: "", after: "+1 217 555 0199", actor: "ann" },
      { subject: "city", before: "", after: "Troy", actor: "ann" }
    ])
  })

  test("somebody was faster: refused, and nothing at all is written", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"], { shipMethodName: "Drone" }))
    const view = await house.run(viewForResolve(id as OrderId))
    const [pick] = view.picks
    const choice = {
      supplierId: pick?.supplierId as never,
      shipMethodId: pick?.methods[0]?.id as never,
      save: "channel" as const
    }
    const stale = resolution(id as OrderId, view.order.version, {
      address: { city: "Troy" },
      shipMethods: [choice]
    })
    await house.run(
      resolveOrder(resolution(id as OrderId, view.order.version, { address: { city: "Rome" } })),
      "bea"
    )
    const rows = () => house.sql()`
      select (select count(*) from order_history)::int as history, (select count(*) from ship_method_mappings)::int as saved,
        (select count(*) from order_ship_methods)::int as own, (select city from orders) as city`
    const before = await rows()
    await expect(house.run(resolveOrder(stale))).rejects.toThrow("changed by somebody else")
    expect(await rows()).toEqual(before)
  })

  test("a processed order cannot be edited", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const { version } = await house.order("#1001")
    await expect(
      house.run(resolveOrder(resolution(id as OrderId, version, { address: { city: "Troy" } })))
    ).rejects.toThrow("processed already")
  })
})

describe("RP-3 to RP-6, SM-1, SM-2: ship methods", () => {
  let world: Awaited<ReturnType<typeof openBusiness>>
  beforeEach(async () => {
    world = await openBusiness(house, {}, false)
    await house.sql()`insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
      values (1, 'second', 'vendure', 'sandbox', '{paid}', '2026-01-01')`
  })
  const fourHeld = async () => {
    house.shop.listings.set("second", [orderOf(2, ["SKU-1"])])
    const otherSpelling = orderOf(3, ["SKU-1"], { shipMethodName: "standard shipping" })
    await importOrders(house, orderOf(1, ["SKU-1"]), otherSpelling, orderOf(4, ["SKU-1"]))
  }
  const choose = async (save: "order" | "channel" | "supplier") => {
    const { id, version } = await house.order("#1001")
    const method = world.north.shipMethods[1]
    if (method === undefined) throw new Error("North has two methods")
    const shipMethods = [{ supplierId: world.north.id, shipMethodId: method.id, save }]
    const resolved = await house.run(resolveOrder(resolution(id, version, { shipMethods })))
    await house.drain()
    return resolved
  }
  const actions = async () =>
    (await house.sql()`select channel_order_number as n, action from orders order by n`).map(
      (o) => `${o.n} ${o.action}`
    )

  test.each([
    ["order", 0, ["#1001 process", "#1002 resolve", "#1003 resolve", "#1004 resolve"]],
    ["channel", 1, ["#1001 process", "#1002 resolve", "#1003 resolve", "#1004 process"]],
    ["supplier", 2, ["#1001 process", "#1002 process", "#1003 resolve", "#1004 process"]]
  ] as const)(
    "saved for the %s: frees exactly those, and never another spelling",
    async (save, freed, shown) => {
      await fourHeld()
      const preview = await house.run(
        previewMapping({
          channelId: save === "supplier" ? null : world.channelId,
          supplierId: world.north.id,
          channelMethodName: "Standard Shipping"
        })
      )
      if (save !== "order")
        expect(preview).toMatchObject({ frees: freed + 1, sentNow: 0, waitForYou: freed + 1 })
      expect(await choose(save)).toMatchObject({ left: [], freed })
      expect(await actions()).toEqual(shown)
      await importOrders(house, orderOf(5, ["SKU-1"]))
      const next = await house.order("#1005")
      expect(next.action, "a later order").toBe(save === "order" ? "resolve" : "process")
      await pressProcess(house, "#1001")
      expect(house.suppliers.book[0]?.text).toContain("UPSN")
    }
  )

  test("RP-5: only the supplier's own pairs are offered and taken", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    const view = await house.run(viewForResolve(id as OrderId))
    expect(view.picks.map((p) => [p.supplier, p.methods.map((m) => m.id).sort()])).toEqual([
      ["North", world.north.shipMethods.map((m) => m.id).sort()]
    ])
    const foreign = world.south.shipMethods[0]
    if (foreign === undefined) throw new Error("South has methods")
    for (const save of ["order", "channel", "supplier"] as const)
      await expect(
        house.run(
          resolveOrder(
            resolution(id as OrderId, view.order.version, {
              shipMethods: [{ supplierId: world.north.id, shipMethodId: foreign.id, save }]
            })
          )
        )
      ).rejects.toThrow("not one of North's own")
  })
})

describe("taking a correction back", () => {
  const edited = async (address: Resolution["address"], who = "ann") => {
    const { id, version } = await house.order("#1001")
    return house.run(resolveOrder(resolution(id, version, { address })), who)
  }
  const addressOf = async () =>
    (await house.sql()`select city, phone, edited_fields as edited from orders`)[0]

  test("puts the address back, opens the hold again, and lets the channel correct it", async () => {
    await openBusiness(house)
    await importOrders(house, addressed(1, { phone: "" }))
    const { made, left } = await edited({ phone: "+1 217 555 0199" })
    expect(left).toEqual([])
    const undone = await house.run(undoResolution(made), "ann")
    expect(undone.waitsFor.join()).toContain("Phone")
    expect(await house.order("#1001")).toMatchObject({ action: "resolve" })
    expect(await addressOf()).toMatchObject({ phone: "", edited: [] })
    const entries = await house.sql()`
      select subject, before, after, actor from order_history where event = 'edit taken back'`
    expect(entries).toEqual([{ subject: "phone", before: "+1 217 555 0199", after: "", actor: "ann" }])
  })

  test("an edit of an edit goes back to the first one, which stays a person's", async () => {
    await openBusiness(house)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await edited({ city: "Troy" })
    const { made } = await edited({ city: "Rome" })
    await house.run(undoResolution(made))
    expect(await addressOf()).toMatchObject({ city: "Troy", edited: ["city"] })
  })

  test("too late when somebody else changed the same since: says who, and changes nothing", async () => {
    await openBusiness(house)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { made } = await edited({ city: "Troy", phone: "+1 217 555 0199" })
    await edited({ city: "Rome" }, "bea")
    await expect(house.run(undoResolution(made))).rejects.toThrow("bea changed the city of #1001 since")
    expect(await addressOf()).toMatchObject({ city: "Rome", phone: "+1 217 555 0199" })
  })

  test("what somebody else changed besides stays", async () => {
    await openBusiness(house)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { made } = await edited({ city: "Troy" })
    await edited({ phone: "+1 217 555 0199" }, "bea")
    await house.run(undoResolution(made))
    expect(await addressOf()).toMatchObject({ phone: "+1 217 555 0199", edited: ["phone"] })
  })

  test("too late when it was processed: what suppliers were told is changed by asking them", async () => {
    await openBusiness(house)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { made } = await edited({ city: "Troy" })
    await pressProcess(house, "#1001")
    await expect(house.run(undoResolution(made))).rejects.toThrow(
      "switchyard orders change, or orders cancel"
    )
  })

  test.each(["order", "channel", "supplier"] as const)(
    "a method kept for the %s is gone again",
    async (save) => {
      const world = await openBusiness(house, {}, false)
      await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]))
      const { id, version } = await house.order("#1001")
      const method = world.north.shipMethods[1]
      if (method === undefined) throw new Error("North has two methods")
      const shipMethods = [{ supplierId: world.north.id, shipMethodId: method.id, save }]
      const { made } = await house.run(resolveOrder(resolution(id, version, { shipMethods })))
      await house.drain()
      // As the command does it, which knows only what the history says.
      const { made: remembered } = await house.run(lastEdit(id))
      expect(remembered).toEqual(made)
      const undone = await house.run(undoResolution(remembered))
      await house.drain()
      expect(undone.checked).toBe(save === "order" ? 0 : 1)
      const kept = await house.sql()`
      select (select count(*) from ship_method_mappings)::int as saved, (select count(*) from order_ship_methods)::int as own,
        array(select action::text from orders order by id) as actions`
      expect(kept).toEqual([{ saved: 0, own: 0, actions: ["resolve", "resolve"] }])
      await expect(house.run(lastEdit(id))).rejects.toThrow("took the last correction of #1001 back already")
    }
  )

  test("nobody corrected it: nothing to undo", async () => {
    await openBusiness(house)
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await expect(house.run(lastEdit(id as OrderId))).rejects.toThrow("Nobody corrected #1001")
  })
})

test("SM-4: unmapped passes through raw where nobody asks for a mapping", async () => {
  await openBusiness(house, { rejectUnmapped: false }, false)
  await house.sql()`update suppliers set requires_ship_method_mapping = false`
  await importOrders(house, orderOf(1, ["SKU-1"], { shipMethodName: "  Drone (raw) " }))
  await pressProcess(house, "#1001")
  expect(house.suppliers.book[0]?.text).toContain("  Drone (raw) ")
})
