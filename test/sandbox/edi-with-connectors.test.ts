import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { planOrders } from "../../src/sandbox/plan.ts"
import type { World } from "../../src/sandbox/world.ts"
import { intentOf, supplierOf, Transport } from "../connectors/transports/transport-fixture.ts"
import { until, withWorld } from "./opened-world.ts"

// The partner's X12 is its own: only the production connector can show that both mean the same.

/** A limit that a slow machine keeps; what is waited for comes within a second. */
const patientMs = 60_000

const offerOf = (world: World) => {
  const offer = world.ready.ediSupplier
  if (offer === undefined) throw new Error("the world was founded without a supplier by EDI")
  return offer
}

const garnetOf = (world: World) => {
  const { sftp, edi } = offerOf(world)
  return supplierOf("edi-x12", {
    over: "sftp",
    host: sftp.host,
    port: String(sftp.port),
    user: sftp.username,
    hostKey: sftp.hostKeyFingerprint,
    inboundFolder: sftp.inbound,
    outboundFolder: sftp.outbound,
    archiveFolder: sftp.archive,
    senderQualifier: edi.sender.qualifier,
    senderId: edi.sender.id,
    receiverQualifier: edi.receiver.qualifier,
    receiverId: edi.receiver.id,
    usage: edi.usage
  })
}

test(
  "the EDI transport sends an order, reads every answer of the partner, and answers it",
  () =>
    withWorld({ orders: 5, ediSupplier: true }, async (world) => {
      const supplier = garnetOf(world)
      await using transport = new Transport({ password: offerOf(world).sftp.password })
      expect((await transport.run((t) => t.test(supplier))).join("\n")).toContain(
        "host key is the pinned one"
      )
      const intent = intentOf(await transport.render(supplier))
      expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
        _tag: "Sent"
      })
      const seen = { pieces: 0, receipts: 0, acknowledgements: 0, broken: 0 }
      await until(async () => {
        for (const file of await transport.run((t) => t.receive(supplier))) {
          seen.pieces += file.rows.reduce((sum, row) => sum + row.quantity, 0)
          seen.receipts += file.receipts.filter((r) => r.identifiers.controlNumber === "1").length
          seen.acknowledgements += file.acknowledgements.filter((a) => a.standing === "accepted").length
          seen.broken += file.broken.length
          await transport.interchanges((i) =>
            Effect.asVoid(i.record(supplier.id, file.name, file.interchanges, new Date()))
          )
          await transport.run((t) => t.archive(supplier, file.name))
        }
        return seen.pieces === 3 ? true : null
      }, patientMs)
      expect(seen).toEqual({ pieces: 3, receipts: 1, acknowledgements: 1, broken: 0 })
      expect(world.books().suppliers["Garnet Glass"]).toMatchObject({
        purchaseOrders: { "ALD-000001": 1 },
        unreadable: []
      })
      expect(world.books().doubled).toEqual([])
    }),
  2 * patientMs
)

test("a quarter of the orders is for it, and the other plans stay what they were", () => {
  const forGarnet = (plan: ReturnType<typeof planOrders>) =>
    plan.filter((order) => order.lines.some((line) => line.sku.startsWith("GG-")))
  const plan = planOrders(1, 400, false, true)
  expect(forGarnet(plan).length).toBeGreaterThan(60)
  expect(forGarnet(planOrders(1, 400))).toEqual([])
  expect(plan.filter((order) => order.expected.outcome === "completed").length).toBeGreaterThan(320)
})
