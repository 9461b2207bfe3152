import { beforeEach, describe, expect, test } from "vitest"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import {
  previewAutoProcessing,
  testAlertAddress,
  toggleAutoProcessing
} from "../../../src/domain/operations/toggle-auto-processing.ts"
import { later, sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, shopShows, syncOrders } from "../sample-business.ts"

const house = withDomain()
const shop = sampleChannel.name

beforeEach(async () => {
  await openBusiness(house)
})

const withAddress = () => house.run(testAlertAddress(shop, "ops@example.com"))
const switchOn = async (as = "ann") => {
  await withAddress()
  return house.run(toggleAutoProcessing(shop, true, shop), as)
}
const channel = async () => {
  const [row] = await house.sql()`
    select auto_processing as "on", auto_processing_by as by, auto_processing_at as at from channels`
  return row
}
const statuses = async () =>
  (await house.sql()`select channel_order_number as n, status, action from orders order by n`).map(
    (o) => `${o.n} ${o.status} ${o.action}`
  )
const held = (n: number) => orderOf(n, ["SKU-1"], { shipMethodName: "Drone" })

describe("AP-1, AP-3: off by default, and a person's decision", () => {
  test("refused without an alert address that received a test", async () => {
    expect(await channel()).toMatchObject({ on: false })
    await expect(house.run(toggleAutoProcessing(shop, true, shop))).rejects.toThrow("alert address")
    expect(await channel()).toMatchObject({ on: false, by: null })
  })

  test("an address that was changed after the test has received none", async () => {
    await withAddress()
    const change = { alertAddress: "new@example.com", alertTestedAt: null }
    await house.run(setChannel(shop, { change, services: [], secrets: {} }))
    await expect(house.run(toggleAutoProcessing(shop, true, shop))).rejects.toThrow("alert address")
  })

  test.each(["", "yes", "acme shop", "Acme shop "])("refused with the consent “%s”", async (consent) => {
    await withAddress()
    await expect(house.run(toggleAutoProcessing(shop, true, consent))).rejects.toThrow("exactly")
    expect(await channel()).toMatchObject({ on: false, by: null })
  })

  test("AP-4: records who and when, sends what is ready, and what waits for RESOLVE waits", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]), held(2), orderOf(3, ["SKU-3"]))
    const preview = await house.run(previewAutoProcessing(shop))
    expect(preview).toMatchObject({ ready: 2, warning: expect.stringContaining("as if you had placed it") })
    house.time.pass(5000)
    expect(await switchOn("bea")).toBe(2)
    expect(await channel()).toMatchObject({ on: true, by: "bea", at: later(5000) })
    await house.drain()
    expect(await statuses()).toEqual([
      "#1001 processed null",
      "#1002 not_processed resolve",
      "#1003 processed null"
    ])
    expect(house.suppliers.book).toHaveLength(2)
    const authors = await house.sql()`select distinct created_by as by from purchase_orders`
    expect(authors).toMatchObject([{ by: "auto-processing (accepted by bea)" }])
  })

  test("later orders go by themselves, held ones when their hold goes; off again, they wait", async () => {
    await switchOn()
    await importOrders(house, orderOf(1, ["SKU-1"]), held(2))
    expect(await statuses()).toEqual(["#1001 processed null", "#1002 not_processed resolve"])
    shopShows(house, orderOf(2, ["SKU-1"], { updatedAt: later(60_000) }))
    await syncOrders(house)
    expect(await statuses()).toEqual(["#1001 processed null", "#1002 processed null"])
    await house.run(toggleAutoProcessing(shop, false, ""))
    await importOrders(house, orderOf(3, ["SKU-1"]))
    expect((await statuses())[2]).toBe("#1003 not_processed process")
    expect(house.suppliers.book).toHaveLength(2)
  })
})

describe("AP-2, A5: one mail per cause", () => {
  const alerts = () => house.mailbox.mails.filter((m) => !m.subject.includes("test alert"))
  /** Sweeps that come at once after another do not look again who is to be told. */
  const nextSweep = async () => {
    house.time.pass(5_000)
    await house.sweep()
  }

  test("sweeps that crowd look once, and what comes up is told by a later one", async () => {
    await switchOn()
    await house.sweep()
    await importOrders(house, held(1))
    await house.sweep()
    expect(alerts()).toEqual([])
    await nextSweep()
    expect(alerts()).toHaveLength(1)
  })

  test("with its count, not repeated, and dismissed when the cause goes", async () => {
    await switchOn()
    await importOrders(house, held(1), held(2), orderOf(3, ["SKU-9"]))
    for (let i = 0; i < 4; i++) await nextSweep()
    expect(alerts().map((m) => [m.to, m.subject])).toEqual([
      ["ops@example.com", expect.stringMatching(/Drone \(2\)$/)],
      ["ops@example.com", expect.stringMatching(/SKU-9 \(1\)$/)]
    ])
    shopShows(house, ...[1, 2].map((n) => orderOf(n, ["SKU-1"], { updatedAt: later(60_000) })))
    await syncOrders(house)
    await nextSweep()
    const rows = await house.sql()`select cause, dismissed_at is not null as gone from alerts order by id`
    expect(rows.map((r) => r.gone)).toEqual([true, false])
    await importOrders(house, held(4))
    await nextSweep()
    expect(alerts(), "it came back, so it is told again").toHaveLength(3)
  })

  test("a failed purchase order is a cause too", async () => {
    await switchOn()
    house.suppliers.sends.push("misconfigured")
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.sweep()
    await house.sweep()
    expect(alerts().map((m) => m.subject)).toEqual([
      expect.stringContaining("North failed: The folder does not exist")
    ])
  })

  test("a channel that a person watches sends none", async () => {
    await withAddress()
    await importOrders(house, held(1))
    await house.sweep()
    expect(alerts()).toEqual([])
  })
})
