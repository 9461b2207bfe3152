import assert from "node:assert/strict"
import { setTimeout as sleep } from "node:timers/promises"
import type { GraphqlSession } from "../world/graphql-session.ts"
import { doubledFulfillments, overFulfilledLines, trackingByLine } from "../world/shop-books.ts"
import type { World } from "../world/world.ts"

const ADD = `mutation Add($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) {
  __typename
  ... on Fulfillment { id state method trackingCode lines { orderLineId quantity } }
  ... on ErrorResult { errorCode message }
} }`

const SHIP = `mutation Ship($id: ID!) { transitionFulfillmentToState(id: $id, state: "Shipped") {
  __typename
  ... on Fulfillment { id state }
  ... on FulfillmentStateTransitionError { errorCode message transitionError fromState toState }
} }`

interface Piece {
  readonly orderLineId: string
  readonly quantity: number
}

/** An order ships in two parts; saying a part twice is refused, or is counted by the books where the shop takes it. */
export async function smokeShop(world: World, say: (line: string) => void): Promise<void> {
  const { admin, manifest } = world
  const seeded = manifest.orders[0]
  assert(seeded !== undefined && seeded.lines.length === 3)
  const [first, ...rest] = seeded.lines.map((line) => ({ orderLineId: line.lineId, quantity: line.quantity }))
  assert(first !== undefined && first.quantity === 3)
  const order = async () => {
    const entry = (await world.shopBooks()).get(seeded.code)
    assert(entry !== undefined)
    return entry
  }
  assert.equal((await order()).state, "PaymentSettled")

  const updatedAt = await readUpdatedAt(admin, seeded.id)
  await sleep(20)
  const partial = await add(admin, [{ ...first, quantity: 2 }], "TRK-1", say)
  await ship(admin, partial, say)
  assert.equal((await order()).state, "PartiallyShipped")
  assert.equal(await readUpdatedAt(admin, seeded.id), updatedAt)
  say("order is PartiallyShipped, and its updatedAt did not move")

  const refusedShip = await admin.ask(SHIP, { id: partial })
  record("shipping it again", refusedShip, say)
  assert.match(JSON.stringify(refusedShip), /FULFILLMENT_STATE_TRANSITION_ERROR/)
  const refusedAdd = await admin.ask(ADD, input([{ ...first, quantity: 2 }], "TRK-1"))
  record("adding it again", refusedAdd, say)
  assert.match(JSON.stringify(refusedAdd), /ITEMS_ALREADY_FULFILLED_ERROR/)

  await ship(admin, await add(admin, [{ ...first, quantity: 1 }, ...rest], "TRK-2", say), say)
  const done = await order()
  assert.equal(done.state, "Shipped")
  assert.deepEqual(
    [...(trackingByLine(done).get(first.orderLineId) ?? [])],
    [
      ["TRK-1", 2],
      ["TRK-2", 1]
    ]
  )
  assert.deepEqual([doubledFulfillments(done), overFulfilledLines(done)], [[], []])
  say("order is Shipped, with the right tracking per line")
  await smokeDouble(world, say)
  await smokeOutage(world, say)
}

async function smokeOutage(world: World, say: (line: string) => void): Promise<void> {
  const before = await world.shopBooks()
  await world.shop.stop()
  await assert.rejects(world.shopBooks(), /fetch failed/)
  await world.reopenShop()
  assert.deepEqual(await world.shopBooks(), before)
  say("the shop was away and is back on its port, with the same orders and the same login")
}

/** Vendure takes the same line from two callers at once: the books must see it. */
async function smokeDouble(world: World, say: (line: string) => void): Promise<void> {
  const seeded = world.manifest.orders[1]
  const line = seeded?.lines[0]
  assert(seeded !== undefined && line !== undefined)
  const variables = input([{ orderLineId: line.lineId, quantity: line.quantity }], "TRK-RACE")
  await Promise.all([1, 2, 3].map(() => world.admin.ask(ADD, variables)))
  const order = (await world.shopBooks()).get(seeded.code)
  assert(order !== undefined)
  const doubled = doubledFulfillments(order).length
  assert.equal(overFulfilledLines(order).length, doubled > 0 ? 1 : 0)
  say(`three callers at once: the shop took ${doubled + 1} of 3, and the books count ${doubled} doubled`)
}

function input(lines: ReadonlyArray<Piece>, trackingCode: string) {
  const settings = [
    { name: "method", value: "UPS Ground" },
    { name: "trackingCode", value: trackingCode }
  ]
  return { input: { lines, handler: { code: "manual-fulfillment", arguments: settings } } }
}

async function add(
  admin: GraphqlSession,
  lines: ReadonlyArray<Piece>,
  trackingCode: string,
  say: (line: string) => void
): Promise<string> {
  const answer = await admin.ask(ADD, input(lines, trackingCode))
  record(`adding ${trackingCode}`, answer, say)
  const fulfillment = answer.data?.addFulfillmentToOrder as { readonly id: string; readonly state: string }
  assert.equal(fulfillment.state, "Pending")
  return fulfillment.id
}

async function ship(admin: GraphqlSession, id: string, say: (line: string) => void): Promise<void> {
  const answer = await admin.ask(SHIP, { id })
  record(`shipping fulfillment ${id}`, answer, say)
  assert.match(JSON.stringify(answer.data), /"state":"Shipped"/)
}

async function readUpdatedAt(admin: GraphqlSession, id: string): Promise<string> {
  const order = await admin.get<{ readonly updatedAt: string }>(
    "order",
    "query($id: ID!) { order(id: $id) { updatedAt } }",
    { id }
  )
  return order.updatedAt
}

function record(what: string, answer: unknown, say: (line: string) => void): void {
  say(`${what}: ${JSON.stringify(answer)}`)
}
