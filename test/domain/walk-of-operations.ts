import * as fc from "fast-check"
import { cancelOrder } from "../../src/domain/operations/cancel-order.ts"
import { correctShipment } from "../../src/domain/operations/correct-shipment.ts"
import { processOrders } from "../../src/domain/operations/process-orders.ts"
import { resolveOrder } from "../../src/domain/operations/resolve-order.ts"
import { retryOrders } from "../../src/domain/operations/retry-order.ts"
import { settleDoubt } from "../../src/domain/operations/settle-doubt.ts"
import { stopSends } from "../../src/domain/operations/stop-sends.ts"
import { processOrders as processNow } from "../../src/domain/pipelines/process-orders.ts"
import type { PushDial } from "../fixtures/fake-sales-channels.ts"
import { type SendDial, shipmentRow } from "../fixtures/fake-supplier-transports.ts"
import { later } from "../fixtures/sample-world.ts"
import type { DomainHouse } from "./domain-house.ts"
import { orderOf, receiveTracking, shopShows, supplierShips, syncOrders } from "./sample-business.ts"

const skus = ["SKU-1", "SKU-2", "SKU-3", "SKU-4", "SKU-9"] as const
const numbers = [1, 2, 3] as const

/** One thing that a person, a counterparty, a worker or time may do. */
export type WalkStep =
  | {
      readonly do: "shop changes"
      readonly order: number
      readonly skus: ReadonlyArray<string>
      readonly phone: boolean
      readonly standing: "ok" | "canceled" | "refunded"
    }
  | {
      readonly do: "process" | "process directly" | "cancel" | "retry" | "give phone"
      readonly order: number
    }
  | { readonly do: "ship"; readonly order: number; readonly quantity: number; readonly parcel: number }
  | {
      readonly do: "correct" | "correct by file"
      readonly order: number
      readonly quantity: number
      readonly parcel: number
      readonly to: number
    }
  | { readonly do: "settle"; readonly order: number; readonly arrived: boolean }
  | { readonly do: "stop sends"; readonly stopped: boolean }
  | { readonly do: "next sends"; readonly fates: ReadonlyArray<SendDial> }
  | { readonly do: "next pushes"; readonly fates: ReadonlyArray<PushDial> }
  | { readonly do: "sync" | "tracking" | "sweep" | "worker dies" | "minutes pass" }

const order = fc.constantFrom(...numbers)
const sendFates: ReadonlyArray<SendDial> = [
  "accept",
  "refuse",
  "throttled",
  "unreachable",
  "die before mark",
  "die after mark",
  "die after accept",
  "unknown, arrived",
  "unknown, lost"
]
const pushFates: ReadonlyArray<PushDial> = [
  "accept",
  "unreachable",
  "die before",
  "die after accept",
  "answer lost",
  { reject: "locked" },
  { notApplicable: "no tracking" }
]

export const walkStep: fc.Arbitrary<WalkStep> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("shop changes" as const),
      order,
      skus: fc.uniqueArray(fc.constantFrom(...skus), { minLength: 1, maxLength: 3 }),
      phone: fc.boolean(),
      standing: fc.constantFrom(
        "ok" as const,
        "ok" as const,
        "ok" as const,
        "canceled" as const,
        "refunded" as const
      )
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "process" as const,
        "process" as const,
        "process directly" as const,
        "retry" as const,
        "give phone" as const,
        "cancel" as const
      ),
      order
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("ship" as const),
      order,
      quantity: fc.integer({ min: 1, max: 3 }),
      parcel: fc.integer({ min: 1, max: 4 })
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("correct" as const, "correct by file" as const),
      order,
      quantity: fc.integer({ min: 0, max: 3 }),
      parcel: fc.integer({ min: 1, max: 4 }),
      to: fc.integer({ min: 1, max: 4 })
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("settle" as const), order, arrived: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("stop sends" as const), stopped: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("next sends" as const),
      fates: fc.array(fc.constantFrom(...sendFates), { maxLength: 4 })
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("next pushes" as const),
      fates: fc.array(fc.constantFrom(...pushFates), { maxLength: 3 })
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "sync" as const,
        "sync" as const,
        "tracking" as const,
        "sweep" as const,
        "worker dies" as const,
        "minutes pass" as const
      )
    })
  }
)

/** A refusal is a good answer; everything else that goes wrong is not. */
const orRefused = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Error && error.name === "Refusal")) throw error
  }
}

const idOf = async (house: DomainHouse, n: number) => {
  const [row] = await house.sql()<Array<{ id: never; version: number }>>`
    select id, version from orders where channel_order_number = ${`#${1000 + n}`}`
  return row
}
const purchaseOrders = (house: DomainHouse, n: number) => house.sql()<
  Array<{ number: string; supplier: string; sku: string }>
>`
  select p.number, s.name as supplier, l.supplier_sku as sku from purchase_orders p
  join orders o on o.id = p.order_id join suppliers s on s.id = p.supplier_id
  join purchase_order_lines l on l.purchase_order_id = p.id
  where o.channel_order_number = ${`#${1000 + n}`} order by p.id, l.order_line_id`

type Correction = Extract<WalkStep, { parcel: number; to: number }>

/** Of quantity 0 it is taken back; else the number or the quantity is another. */
const correct = async (
  house: DomainHouse,
  step: Correction,
  sent: Awaited<ReturnType<typeof purchaseOrders>>
): Promise<void> => {
  const [trackingNumber, toTracking] = [`1Z${step.parcel}`, `1Z${step.to}`]
  const gone = step.quantity === 0
  for (const po of sent) {
    if (step.do === "correct") {
      const quantities = gone || step.to % 2 === 0 ? [] : [{ sku: po.sku, quantity: step.quantity }]
      const number = gone || quantities.length > 0 ? null : toTracking
      await orRefused(
        house.run(
          correctShipment({
            trackingNumber,
            purchaseOrder: po.number,
            toTracking: number,
            carrier: null,
            quantities,
            void: gone,
            reason: "they said so"
          })
        )
      )
      continue
    }
    const name = `${po.number}-${po.sku}-${step.parcel}-${step.quantity}-${step.to}-corrected.csv`
    const purpose = gone
      ? ("cancel" as const)
      : step.to % 2 === 0
        ? ("change" as const)
        : ("replace" as const)
    const row = shipmentRow(po.number, po.sku, step.quantity, trackingNumber, { place: `${name}:2`, purpose })
    const waiting = house.suppliers.files.get(po.supplier) ?? []
    house.suppliers.files.set(po.supplier, [...waiting, { name, rows: [row], broken: [] }])
  }
}

const operate = async (house: DomainHouse, step: Extract<WalkStep, { order: number }>): Promise<void> => {
  const found = await idOf(house, step.order)
  if (found === undefined) return
  const { id, version } = found
  switch (step.do) {
    case "process":
      return void (await house.run(processOrders([id])))
    case "process directly":
      return house.run(processNow({ orderIds: [id], actor: "ann" }))
    case "cancel":
      return orRefused(house.run(cancelOrder(id)))
    case "retry":
      return orRefused(house.run(retryOrders([id])))
    case "give phone":
      return orRefused(
        house.run(
          resolveOrder({ orderId: id, version, address: { phone: "+1 217 555 0199" }, shipMethods: [] })
        )
      )
    case "settle":
      for (const { number } of await purchaseOrders(house, step.order))
        await orRefused(house.run(settleDoubt(number, step.arrived, "I called them")))
      return
    case "correct":
    case "correct by file":
      return correct(house, step, await purchaseOrders(house, step.order))
    case "ship":
      for (const po of await purchaseOrders(house, step.order))
        supplierShips(house, po.supplier, `${po.number}-${po.sku}-${step.parcel}-${step.quantity}.csv`, [
          po.number,
          po.sku,
          step.quantity,
          `1Z${step.parcel}`
        ])
      return
  }
}

let changes = 0

/** Takes one step. What is queued is worked on after most of them, but not after those that only set the stage. */
export const takeStep = async (house: DomainHouse, step: WalkStep): Promise<void> => {
  switch (step.do) {
    case "shop changes": {
      changes++
      const made = orderOf(step.order, step.skus, {
        standing: step.standing,
        updatedAt: later(60_000 + changes)
      })
      return shopShows(house, {
        ...made,
        shipTo: { ...made.shipTo, phone: step.phone ? "+1 217 555 0100" : "" }
      })
    }
    case "next sends":
      return void house.suppliers.sends.splice(0, 99, ...step.fates)
    case "next pushes":
      return void house.shop.pushes.splice(0, 99, ...step.fates)
    case "stop sends":
      await house.run(stopSends(step.stopped))
      return
    case "sync":
      return void (await syncOrders(house))
    case "tracking":
      return void (await receiveTracking(house))
    case "sweep":
      return void (await house.sweep())
    case "worker dies":
      return house.bury()
    case "minutes pass":
      return house.time.pass(7 * 60_000)
    default:
      return operate(house, step)
  }
}

/** Everything outside works again and time passes: what can settle by itself must do so now. */
export const heal = async (house: DomainHouse): Promise<void> => {
  house.suppliers.sends.length = 0
  house.shop.pushes.length = 0
  await house.run(stopSends(false))
  await house.bury()
  await house.drain()
  for (let i = 0; i < 4; i++) {
    house.time.pass(6 * 60_000)
    await house.sweep()
  }
}
