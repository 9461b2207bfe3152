import { request } from "node:http"
import { expect, test } from "vitest"
import type { World } from "../../src/sandbox/world.ts"
import { ask, control, loginMutation, type ShownOrder, shopOf, signedIn, withWorld } from "./opened-world.ts"

const page = `query Orders($options: OrderListOptions) { orders(options: $options) { totalItems items {
  id code state active type createdAt updatedAt orderPlacedAt currencyCode totalWithTax totalQuantity
  customer { firstName lastName emailAddress phoneNumber }
  shippingAddress { fullName company streetLine1 streetLine2 city province postalCode country countryCode phoneNumber }
  billingAddress { fullName }
  shippingLines { id priceWithTax shippingMethod { id code name } }
  lines { id quantity orderPlacedQuantity unitPriceWithTax proratedUnitPrice productVariant { id sku name } fulfillmentLines { fulfillmentId quantity } }
  fulfillments { id state method trackingCode lines { orderLineId quantity } }
  payments { state amount refunds { id state total } } } } }`

const add = `mutation Add($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) { __typename
  ... on Fulfillment { id state trackingCode lines { orderLineId quantity orderLine { quantity } } }
  ... on ErrorResult { errorCode message }
  ... on InsufficientStockOnHandError { stockOnHand } } }`

const move = `mutation Move($id: ID!, $state: String!) { transitionFulfillmentToState(id: $id, state: $state) { __typename
  ... on Fulfillment { id state } ... on FulfillmentStateTransitionError { errorCode fromState toState } } }`

const inputOf = (trackingCode: string, lines: ReadonlyArray<{ orderLineId: string; quantity: number }>) => ({
  input: {
    lines,
    handler: {
      code: "manual-fulfillment",
      arguments: [
        { name: "method", value: "UPS Ground" },
        { name: "trackingCode", value: trackingCode }
      ]
    }
  }
})

type Asks = Awaited<ReturnType<typeof signedIn>>

const allOrders = async (asks: Asks): Promise<ReadonlyArray<ShownOrder>> =>
  (await asks(page, { options: { take: 100, sort: { id: "ASC" } } })).data.orders.items

/** An order of its own: three of one thing. */
async function placed(world: World, asks: Asks) {
  const { body } = await control<{ orderNumber: string }>(world, "POST", "/orders", {
    shop: "acme-shop",
    quantity: 3
  })
  const found = (await asks(page, { options: { filter: { code: { eq: body.orderNumber } } } })).data.orders
    .items[0]
  const line = found?.lines[0]
  if (found === undefined || line === undefined) throw new Error("the order that was placed is not listed")
  return { order: found, lineId: line.id }
}

const read = async (asks: Asks, id: string) =>
  (await asks("query($id: ID!) { order(id: $id) { id state updatedAt fulfillments { state } } }", { id }))
    .data.order

test("signs in with a token in the header, and refuses as Vendure does: inside HTTP 200", () =>
  withWorld({ orders: 5 }, async (world) => {
    const shop = shopOf(world, "acme-shop")
    const right = await ask(shop.url, loginMutation, { username: shop.username, password: shop.password })
    expect(right.token).toMatch(/^[0-9a-f]{64}$/)
    expect(right.data.login).toMatchObject({ __typename: "CurrentUser", channels: [{ code: "acme-shop" }] })
    const wrong = await ask(shop.url, loginMutation, { username: shop.username, password: "guess" })
    expect(wrong).toMatchObject({
      status: 200,
      token: null,
      data: { login: { errorCode: "INVALID_CREDENTIALS_ERROR" } }
    })
    const stranger = await ask(shop.url, page, {}, "0".repeat(64))
    expect(stranger).toMatchObject({ status: 200, data: null, errors: [{ code: "FORBIDDEN" }] })
    const elsewhere = await ask(shopOf(world, "marigold").url, page, {}, right.token)
    expect(elsewhere.errors[0]?.code).toBe("FORBIDDEN")
  }))

test("lists orders by pages, filters and sorts; its totals count the filter", () =>
  withWorld({ orders: 60 }, async (world) => {
    const asks = await signedIn(world)
    const all = await allOrders(asks)
    expect(all).toHaveLength(30)
    const pages = await Promise.all(
      [0, 12, 24, 36].map((skip) => asks(page, { options: { take: 12, skip, sort: { id: "ASC" } } }))
    )
    expect(pages.map((p) => p.data.orders.totalItems)).toEqual([30, 30, 30, 30])
    expect(pages.flatMap((p) => p.data.orders.items.map((o) => o.code))).toEqual(all.map((o) => o.code))
    const tenth = all[9]?.orderPlacedAt
    const count = async (filter: object) => (await asks(page, { options: { filter } })).data.orders.totalItems
    expect(await count({ orderPlacedAt: { after: tenth } })).toBe(20)
    expect(await count({ orderPlacedAt: { before: tenth } })).toBe(9)
    expect(await count({ orderPlacedAt: { between: { start: tenth, end: tenth } } })).toBe(1)
    expect(await count({ state: { in: ["PaymentSettled", "Shipped"] } })).toBe(30)
    expect(await count({ state: { eq: "Shipped" } })).toBe(0)
    expect(await count({ _or: [{ code: { eq: all[0]?.code } }, { id: { in: [all[1]?.id] } }] })).toBe(2)
  }))

test("sorts by its own order of keys, and takes no more than a thousand", () =>
  withWorld({ orders: 10 }, async (world) => {
    const asks = await signedIn(world)
    const sorted = await asks(page, { options: { sort: { orderPlacedAt: "DESC", id: "ASC" } } })
    const ids = sorted.data.orders.items.map((order) => Number(order.id))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    const greedy = await asks(page, { options: { take: 1001 } })
    expect(greedy).toMatchObject({ status: 200, data: null })
    expect(greedy.errors).toEqual([
      { message: "Cannot take more than 1000 results from a list query", code: "USER_INPUT_ERROR" }
    ])
  }))

test("an order goes to PartiallyShipped and Shipped by its fulfillments, and updatedAt stays", () =>
  withWorld({ orders: 5 }, async (world) => {
    const asks = await signedIn(world)
    const { order, lineId } = await placed(world, asks)
    const first = (await asks(add, inputOf("1Z-A", [{ orderLineId: lineId, quantity: 1 }]))).data
      .addFulfillmentToOrder
    expect(first).toMatchObject({ __typename: "Fulfillment", state: "Pending", trackingCode: "1Z-A" })
    expect((await read(asks, order.id))?.state).toBe("PaymentSettled")
    await asks(move, { id: first.id, state: "Shipped" })
    expect((await read(asks, order.id))?.state).toBe("PartiallyShipped")
    const again = await asks(move, { id: first.id, state: "Shipped" })
    expect(again.data.transitionFulfillmentToState).toMatchObject({
      fromState: "Shipped",
      toState: "Shipped"
    })
    const rest = (await asks(add, inputOf("1Z-B", [{ orderLineId: lineId, quantity: 2 }]))).data
      .addFulfillmentToOrder
    await asks(move, { id: rest.id, state: "Shipped" })
    expect(await read(asks, order.id)).toMatchObject({ state: "Shipped", updatedAt: order.updatedAt })
    const over = await asks(add, inputOf("1Z-C", [{ orderLineId: lineId, quantity: 1 }]))
    expect(over).toMatchObject({
      status: 200,
      data: { addFulfillmentToOrder: { errorCode: "ITEMS_ALREADY_FULFILLED_ERROR" } }
    })
  }))

test("a push that is repeated while it still fits is taken twice, and the books show it", () =>
  withWorld({ orders: 5 }, async (world) => {
    const asks = await signedIn(world)
    const { order, lineId } = await placed(world, asks)
    const push = () => asks(add, inputOf("1Z-A", [{ orderLineId: lineId, quantity: 1 }]))
    await push()
    expect(world.books().doubled).toEqual([])
    await push()
    expect(world.books().doubled).toEqual([`acme-shop: ${order.code}/1Z-A`])
    expect(world.books().shops["acme-shop"]?.fulfillments).toEqual({ [`${order.code}/1Z-A`]: 2 })
  }))

test("refuses what does not make sense: no lines, unknown lines and handlers, stock that is not there", () =>
  withWorld({ orders: 5 }, async (world) => {
    const asks = await signedIn(world)
    const { lineId } = await placed(world, asks)
    const refusal = async (input: object) => (await asks(add, input)).data.addFulfillmentToOrder.errorCode
    expect(await refusal(inputOf("x", []))).toBe("EMPTY_ORDER_LINE_SELECTION_ERROR")
    const { input } = inputOf("x", [{ orderLineId: lineId, quantity: 3 }])
    expect(await refusal({ input: { ...input, handler: { code: "magic", arguments: [] } } })).toBe(
      "INVALID_FULFILLMENT_HANDLER_ERROR"
    )
    const unknown = await asks(add, inputOf("x", [{ orderLineId: "99999", quantity: 1 }]))
    expect(unknown.errors).toEqual([
      { message: 'No OrderLine with the id "99999" could be found', code: "ENTITY_NOT_FOUND" }
    ])
    await control(world, "POST", "/stock", { shop: "acme-shop", sku: "NW-100-BLK", onHand: 2 })
    expect((await asks(add, { input })).data.addFulfillmentToOrder).toMatchObject({
      errorCode: "INSUFFICIENT_STOCK_ON_HAND_ERROR",
      stockOnHand: 2
    })
  }))

test("a canceled order keeps what was ordered and moves its updatedAt", () =>
  withWorld({ orders: 5 }, async (world) => {
    const asks = await signedIn(world)
    const { order } = await placed(world, asks)
    const cancel =
      "mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename ... on Order { state } } }"
    expect((await asks(cancel, { input: { orderId: order.id } })).data.cancelOrder.state).toBe("Cancelled")
    const after = (
      await asks(page, {
        options: { filter: { updatedAt: { after: order.updatedAt }, id: { eq: order.id } } }
      })
    ).data.orders.items[0]
    expect(after?.lines[0]).toMatchObject({ quantity: 0, orderPlacedQuantity: 3 })
  }))

test("documents that are not valid get HTTP 400, wrong variables HTTP 200", () =>
  withWorld({ orders: 5 }, async (world) => {
    const asks = await signedIn(world)
    expect(await asks("query {")).toMatchObject({ status: 400, errors: [{ code: "GRAPHQL_PARSE_FAILED" }] })
    expect(await asks("{ orders { nope } }")).toMatchObject({
      status: 400,
      errors: [
        { message: 'Cannot query field "nope" on type "OrderList".', code: "GRAPHQL_VALIDATION_FAILED" }
      ]
    })
    expect(await asks(page, { options: { take: "many" } })).toMatchObject({
      status: 200,
      errors: [{ code: "BAD_USER_INPUT" }]
    })
    const elsewhere = await fetch(shopOf(world, "acme-shop").url.replace("admin-api", "nope"), {
      method: "POST"
    })
    expect(elsewhere.status).toBe(404)
  }))

test("one planted order cannot be decoded; the others of its page can", () =>
  withWorld({ orders: 60 }, async (world) => {
    const garbled = Object.entries(world.ready.plan.expected).find(
      ([, e]) => e.outcome === "quarantined"
    )?.[0]
    const name = garbled?.startsWith("AC-") === true ? "acme-shop" : "marigold"
    const orders = await allOrders(await signedIn(world, name))
    const unreadable = orders.filter((order) => !Array.isArray(order.lines))
    expect(unreadable.map((order) => order.code)).toEqual([garbled])
  }))

/** Status and headers as they came; null when the connection ended instead. */
const knock = (
  url: string
): Promise<{ status: number; retryAfter: string | undefined; body: string } | null> =>
  new Promise((resolve) => {
    const sent = request(url, { method: "POST", agent: false }, (response) => {
      let body = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        body += chunk
      })
      response.on("error", () => resolve(null))
      response.on("end", () => {
        const retryAfter = response.headers["retry-after"]
        resolve({ status: response.statusCode ?? 0, retryAfter, body })
      })
    })
    sent.on("error", () => resolve(null))
    sent.end('{"query":"{ orders { totalItems } }"}')
  })

test("its faults are dialed: refusals, lost connections, garbage and half answers", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { url } = shopOf(world, "acme-shop")
    const dial = (dials: object) => control(world, "POST", "/faults", { party: "acme-shop", dials })
    await dial({ "too-many-requests": 1 })
    const waits = (await Promise.all(Array.from({ length: 12 }, () => knock(url)))).map(
      (a) => a?.retryAfter ?? ""
    )
    expect(waits.some((wait) => /^\d+$/.test(wait))).toBe(true)
    expect(waits.some((wait) => /GMT$/.test(wait))).toBe(true)
    await dial({ "server-error": 1 })
    expect([500, 502, 503]).toContain((await knock(url))?.status)
    for (const fault of ["drop-request", "drop-answer", "half"]) {
      await dial({ [fault]: 1 })
      expect(await knock(url)).toBeNull()
    }
    await dial({ garbage: 1 })
    expect(await knock(url)).toMatchObject({ status: 200, body: expect.stringContaining("<!doctype html>") })
    const { body } = await control<Record<string, { happened: object }>>(world, "GET", "/faults")
    expect(body["acme-shop"]?.happened).toMatchObject({ "too-many-requests": 12, "drop-answer": 1, half: 1 })
    expect(body.marigold?.happened).toEqual({})
  }))
