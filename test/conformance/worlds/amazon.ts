import { AmazonAccount, type FakeOrder, fakeOrder, usd } from "../../connectors/channels/amazon-account.ts"
import { secrets } from "../../connectors/channels/amazon-fixture.ts"
import { channelOfKind } from "../../connectors/channels/lone-connector.ts"
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"
import { Gate } from "../gate.ts"

const made = (n: number, at: Date): FakeOrder =>
  fakeOrder(n, {
    createdTime: at.toISOString(),
    lastUpdatedTime: at.toISOString(),
    orderItems: pieces.map(({ sku, quantity }, i) => ({
      orderItemId: `I${n}-${i}`,
      quantityOrdered: quantity,
      product: { sellerSku: sku, title: sku, price: { unitPrice: usd("10.00") } }
    }))
  })

export const amazonWorld: OpenWorld = async () => {
  const account = await AmazonAccount.open()
  account.mostOnPage = 20
  const gate = await Gate.open(account.server.url)
  const find = (n: number) => account.orders.find((order) => order.orderId === fakeOrder(n).orderId)
  const change = (n: number, at: Date, more: object) => {
    Object.assign(find(n) ?? {}, more, { lastUpdatedTime: at.toISOString() })
  }
  const status = (n: number, fulfillmentStatus: string) => ({
    fulfillment: { ...fakeOrder(n).fulfillment, fulfillmentStatus }
  })
  const settings = { marketplace: "US", sellerId: "A2SELLER", endpoint: gate.url, loginUrl: gate.url }
  return {
    channel: channelOfKind("amazon", settings, { eligibleStatuses: ["UNSHIPPED"] }),
    secrets,
    gate,
    crowd: [30, 70],
    setClock: (at) => {
      account.completeTo = new Date(at.getTime() - 120_000).toISOString()
    },
    isSignIn: ({ path }) => path.startsWith("/auth/"),
    add: (n, at) => void account.orders.push(made(n, at)),
    idOf: (n) => fakeOrder(n).orderId,
    edit: (n, at) => {
      const { recipient } = fakeOrder(n) as unknown as { readonly recipient: { deliveryAddress: object } }
      change(n, at, {
        recipient: { deliveryAddress: { ...recipient.deliveryAddress, addressLine1: movedTo } }
      })
    },
    cancel: (n, at) => change(n, at, status(n, "CANCELLED")),
    finish: (n, at) => change(n, at, status(n, "SHIPPED")),
    // The orders API says nothing of money that was given back.
    refund: null,
    spoil: (n) => void Object.assign(find(n) ?? {}, { createdTime: "some day" }),
    // Amazon takes a further package of an order; what the seller sent by hand is no trouble of ours.
    shipElsewhere: null,
    parcels: async (n) =>
      (find(n)?.packages ?? []).map((one) => ({
        tracking: one.trackingNumber,
        pieces: one.packageItems.reduce((sum, item) => sum + item.quantity, 0)
      })),
    setStock: (sku, quantity) => void account.listings.set(sku, quantity),
    stock: async (sku) => account.listings.get(sku) ?? null,
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    }
  }
}
