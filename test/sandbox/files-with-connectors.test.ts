import { expect, test } from "vitest"
import { planOrders } from "../../src/sandbox/plan.ts"
import type { World } from "../../src/sandbox/world.ts"
import { intentOf, supplierOf, Transport } from "../connectors/transports/transport-fixture.ts"
import { until, withWorld } from "./opened-world.ts"

/** A limit that a slow machine keeps; what is waited for comes within a second. */
const patientMs = 60_000
const waitMs = 40_000

type Way = "folder" | "ftps" | "ftp"

const offerOf = (world: World, way: Way) => {
  const offer = world.ready.fileSuppliers?.find((one) => one.way === way)
  if (offer === undefined) throw new Error(`the world was founded without a supplier by ${way}`)
  return offer
}

const supplierBy = (world: World, way: Way) => {
  const offer = offerOf(world, way)
  const { folders, host, port, username, certificate, root } = offer
  return supplierOf(`${way}-csv`, {
    inboundFolder: folders.inbound,
    outboundFolder: folders.outbound,
    archiveFolder: folders.archive,
    ...(way === "folder" ? { root } : { host, port: String(port), user: username }),
    ...(way === "ftps" ? { certificate } : {}),
    ...(way === "ftp" ? { plainFtpAccepted: "Chaos 2026-11-22" } : {})
  })
}

test.each(["folder", "ftps", "ftp"] as const)(
  "the transport for CSV by %s sends an order, finds it again, and reads its parcels",
  (way) =>
    withWorld({ orders: 5, fileSuppliers: true }, async (world) => {
      const { name, password } = offerOf(world, way)
      const supplier = supplierBy(world, way)
      await using transport = new Transport({ password })
      await transport.run((t) => t.test(supplier))
      const intent = intentOf(await transport.render(supplier))
      expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
        _tag: "Sent"
      })
      const books = () => world.books().suppliers[name]
      await until(() => Object.values(books()?.purchaseOrders ?? {})[0] ?? null, waitMs)
      expect(Object.values(books()?.purchaseOrders ?? {})).toEqual([1])
      let pieces = 0
      await until(async () => {
        for (const file of await transport.run((t) => t.receive(supplier))) {
          pieces += file.rows.reduce((sum, row) => sum + row.quantity, 0)
          await transport.run((t) => t.archive(supplier, file.name))
        }
        const wanted = Object.values(books()?.pieces ?? {}).reduce((sum, n) => sum + n, 0)
        return pieces > 0 && pieces >= wanted ? pieces : null
      }, waitMs)
      expect(Object.values(books()?.purchaseOrders ?? {})).toEqual([1])
    }),
  patientMs
)

test("a plan has orders for each of them, and is the old one where they are not", () => {
  const skus = (plan: ReturnType<typeof planOrders>) =>
    new Set(plan.flatMap((order) => order.lines.map((line) => line.sku.slice(0, 3))))
  expect([...skus(planOrders(1, 40, false, false, true))]).toEqual(
    expect.arrayContaining(["HZ-", "IN-", "JP-"])
  )
  expect(skus(planOrders(1, 400)).has("HZ-")).toBe(false)
})
