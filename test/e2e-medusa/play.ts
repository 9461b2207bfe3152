import assert from "node:assert/strict"
import type { FulfillmentPush } from "../../src/domain/model/fulfillment.ts"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import { medusaChannel } from "../connectors/channels/medusa-fixture.ts"
import { Connector, pushOf } from "../connectors/channels/vendure-fixture.ts"
import { legSku, seedMedusa, sheetSku, tableSku } from "./shop-seed.ts"

export interface MedusaServer {
  readonly url: string
  readonly email: string
  readonly password: string
}

/** Plays the connector against a real Medusa 2 server that is used for nothing else. */
export const playMedusa = async (
  { url, email, password }: MedusaServer,
  say: (line: string) => void
): Promise<void> => {
  const shop = await seedMedusa(url, email, password)
  say("seeded")
  await using connector = new Connector({ apiKey: shop.apiKey })
  const settings = { url, salesChannel: shop.salesChannelId }
  const channel = medusaChannel(url, { settings })
  const longAgo = new Date("2026-01-01T00:00:00Z")

  const download = async (since: Date): Promise<ReadonlyArray<IncomingOrder>> => {
    const orders: Array<IncomingOrder> = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof firstPage>> = await firstPage(since, cursor)
      assert.deepEqual(page.broken, [])
      for (const skipped of page.skipped) say(`skipped ${skipped.channelOrderNumber}: ${skipped.reason}`)
      orders.push(...page.orders)
      cursor = page.next
    } while (cursor !== null)
    return orders
  }
  const firstPage = (since: Date, cursor: string | null) =>
    connector.run((c) => c.downloadPage(channel, since, cursor))
  const shown = async (id: string): Promise<IncomingOrder> => {
    const [order] = await connector.run((c) => c.readOrders(channel, [id]))
    assert(order !== undefined)
    return order
  }
  const push = (order: IncomingOrder, more: Partial<FulfillmentPush>) =>
    connector.run((c) =>
      c.pushFulfillment(
        channel,
        pushOf({
          channelOrderId: order.channelOrderId,
          channelOrderNumber: order.channelOrderNumber,
          ...more
        })
      )
    )

  const one = await shop.buy({ variant_id: shop.sheet, quantity: 3 })
  // Two shipping profiles in one order: the first way to ship carries only one of the two.
  const kit = await shop.buy({ variant_id: shop.sheet, quantity: 1 }, { variant_id: shop.table, quantity: 2 })
  for (const line of await connector.run((c) => c.test(channel))) say(`test: ${line}`)
  assert.deepEqual(await download(longAgo), [], "an unpaid order is not eligible")

  const before = await shown(one)
  await shop.pay(one)
  await shop.pay(kit)
  const after = await shown(one)
  say(`paying moved updated_at: ${before.updatedAt.getTime() !== after.updatedAt.getTime()}`)
  assert.equal(after.channelStatus, "captured")
  const late = await download(new Date(Date.now() + 1000))
  assert.deepEqual(new Set(late.map((o) => o.channelOrderId)), new Set([one, kit]), "paid late, and found")
  const all = await download(longAgo)
  say(`downloaded: ${JSON.stringify(all.find((o) => o.channelOrderId === one))}`)
  assert.equal(all.length, 2)

  const lineOf = (order: IncomingOrder, sku = sheetSku) =>
    order.lines.find((line) => line.sku === sku)?.channelLineId ?? ""
  const part = { trackingNumber: "1Z-A", lines: [{ channelLineId: lineOf(after), quantity: 2 }] }
  const pushes = [await push(after, part), await push(after, part)]
  say(`a part, twice: ${JSON.stringify(pushes)}`)
  assert.deepEqual(
    pushes.map((p) => p._tag === "Accepted" && p.wasThere),
    [false, true]
  )
  say(`status after a part: ${(await shown(one)).channelStatus}`)
  const excess = await push(after, { ...part, trackingNumber: "1Z-X" })
  say(`more than is open: ${JSON.stringify(excess)}`)
  assert.equal(excess._tag, "Rejected")
  // Somebody packs the rest by hand and leaves the shipping to us.
  await shop.admin.call("POST", `/admin/orders/${one}/fulfillments`, {
    items: [{ id: lineOf(after), quantity: 1 }]
  })
  const rest = { trackingNumber: "1Z-B", lines: [{ channelLineId: lineOf(after), quantity: 1 }] }
  const packed = await push(after, rest)
  say(`packed there, shipped by us: ${JSON.stringify(packed)}`)
  assert.equal(packed._tag === "Accepted" && packed.wasThere, true)
  const again = await push(after, { ...rest, trackingNumber: "1Z-C" })
  say(`another number for what is gone: ${JSON.stringify(again)}`)
  assert.equal(again._tag, "NotApplicable")
  say(`status after all: ${(await shown(one)).channelStatus}`)

  const table = await shown(kit)
  const kitPush = {
    trackingNumber: "1Z-K",
    furtherTracking: ["1Z-L"],
    lines: [{ channelLineId: lineOf(table, tableSku), quantity: 2 }]
  }
  const kits = [await push(table, kitPush), await push(table, kitPush)]
  say(`a kit, twice: ${JSON.stringify(kits)}`)
  assert.deepEqual(
    kits.map((p) => p._tag === "Accepted" && p.wasThere),
    [false, true]
  )
  const small = { trackingNumber: "1Z-S", lines: [{ channelLineId: lineOf(table), quantity: 1 }] }
  const other = await push(table, small)
  say(`what ships by the other profile: ${JSON.stringify(other)}`)
  assert.equal(other._tag, "Accepted")
  const told = await shop.admin.call(
    "GET",
    `/admin/orders/${kit}?fields=id,*fulfillments,*fulfillments.labels`
  )
  say(`the shop's labels: ${JSON.stringify(told)}`)

  const skus = [sheetSku, legSku, "NOBODY-HAS-IT"]
  const levels = skus.map((sku, n) => ({ sku, quantity: 40 + n, shown: null }))
  const answers = await connector.run((c) => c.uploadInventory(channel, "smoke", levels))
  say(`upload: ${JSON.stringify(answers)}`)
  assert.equal(answers.filter((a) => a._tag === "Accepted").length, 2)
  const stock = await connector.run((c) => c.readInventory(channel, skus))
  say(`read back: ${JSON.stringify(stock)}`)
  assert.deepEqual(
    new Map(stock.map((s) => [s.sku, s.quantity])),
    new Map([
      [skus[0], 40],
      [skus[1], 41]
    ])
  )
  const nowhere = { ...channel, settings: { ...settings, stockLocation: "sloc_nowhere" } }
  const unsaid = await connector.run((c) => c.uploadInventory(nowhere, "smoke", levels.slice(0, 1)))
  say(`a location that is not there: ${JSON.stringify(unsaid)}`)
  assert.equal(unsaid[0]?._tag, "Unknown")
  const many = Array.from({ length: 45 }, (_, n) => `NONE-${n}`)
  assert.deepEqual(await connector.run((c) => c.readInventory(channel, many)), [])

  const canceled = await shop.buy({ variant_id: shop.sheet, quantity: 1 })
  await shop.admin.call("POST", `/admin/orders/${canceled}/cancel`)
  const refunded = await shop.buy({ variant_id: shop.sheet, quantity: 1 })
  await shop.pay(refunded)
  await shop.refund(refunded, 10)
  const standings = await download(new Date(Date.now() - 60_000))
  say(
    `standings: ${JSON.stringify(standings.map((o) => [o.channelOrderNumber, o.channelStatus, o.standing]))}`
  )
  assert.equal(standings.find((o) => o.channelOrderId === canceled)?.standing, "canceled")
  assert.equal(standings.find((o) => o.channelOrderId === refunded)?.standing, "refunded")
  const gone = await push(await shown(canceled), {
    lines: [{ channelLineId: lineOf(await shown(canceled)), quantity: 1 }]
  })
  say(`a parcel of a canceled order: ${JSON.stringify(gone)}`)
  const unknown = await push({ ...after, channelOrderId: "order_nobody" }, part)
  say(`a parcel of an unknown order: ${JSON.stringify(unknown)}`)
  assert.deepEqual([gone._tag, unknown._tag], ["Rejected", "Rejected"])

  await using byMail = new Connector({ password })
  const session = medusaChannel(url, { settings: { ...settings, email } })
  say(`by e-mail: ${(await byMail.run((c) => c.test(session)))[0]}`)
  await using stranger = new Connector({ apiKey: "sk_0000000000000000" })
  say(`a wrong key: ${JSON.stringify(await stranger.failure((c) => c.test(channel)))}`)
  say("all right")
}
