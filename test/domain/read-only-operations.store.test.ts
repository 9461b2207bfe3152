import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll, expect, it } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import { assignOrders } from "../../src/domain/operations/assign-orders.ts"
import { beAtOrder } from "../../src/domain/operations/be-at-order.ts"
import { cancelOrder } from "../../src/domain/operations/cancel-order.ts"
import { noteLook, readTriage } from "../../src/domain/operations/look-at-triage.ts"
import { noteOrder } from "../../src/domain/operations/note-order.ts"
import { previewPurchaseOrders } from "../../src/domain/operations/preview-purchase-orders.ts"
import { orderMask, revealOrder } from "../../src/domain/operations/reveal-order.ts"
import { stopSends } from "../../src/domain/operations/stop-sends.ts"
import { tagOrders } from "../../src/domain/operations/tag-orders.ts"
import { Actor } from "../../src/domain/ports/actor.ts"
import { OrderBoard } from "../../src/domain/ports/order-board.ts"
import { addReader, removeReader } from "../../src/store/read-only-role.ts"
import { createCheckedOrders } from "../fixtures/sample-orders.ts"
import { withDomain } from "./domain-house.ts"
import { domainLayer, outside } from "./domain-services.ts"

const house = withDomain()
const name = `looker_${process.pid}_${Date.now() % 100_000}`

const made = () =>
  domainLayer({ ...house.options(), user: name, readOnly: true }, outside(), "/tmp/switchyard-no-keys")
const open = () => ManagedRuntime.make(made())
let reader: ReturnType<typeof open>

beforeAll(async () => {
  await Effect.runPromise(addReader(house.options(), name, false))
  reader = open()
})
afterAll(async () => {
  await reader.dispose()
  await Effect.runPromise(removeReader(house.options(), name))
})

type ActorNeed = typeof Actor extends Effect.Effect<infer _A, infer _E, infer R> ? R : never
type Needs = typeof reader extends ManagedRuntime.ManagedRuntime<infer R, infer _E> ? R : never
const look = <A, E>(effect: Effect.Effect<A, E, Needs | ActorNeed>): Promise<A> =>
  reader.runPromise(Effect.provideService(effect, Actor, "guest"))

const refusals = {
  "reveal who bought": (id: OrderId) => revealOrder(id),
  cancel: (id: OrderId) => cancelOrder(id),
  note: (id: OrderId) => noteOrder(id, "hello", "note"),
  tag: (id: OrderId) => tagOrders([id], { on: ["vip"], off: [] }),
  assign: (id: OrderId) => assignOrders([id], "guest"),
  "stop sends": () => stopSends(true),
  "say that somebody is at it": (id: OrderId) =>
    beAtOrder({ orderId: id, session: "00000000-0000-0000-0000-000000000001", doing: "looking" }),
  "see the bytes, which takes locks and numbers": (id: OrderId) => previewPurchaseOrders(id)
}

it("PostgreSQL refuses each change, in a sentence, and nothing is otherwise afterwards", async () => {
  const { orders } = await house.run(createCheckedOrders(1))
  const id = OrderId(orders[0]?.id ?? 0)
  const before = await house.sql()`select version, status from orders`
  for (const [what, work] of Object.entries(refusals)) {
    const failure = await look(Effect.flip(work(id) as Effect.Effect<unknown, Error, Needs | ActorNeed>))
    expect(failure.message, what).toMatch(/may only read.*(25006|42501|0A000)/)
  }
  expect(await house.sql()`select version, status from orders`).toEqual(before)
  expect(await house.sql()`select from activity`).toEqual([])
  const detail = await look(Effect.flatMap(OrderBoard, (board) => board.unmasked(id)))
  expect(detail?.order.shipTo).toMatchObject({
    name: "B. 0.",
    address1: "***",
    postalCode: "627***",
    phone: "***"
  })
  expect(detail?.order.customerEmail).toBe("b***@***.com")
  expect((await look(orderMask(id, false))).text("to IL")).toBe("to IL")
  // Not being able to say that one looked is no failure of a look.
  await look(noteLook())
  expect((await look(readTriage(null))).triage.readOnly).toBe(true)
})
