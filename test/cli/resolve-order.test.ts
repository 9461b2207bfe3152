import { describe, expect, it } from "vitest"
import { holdOf } from "./fake-services.ts"
import { acmeId, emptyWorld, ground, orderOf, shop, type World } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const unmapped = (orderId: number) =>
  holdOf(orderId, "ship_method_unmapped", String(acmeId), { supplier: "Acme Outdoor", supplierId: acmeId })

const noPhone = { ...orderOf(1).shipTo, phone: "" }

/** #1001 lacks a phone and a mapping; #1002 and #1003 wait for the same mapping. */
const waiting = (given: Partial<World> = {}): World => ({
  ...emptyWorld(),
  orders: [
    orderOf(1, { action: "resolve", shipTo: noPhone }),
    orderOf(2, { action: "resolve" }),
    orderOf(3, { action: "resolve" })
  ],
  holds: [holdOf(1, "phone_missing", "phone"), unmapped(1), unmapped(2), unmapped(3)],
  ...given
})

const method = "Acme Outdoor=UPS Ground"

describe("orders resolve", () => {
  it("without flags prints what is missing, a fix for each, and the supplier's own methods", async () => {
    const { stdout, code } = await perform(waiting(), ["orders", "resolve", "1001"])
    expect(code).toBe(0)
    expect(stdout).toContain("fix: switchyard orders resolve 1001 --set phone=...")
    expect(stdout).toContain("fix: switchyard orders resolve 1001 --method 'Acme Outdoor=UPS Ground' --save")
    expect(stdout).toContain("FedEx 2Day")
  })

  it.each([
    ["sku_unknown", "it's", `switchyard map sku us-shop 'it'\\''s' <our sku>`],
    ["out_of_stock", "SKU-1", "switchyard channels allocation us-shop --when-short send"],
    ["channel_value_missing", "warehouse", "switchyard channels set us-shop --supplier-value warehouse=..."]
  ] as const)("names the order's own channel in the command against %s", async (kind, field, command) => {
    const { stdout } = await perform(waiting({ holds: [holdOf(1, kind, field)] }), [
      "orders",
      "resolve",
      "1001"
    ])
    expect(stdout).toContain(command)
  })

  it("enters a field, and says what is left", async () => {
    const world = waiting()
    const { json, code } = await performJson(world, [
      "orders",
      "resolve",
      "1001",
      "--set",
      "phone=+15550001111"
    ])
    expect(code).toBe(0)
    expect(world.orders[0]?.shipTo.phone).toBe("+15550001111")
    expect(json.left.map((h: { kind: string }) => h.kind)).toEqual(["ship_method_unmapped"])
  })

  it("keeps a choice for one order alone", async () => {
    const world = waiting()
    const words = ["orders", "resolve", "1002", "--method", "acme outdoor=ups ground", "--save", "order"]
    expect(await performJson(world, words)).toMatchObject({ code: 0, json: { left: [], freed: 0 } })
    expect(world.choices).toEqual([{ orderId: 2, supplierId: acmeId, shipMethodId: ground }])
    expect(world.mappings).toEqual([])
    expect(world.orders[1]?.action).toBe("process")
  })

  it("saves for the channel, states the effect, and has the others checked anew", async () => {
    const world = waiting()
    const { stdout, code } = await perform(world, [
      ...["orders", "resolve", "1002", "--method", method, "--save", "channel"]
    ])
    expect(code).toBe(0)
    expect(stdout).toContain("Frees 2: none is sent now, 2 wait for you. 1 more wait for something else too.")
    expect(world.mappings).toMatchObject([{ channelId: shop.id, channelMethodName: "Free Shipping" }])
    expect(world.jobs).toEqual([{ job: "orders.validate", orderIds: [1, 3] }])
  })

  it("saves for every channel of the supplier", async () => {
    const world = waiting()
    await perform(world, ["orders", "resolve", "1002", "--method", method, "--save", "supplier"])
    expect(world.mappings).toMatchObject([{ channelId: null, supplierId: acmeId }])
  })

  it("asks first when saving sends orders at once", async () => {
    const world = waiting({ channels: [{ ...shop, autoProcessing: true, autoProcessingBy: "bob" }] })
    const words = ["orders", "resolve", "1002", "--method", method, "--save", "channel"]
    const asked = await perform(world, words)
    expect(asked.code).toBe(1)
    expect(asked.stdout).toContain("Frees 2: 2 will be SENT now ($100.00), 0 wait for you.")
    expect(asked.stdout).toContain("Nothing was changed.")
    expect(world.mappings).toEqual([])
    expect((await perform(world, [...words, "--yes"])).code).toBe(0)
    expect(world.mappings).toHaveLength(1)
  })

  it("promises no send for now while all sends are stopped", async () => {
    const auto = {
      channels: [{ ...shop, autoProcessing: true, autoProcessingBy: "bob" }],
      sendsStopped: true
    }
    const asked = await perform(waiting(auto), [
      "orders",
      "resolve",
      "1002",
      "--method",
      method,
      "--save",
      "channel"
    ])
    expect(asked.stdout).toContain("Frees 2: 2 will be SENT once sends are allowed again ($100.00)")
    expect(asked.stdout).not.toContain("SENT now")
  })

  it("refuses a method that is not the supplier's own, and names those that are", async () => {
    const world = waiting()
    const { stderr, code } = await perform(world, [
      ...["orders", "resolve", "1002", "--method", "Acme Outdoor=DHL Express", "--save", "order"]
    ])
    expect(code).toBe(1)
    expect(stderr).toContain("“UPS Ground”, “FedEx 2Day”")
    expect(world.choices).toEqual([])
  })

  it("shows hostile names as pictures and quotes them in commands", async () => {
    const world = waiting()
    const hostile = "Ac'me\u001b[2J"
    world.suppliers = world.suppliers.map((s) => ({ ...s, name: hostile }))
    world.orders = world.orders.map((o) => ({ ...o, customerName: hostile, shipMethodName: hostile }))
    const { stdout } = await perform(world, ["orders", "resolve", "1001"])
    expect(stdout).not.toContain("\u001b")
    expect(stdout).toContain("'Ac'\\''me␛[2J=")
  })

  it("refuses an order that nobody knows, and one reference that names two", async () => {
    expect(await perform(waiting(), ["orders", "resolve", "9"])).toMatchObject({ code: 1, stdout: "" })
    const world = waiting({ orders: [orderOf(1), orderOf(2, { channelOrderNumber: "1001" })] })
    expect((await perform(world, ["orders", "resolve", "1001"])).stderr).toContain("names 2 orders")
  })
})
