import * as Effect from "effect/Effect"
import { expect } from "vitest"
import type { AmazonAsk } from "../../../src/connectors/channels/amazon/amazon-ask.ts"
import {
  type ListingPatch,
  type PatchQuery,
  patchListingsItem
} from "../../../src/connectors/channels/amazon/amazon-listings-api.ts"
import type { AmazonPlace } from "../../../src/connectors/channels/amazon/amazon-marketplace.ts"
import { readOrder } from "../../../src/connectors/channels/amazon/amazon-order.ts"
import {
  confirmShipment,
  getOrder,
  type IncludedData,
  type SearchQuery,
  type ShipmentConfirmation,
  searchOrders
} from "../../../src/connectors/channels/amazon/amazon-orders-api.ts"
import { AmazonClient, amazonChannel } from "./amazon-fixture.ts"
import { caseOf, type SandboxCase } from "./amazon-model.ts"
import { AmazonServer, errors } from "./amazon-server.ts"

/** Why a case is driven at the operation itself, with the very request of the case, and not through the port. */
export const belowThePort: Readonly<Record<string, string>> = {
  "searchOrders 200": "a download asks by change time, and the test of a connection for fewer data sets",
  "searchOrders 400": "no time of ours is TEST_CASE_400",
  "getOrder 200": "the case wants data sets that we have no use for",
  "confirmShipment 204": "we know no supply source and no transparency codes, and the ship date is ours",
  "confirmShipment 400": "we do not write times as 02/21/2022",
  "patchListingsItem 200 preview": "we change listings and do not try it first"
}

export const kindOf = (each: SandboxCase): string =>
  `${each.operationId} ${each.status}${"mode" in each.given ? " preview" : ""}`

const given = <A>(each: SandboxCase, name: string): A => each.given[name]?.value as A

const errorText = (each: SandboxCase): string => {
  const { errors: said } = each.response as { readonly errors: ReadonlyArray<Record<string, string>> }
  return said[0]?.message ?? ""
}

/** Amazon's sandbox as its models describe it, on loopback. */
export const openSandbox = async () => {
  const met: Array<string> = []
  const server = await AmazonServer.open((call) => {
    const each = caseOf(call)
    if (each === null) return errors(400, "NoCase", `no case for ${call.method} ${call.path}`)
    met.push(each.name)
    return each.status === 204 ? { status: 204 } : { status: each.status, json: each.response }
  })
  const client = new AmazonClient()
  const channel = amazonChannel(server.url)
  const place: AmazonPlace = {
    endpoint: server.url,
    login: server.url,
    marketplaceId: "ATVPDKIKX0DER",
    currency: "USD"
  }
  return {
    met,
    client,
    channel,
    place,
    result: <A, E>(use: (ask: AmazonAsk) => Effect.Effect<A, E>) =>
      client.wire((ask) => Effect.result(use(ask))),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    }
  }
}
export type Sandbox = Awaited<ReturnType<typeof openSandbox>>

interface AmazonOrder {
  readonly orderId: string
  readonly proceeds: { readonly grandTotal: { readonly amount: string; readonly currencyCode: string } }
  readonly fulfillment: { readonly fulfillmentStatus: string }
  readonly recipient: { readonly deliveryAddress: { readonly name: string; readonly city: string } }
  readonly orderItems: ReadonlyArray<{
    readonly orderItemId: string
    readonly quantityOrdered: number
    readonly product: {
      readonly sellerSku: string
      readonly price: { readonly unitPrice: { amount: string } }
    }
  }>
}

/** The same facts, said by Amazon's order and by ours. */
const expectRead = (item: unknown): void => {
  const order = item as AmazonOrder
  expect(readOrder(order, 0, null)).toMatchObject({
    _tag: "Order",
    order: {
      channelOrderId: order.orderId,
      channelStatus: order.fulfillment.fulfillmentStatus,
      total: order.proceeds.grandTotal.amount,
      currency: order.proceeds.grandTotal.currencyCode,
      shipTo: {
        name: order.recipient.deliveryAddress.name,
        city: order.recipient.deliveryAddress.city
      },
      lines: order.orderItems.map((line) => ({
        channelLineId: line.orderItemId,
        sku: line.product.sellerSku,
        quantity: line.quantityOrdered,
        unitPrice: line.product.price.unitPrice.amount
      }))
    }
  })
}

const searchCase = async (sandbox: Sandbox, each: SandboxCase): Promise<void> => {
  const query = Object.fromEntries(Object.entries(each.given).map(([name, { value }]) => [name, value]))
  const { channel, place } = sandbox
  const found = await sandbox.result((ask) =>
    searchOrders(ask)(channel, place, query as unknown as SearchQuery)
  )
  if (each.status === 400) {
    expect(found).toMatchObject({
      failure: { reason: "Rejected", message: expect.stringContaining(errorText(each)) }
    })
    return
  }
  const said = each.response as {
    readonly orders: ReadonlyArray<unknown>
    readonly pagination?: { readonly nextToken: string }
  }
  expect(found).toMatchObject({
    success: { orders: said.orders, nextToken: said.pagination?.nextToken ?? null }
  })
  expect(said.orders.length).toBeGreaterThan(0)
  said.orders.forEach(expectRead)
}

const orderCase = async (sandbox: Sandbox, each: SandboxCase): Promise<void> => {
  const { channel, client, place } = sandbox
  const orderId = given<string>(each, "orderId")
  if (each.status === 400) {
    const failure = await client.failure((c) => c.readOrders(channel, [orderId]))
    expect(failure).toMatchObject({
      reason: "Rejected",
      message: expect.stringContaining(errorText(each))
    })
    return
  }
  const sets = given<ReadonlyArray<IncludedData>>(each, "includedData")
  const found = await sandbox.result((ask) => getOrder(ask)(channel, place, orderId, sets))
  const { order } = each.response as { readonly order: unknown }
  expect(found).toMatchObject({ success: order })
  expectRead(order)
}

const confirmCase = async (sandbox: Sandbox, each: SandboxCase): Promise<void> => {
  const { channel, place } = sandbox
  const answer = await sandbox.result((ask) =>
    confirmShipment(ask)(
      channel,
      place,
      given<string>(each, "orderId"),
      given<ShipmentConfirmation>(each, "body")
    )
  )
  const words = each.status === 204 ? null : expect.stringContaining(errorText(each))
  expect(answer).toMatchObject({ success: words })
}

const previewCase = async (sandbox: Sandbox, each: SandboxCase): Promise<void> => {
  const { channel, place } = sandbox
  const query = {
    marketplaceIds: given<ReadonlyArray<string>>(each, "marketplaceIds"),
    includedData: given<NonNullable<PatchQuery["includedData"]>>(each, "includedData"),
    mode: given<"VALIDATION_PREVIEW">(each, "mode")
  }
  const body: ListingPatch = { productType: "PRODUCT", patches: [] }
  const listing = { sellerId: "A2SELLER", sku: given<string>(each, "sku") }
  const answer = await sandbox.result((ask) => patchListingsItem(ask)(channel, place, listing, query, body))
  const { status, issues } = each.response as {
    readonly status: string
    readonly issues: ReadonlyArray<object>
  }
  expect(answer).toMatchObject({
    success: { _tag: "Submitted", submission: { status, issues: issues.map(() => ({ severity: "ERROR" })) } }
  })
}

const patchCase = async (sandbox: Sandbox, each: SandboxCase): Promise<void> => {
  if ("mode" in each.given) return previewCase(sandbox, each)
  const sku = each.status === 400 ? given<string>(each, "sku") : "GM-ZDPI-9B4E"
  const answers = await sandbox.client.run((c) =>
    c.uploadInventory(sandbox.channel, "key", [{ sku, quantity: 3, shown: null }])
  )
  expect(answers).toMatchObject(
    each.status === 400
      ? [{ _tag: "Rejected", sku, reason: expect.stringContaining(errorText(each)) }]
      : [{ _tag: "Accepted", sku }]
  )
}

const listingCase = async (sandbox: Sandbox, each: SandboxCase): Promise<void> => {
  const { channel, client } = sandbox
  if (each.status === 400) {
    const failure = await client.failure((c) => c.readInventory(channel, [given<string>(each, "sku")]))
    expect(failure).toMatchObject({
      reason: "Rejected",
      message: expect.stringContaining(errorText(each))
    })
    return
  }
  const shown = await client.run((c) => c.readInventory(channel, ["GM-ZDPI-9B4E"]))
  expect(shown).toEqual([{ sku: "GM-ZDPI-9B4E", quantity: 100 }])
}

/** How we bring each operation to meet a case of it, and what must come of it. */
export const drives: Readonly<Record<string, (sandbox: Sandbox, each: SandboxCase) => Promise<void>>> = {
  searchOrders: searchCase,
  getOrder: orderCase,
  confirmShipment: confirmCase,
  patchListingsItem: patchCase,
  getListingsItem: listingCase
}
