import { expect, test } from "vitest"
import { ask, shopOf, withWorld } from "./opened-world.ts"

const step = "{ __typename ... on Order { code state } ... on ErrorResult { errorCode } }"
const add = `mutation($id: ID!, $quantity: Int!) { addItemToOrder(productVariantId: $id, quantity: $quantity) ${step} }`
const pay = `mutation { addPaymentToOrder(input: { method: "prepaid", metadata: {} }) ${step} }`
const arrange = `mutation { transitionOrderToState(state: "ArrangingPayment") ${step} }`

test("a basket is not an order: nothing is paid before everything is known, and nothing is placed before it is paid", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { shopUrl } = shopOf(world, "acme-shop")
    const first = await ask(shopUrl, add, { id: "BK-7", quantity: 2 })
    expect(first.token).toMatch(/^[0-9a-f]{64}$/)
    const next = (query: string) => ask(shopUrl, query, {}, first.token)
    expect((await next(arrange)).data).toMatchObject({
      transitionOrderToState: { errorCode: "ORDER_STATE_TRANSITION_ERROR" }
    })
    expect((await next(pay)).data).toMatchObject({
      addPaymentToOrder: { errorCode: "ORDER_PAYMENT_STATE_ERROR" }
    })
    expect(Object.keys(world.books().shops["acme-shop"]?.orders ?? {})).not.toContain("TEST-1")
    expect((await next("{ activeOrder { state totalQuantity } }")).data).toEqual({
      activeOrder: { state: "AddingItems", totalQuantity: 2 }
    })
  }))

test("each guest has a basket of their own", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { shopUrl } = shopOf(world, "acme-shop")
    const first = await ask(shopUrl, add, { id: "BK-7", quantity: 2 })
    const second = await ask(shopUrl, add, { id: "BK-12", quantity: 1 })
    const contents = async (token: string | null) =>
      (await ask(shopUrl, "{ activeOrder { lines { quantity productVariant { sku } } } }", {}, token)).data
    expect(await contents(first.token)).toEqual({
      activeOrder: { lines: [{ quantity: 2, productVariant: { sku: "BK-7" } }] }
    })
    expect(await contents(second.token)).toEqual({
      activeOrder: { lines: [{ quantity: 1, productVariant: { sku: "BK-12" } }] }
    })
    expect((await ask(shopUrl, add, { id: "BK-7", quantity: -1 })).data).toMatchObject({
      addItemToOrder: { errorCode: "NEGATIVE_QUANTITY_ERROR" }
    })
  }))
