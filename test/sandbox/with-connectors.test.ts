import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { discontinued } from "../../src/sandbox/catalog.ts"
import type { World } from "../../src/sandbox/world.ts"
import { Connector, channelOf, pushOf } from "../connectors/channels/vendure-fixture.ts"
import {
  intentOf,
  orderOf,
  supplierOf as supplierLike,
  Transport
} from "../connectors/transports/transport-fixture.ts"
import { shopOf, signedIn, supplierOf, until, withWorld } from "./opened-world.ts"

// The sandbox's wire formats are its own: only the production connectors can show that both mean the same.

const channel = (world: World, name: "acme-shop" | "marigold") => {
  const { url, shopUrl, channelToken } = shopOf(world, name)
  return channelOf(url, { settings: { url, shopUrl, channelToken } })
}

const longAgo = new Date("2026-01-01T00:00:00Z")

test("the Vendure connector reads both shops whole; only the planted order is broken", () =>
  withWorld({ orders: 60 }, async (world) => {
    const seen = { orders: 0, broken: [] as Array<string> }
    for (const name of ["acme-shop", "marigold"] as const) {
      const { username, password } = shopOf(world, name)
      await using connector = new Connector({ username, password })
      const dated = { ...channel(world, name), earliestOrderAt: longAgo }
      expect((await connector.run((c) => c.test(dated))).join("\n")).toContain(name)
      const page = await connector.run((c) => c.downloadPage(dated, longAgo, null))
      seen.orders += page.orders.length
      seen.broken.push(...page.broken.map((b) => b.raw))
      expect(page.skipped).toEqual([])
    }
    const planted = Object.entries(world.ready.plan.expected).find(
      ([, e]) => e.outcome === "quarantined"
    )?.[0]
    expect(seen.orders).toBe(59)
    expect(seen.broken).toHaveLength(1)
    expect(seen.broken[0]).toContain(planted)
  }))

test("the Vendure connector places a test order as a buyer, and pushes its parcel", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { username, password } = shopOf(world, "acme-shop")
    await using connector = new Connector({ username, password })
    const shop = { ...channel(world, "acme-shop"), earliestOrderAt: longAgo }
    expect(await connector.run((c) => c.placeTestOrder(shop))).toBe("TEST-1")
    const page = await connector.run((c) => c.downloadPage(shop, longAgo, null))
    const order = page.orders.find((o) => o.channelOrderNumber === "TEST-1")
    const line = order?.lines[0]
    if (order === undefined || line === undefined) throw new Error("the test order is not listed")
    const push = pushOf({
      channelOrderId: order.channelOrderId,
      channelOrderNumber: "TEST-1",
      lines: [{ channelLineId: line.channelLineId, quantity: 1 }]
    })
    expect(await connector.run((c) => c.pushFulfillment(shop, push))).toMatchObject({
      _tag: "Accepted",
      wasThere: false
    })
    expect(await connector.run((c) => c.pushFulfillment(shop, push))).toMatchObject({
      _tag: "Accepted",
      wasThere: true
    })
    const books = world.books().shops["acme-shop"]
    expect(books?.states["TEST-1"]).toBe("Shipped")
    expect(books?.fulfillments).toEqual({ "TEST-1/1Z-A": 1 })
  }))

test("the Vendure connector sets stock and reads it back; orders hold pieces, parcels take them away", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { username, password } = shopOf(world, "acme-shop")
    await using connector = new Connector({ username, password })
    const shop = { ...channel(world, "acme-shop"), earliestOrderAt: longAgo }
    const level = (sku: string, quantity: number) => ({ sku, quantity, shown: null })
    expect((await connector.run((c) => c.test(shop))).at(-1)).toContain("Default Stock Location (1)")
    const skus = ["NW-100-BLK", "LEGACY-404", "NW-NOBODY"]
    const answers = await connector.run((c) =>
      c.uploadInventory(
        shop,
        "batch-1",
        skus.map((sku) => level(sku, 7))
      )
    )
    expect(new Map(answers.map((a) => [a.sku, a._tag]))).toEqual(
      new Map([
        ["NW-100-BLK", "Accepted"],
        ["LEGACY-404", "Accepted"],
        ["NW-NOBODY", "Unknown"]
      ])
    )
    const nowhere = { ...shop, settings: { ...shop.settings, stockLocation: "9" } }
    const failure = await connector.failure((c) => c.uploadInventory(nowhere, "batch-2", [level("BK-7", 1)]))
    expect(failure).toMatchObject({ reason: "Misconfigured" })
    expect(await connector.run((c) => c.readInventory(shop, skus))).toEqual([
      { sku: "LEGACY-404", quantity: 7 },
      { sku: "NW-100-BLK", quantity: 7 }
    ])

    await connector.run((c) => c.placeTestOrder(shop))
    const page = await connector.run((c) => c.downloadPage(shop, longAgo, null))
    const order = page.orders.find((o) => o.channelOrderNumber === "TEST-1")
    const line = order?.lines[0]
    if (order === undefined || line === undefined) throw new Error("the test order is not listed")
    const held = await shown(world, line.sku)
    const push = pushOf({
      channelOrderId: order.channelOrderId,
      lines: [{ channelLineId: line.channelLineId, quantity: 1 }]
    })
    await connector.run((c) => c.pushFulfillment(shop, push))
    expect(await shown(world, line.sku)).toEqual({
      stockOnHand: held.stockOnHand - 1,
      stockAllocated: held.stockAllocated - 1
    })
    expect(held.stockAllocated).toBeGreaterThan(0)
  }))

/** A variant as the shop's own Admin API shows it. */
async function shown(world: World, sku: string) {
  const asks = await signedIn(world)
  const query = `query($options: ProductVariantListOptions) { productVariants(options: $options) {
    items { stockOnHand stockAllocated } } }`
  const { data } = await asks(query, { options: { filter: { sku: { eq: sku } } } })
  const [variant] = (
    data as unknown as {
      productVariants: { items: ReadonlyArray<{ stockOnHand: number; stockAllocated: number }> }
    }
  ).productVariants.items
  if (variant === undefined) throw new Error(`the shop does not sell ${sku}`)
  return variant
}

const northwindOf = (world: World) => {
  const { host, port, username, hostKeyFingerprint, inbound, outbound, archive } = sftpOf(world)
  return supplierLike("sftp-csv", {
    host,
    port: String(port),
    user: username,
    hostKey: hostKeyFingerprint,
    inboundFolder: inbound,
    outboundFolder: outbound,
    archiveFolder: archive
  })
}

const sftpOf = (world: World) => {
  const { sftp } = supplierOf(world, "Northwind")
  if (!("inbound" in sftp)) throw new Error("Northwind takes purchase orders by SFTP")
  return sftp
}

test("the SFTP transport sends a purchase order, and reads the parcels that the clerk ships for it", () =>
  withWorld({ orders: 5 }, async (world) => {
    const supplier = northwindOf(world)
    await using transport = new Transport({ password: sftpOf(world).password })
    const intent = intentOf(await transport.render(supplier))
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Sent"
    })
    const files = await until(async () => {
      const found = await transport.run((t) => t.receive(supplier))
      const pieces = found.flatMap((f) => f.rows).reduce((sum, row) => sum + row.quantity, 0)
      return pieces === 3 ? found : null
    })
    const rows = files.flatMap((file) => file.rows)
    expect(files.flatMap((file) => file.broken)).toEqual([])
    expect(new Set(rows.map((row) => row.purchaseOrderNumber))).toEqual(new Set(["ALD-000001"]))
    expect(new Set(rows.map((row) => row.lineId))).toEqual(new Set(["11", "12"]))
    for (const file of files) await transport.run((t) => t.archive(supplier, file.name))
    expect(await transport.run((t) => t.receive(supplier))).toEqual([])
    expect(world.books().suppliers.Northwind?.purchaseOrders).toEqual({ "ALD-000001": 1 })
  }))

test("the mail transport sends a purchase order; what is discontinued is refused for good", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { host, port, username, password } = world.ready.smtp
    const settings = { host, port: String(port), security: "none", user: username }
    const to = { from: "po@switchyard.example", to: "orders@baker.example" }
    const supplier = supplierLike("email", { ...settings, ...to })
    await using transport = new Transport({ password })
    const send = async (number: string, supplierSku: string) => {
      const order = orderOf({
        number,
        lines: orderOf()
          .lines.slice(0, 1)
          .map((line) => ({ ...line, supplierSku }))
      })
      const intent = { ...intentOf(await transport.render(supplier, order)), number, transport: "email" }
      return transport.run((t) => t.send(supplier, intent, transport.mark))
    }
    expect(await send("SY-1", "BAK/0007")).toMatchObject({ _tag: "Sent" })
    expect(await send("SY-2", discontinued.supplierSku)).toMatchObject({ _tag: "Refused" })
    expect(world.books().suppliers["Baker Supply"]).toMatchObject({
      purchaseOrders: { "SY-1": 1 },
      refused: { "SY-2": 1 }
    })
  }))

test("the mail transport reads what the supplier's desk writes back, and tells it to cancel in the same thread", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { smtp, imap } = world.ready
    const settings = {
      host: smtp.host,
      port: String(smtp.port),
      security: "none",
      user: smtp.username,
      from: "po@switchyard.example",
      to: "orders@baker.example",
      replyAddress: "po@switchyard.example",
      imapHost: imap.host,
      imapPort: String(imap.port),
      imapSecurity: "none",
      imapUser: imap.username,
      imapArchive: "Read",
      senders: "@baker.example"
    }
    const supplier = { ...supplierLike("email", settings), trackingSource: "transport" as const }
    await using transport = new Transport({
      password: smtp.password,
      imapPassword: imap.password,
      replyKey: "k".repeat(64)
    })
    await transport.run((t) => t.prepare(supplier))
    const order = orderOf({
      lines: orderOf()
        .lines.slice(0, 1)
        .map((line) => ({ ...line, supplierSku: "BAK/0007" }))
    })
    const intent = intentOf(await transport.render(supplier, order))
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Sent"
    })
    const [file, ...others] = await transport.run((t) => t.receive(supplier))
    expect(others).toEqual([])
    expect(file?.letters).toMatchObject([
      {
        kind: "letter",
        senderKnown: true,
        names: { replyAddresses: [intent.identifiers.replyTo], messageIds: [intent.identifiers.messageId] }
      }
    ])
    await transport.run((t) => t.archive(supplier, file?.name ?? ""))
    const cancel = await transport.run((t) =>
      Effect.sync(() =>
        t.renderMessage(supplier, {
          kind: "cancel",
          number: order.number,
          revision: 1,
          sequence: 9,
          sentAs: intent.identifiers,
          supplierOrderNumber: "",
          code: "",
          reason: "",
          lines: [],
          whole: true
        })
      )
    )
    if (cancel === null) throw new Error("a mail can ask to cancel")
    expect(await transport.run((t) => t.send(supplier, intentOf(cancel), transport.mark))).toMatchObject({
      _tag: "Sent"
    })
    const [answer] = await transport.run((t) => t.receive(supplier))
    expect(answer?.letters[0]?.names.messageIds).toEqual([cancel.identifiers.messageId])
    expect(world.books().suppliers["Baker Supply"]?.purchaseOrders).toEqual({ [order.number]: 1 })
  }))
