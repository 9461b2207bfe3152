import { expect, test } from "vitest"
import type { CarrierKey } from "../../src/sandbox/carrier-dialect.ts"
import type { World } from "../../src/sandbox/world.ts"
import { accountOf, CarrierDesk } from "../connectors/carriers/carrier-fixture.ts"
import { intentOf, supplierOf, Transport } from "../connectors/transports/transport-fixture.ts"
import { quick, until, withWorld } from "./opened-world.ts"

const patientMs = 60_000
const waitMs = 40_000

const carrierOf = (world: World, carrier: CarrierKey = "ups") => {
  const offer = world.ready.carriers?.find((one) => one.carrier === carrier)
  if (offer === undefined) throw new Error("the world was founded without carriers")
  return offer
}

/** A parcel that Hazel Home hands in. */
const shipOne = async (world: World): Promise<void> => {
  const offer = world.ready.fileSuppliers?.find((one) => one.way === "folder")
  if (offer === undefined) throw new Error("the world was founded without a folder")
  const { inbound, outbound } = offer.folders
  const settings = { root: offer.root, inboundFolder: inbound, outboundFolder: outbound }
  const supplier = supplierOf("folder-csv", settings)
  await using transport = new Transport({})
  const intent = intentOf(await transport.render(supplier))
  await transport.run((t) => t.send(supplier, intent, transport.mark))
}

test(
  "the carrier follows each parcel that leaves by UPS to its receiver, and our UPS connector reads what it says",
  () =>
    withWorld(
      { orders: 5, fileSuppliers: true, carrier: true, paces: { ...quick.paces, scanEveryMs: 20 } },
      async (world) => {
        const { url, clientId, clientSecret } = carrierOf(world)
        await shipOne(world)
        const isDelivered = () => Object.values(world.books().parcels).includes("011")
        await until(() => (isDelivered() ? true : null), waitMs)
        const [number] = Object.keys(world.books().parcels)
        if (number === undefined) throw new Error("the carrier has no parcel")
        await using desk = new CarrierDesk(clientSecret)
        const account = accountOf("ups", { clientId, baseUrl: url })
        const [news] = await desk.run((c) => c.track(account, [number]))
        expect(news).toMatchObject({ _tag: "Known", number, state: "delivered" })
        const states = news?._tag === "Known" ? news.events.map((event) => event.state) : []
        expect(states.filter((state) => state !== "delivery_failed")).toEqual([
          "delivered",
          "out_for_delivery",
          "in_transit",
          "picked_up"
        ])
        const other = "1Z999AA10123456784"
        expect(await desk.run((c) => c.track(account, [other]))).toEqual([
          { _tag: "NotKnownYet", number: other }
        ])
      }
    ),
  patientMs
)

test("whoever has another secret gets no token", () =>
  withWorld({ orders: 5, carrier: true }, async (world) => {
    const { url, clientId } = carrierOf(world)
    await using desk = new CarrierDesk("a guess")
    const account = accountOf("ups", { clientId, baseUrl: url })
    expect(await desk.failure((c) => c.track(account, ["1Z999AA10123456784"]))).toMatchObject({
      reason: "Unauthorized"
    })
  }))
