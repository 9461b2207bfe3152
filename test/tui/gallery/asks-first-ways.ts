import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { OrderId } from "../../../src/domain/model/order.ts"
import type { OrderDetail } from "../../../src/domain/ports/order-board.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { inWindow } from "../world/sample-gates.ts"
import { nowMs, orderRow } from "../world/sample-orders.ts"
import { stockLine, stockRun } from "../world/sample-stock.ts"

/** What a key that asks needs, so that it has something to ask about. */
export interface Way {
  /** What has to be so in the world. */
  readonly world?: (world: ChangingWorld) => void
  /** What a person did before, and said yes to: it is no part of what the key does. */
  readonly done?: ReadonlyArray<string>
  /** What came of that, before the key is pressed. */
  readonly came?: (world: ChangingWorld) => void
  /** What has to be pressed before. */
  readonly first?: ReadonlyArray<string>
  /** What was typed is counted when the hand rests for so long. */
  readonly restsMs?: number
  /** Its question comes when a file was read, which time that stands still does not wait for. */
  readonly isSlow?: true
  /** What the key wants to be typed, where it is not a time and a reason. */
  readonly typed?: (folder: string) => ReadonlyArray<string>
}

export const untilAndWhy: ReadonlyArray<string> = [..."2d why", "\r"]
const asMeasured = (): ReadonlyArray<string> => [..."10", "\r", ..."why", "\r"]

const detailOf = (world: ChangingWorld, id: OrderId): OrderDetail => {
  const detail = world.details.get(id)
  if (detail === undefined) throw new Error(`the usual world has no order ${id}`)
  return detail
}

const asOrder = (change: Pick<OrderDetail["order"], "status" | "action">) => (world: ChangingWorld) => {
  const detail = detailOf(world, OrderId(42))
  world.details.set(OrderId(42), { ...detail, order: { ...detail.order, ...change } })
}

/** Its purchase orders wait, and nothing of them has left. */
const withNothingSent = (id: OrderId) => (world: ChangingWorld) => {
  const detail = detailOf(world, id)
  world.details.set(id, {
    ...detail,
    shipments: [],
    purchaseOrders: detail.purchaseOrders.map((po) => ({
      ...po,
      state: "queued",
      sentAt: null,
      evidence: []
    }))
  })
}

const inItsWindow = (world: ChangingWorld): void => {
  asOrder({ status: "processing", action: null })(world)
  withNothingSent(OrderId(42))(world)
  world.facts.set(OrderId(42), [inWindow("1042", "SY-000311", 24)])
}

const handedOver = (world: ChangingWorld): void => {
  world.facts.set(OrderId(39), [inWindow("1039", "SY-000311", 24)])
  world.put(orderRow(39, { status: "processing", action: null, message: "It leaves at 14:02." }))
}

const heldUntil = (world: ChangingWorld): void => {
  const detail = detailOf(world, OrderId(42))
  const hold = {
    id: 7,
    kind: "held_until",
    field: "",
    message: "Held until 2026-12-24 09:00Z by ben: the buyer is away",
    openedAt: new Date(nowMs),
    detail: {}
  }
  world.details.set(OrderId(42), { ...detail, holds: [hold as unknown as OrderDetail["holds"][number]] })
  world.timedHolds.set(OrderId(42), { until: new Date(nowMs + 3_600_000), message: hold.message })
}

const pushing = (world: ChangingWorld): void => {
  const running = stockRun({ state: "running", endedAt: null, counts: { accepted: 120 } })
  world.runs = [running]
  world.sync = [stockLine(running)]
}

const asFile =
  (name: string, text: string) =>
  (folder: string): ReadonlyArray<string> => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return [`\x1b[200~${path}\x1b[201~`, "\r"]
  }

const mappingFile = asFile(
  "mappings.csv",
  "channel,supplier,name,carrier,method\nacme-shop,Northwind,Overnight,UPS,Next Day Air\n"
)
const aliasFile = asFile("aliases.csv", "type,alias,sku\nUPC,0123,NW-LAMP\n")

export const ways: Readonly<Record<string, Way>> = {
  "everywhere undo": { done: ["2", "j", "U", ...untilAndWhy, "y"] },
  "orders retry": { first: Array.from({ length: 6 }, () => "j") },
  "orders hold": { first: ["j"] },
  "order retry": { world: asOrder({ status: "failed", action: "retry" }) },
  "order undo": { world: inItsWindow },
  "order release": { world: heldUntil },
  "channel autoProcessing": {
    world: (world) => {
      world.salesChannels = world.salesChannels.map((channel) => ({ ...channel, autoProcessing: true }))
    }
  },
  "authorize authorize": { typed: asMeasured },
  "authorize doneInPortal": { typed: asMeasured },
  "process process": { first: ["n"] },
  "process undo": { world: withNothingSent(OrderId(39)), done: ["y"], came: handedOver },
  "process cancel": { world: withNothingSent(OrderId(39)), done: ["y"], came: handedOver },
  "stock-rules save": {
    world: (world) => {
      world.stock.trial = () => ({
        listings: 600,
        toZero: 4,
        down: 12,
        up: 0,
        fromZero: 0,
        added: 0,
        gone: 0,
        samples: []
      })
    },
    first: ["\x7f", "9"],
    restsMs: 1000
  },
  "sync cancelRun": { first: ["\t", "j"] },
  "inventory cancelPush": { world: pushing },
  "inventory importAliases": { typed: aliasFile, isSlow: true },
  "jobs cancel": { first: ["\t"] },
  "jobs retry": { first: ["s", "\t"] },
  "channels autoProcessing": { first: ["j"] },
  "mappings remove": { first: ["j", "j"] },
  "mappings import": { typed: mappingFile, isSlow: true },
  "exceptions retry": { first: ["j", "j"] },
  "exceptions dismiss": { first: ["\x1b[F"] }
}
