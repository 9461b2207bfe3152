import { OrderId } from "../../../src/domain/model/order.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { orderDetail } from "../world/sample-detail.ts"
import { usualWorld } from "./usual-world.ts"

const rowsShown = 60
/** Between the ids of a row and those of its copies. */
const apart = 1000

const withId = (row: object, copy: number): object => {
  if (!("id" in row) || copy === 0) return row
  const id =
    typeof row.id === "number" ? row.id + apart * copy : `${String(row.id).slice(0, -4)}${1000 + copy}`
  return { ...row, id }
}

/** So many rows of the same sorts, each with an id of its own, the highest first. */
const many = <Row extends object>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const copies = Math.ceil(rowsShown / rows.length)
  return Array.from({ length: copies }, (_, i) => copies - 1 - i).flatMap((copy) =>
    rows.map((row) => withId(row, copy) as Row)
  )
}

/** A day on which there is too much of everything. */
export const fullWorld = (): ChangingWorld => {
  const world = usualWorld()
  const { sight, queue, stock, review, beside } = world
  world.rows = many(world.rows)
  for (const { id } of world.rows) if (!world.details.has(id)) world.details.set(id, orderDetail(id))
  const detail = world.details.get(OrderId(42))
  if (detail === undefined) throw new Error("the usual world has no order 42")
  world.details.set(OrderId(42), {
    ...detail,
    history: many(detail.history),
    shipments: many(detail.shipments)
  })
  world.salesChannels = [...world.salesChannels, ...many(world.salesChannels)]
  world.suppliers = [...world.suppliers, ...many(world.suppliers)]
  world.sync = many(world.sync)
  world.runs = many(world.runs)
  world.records = many(world.records)
  world.workers = many(world.workers)
  world.goneWorkers = many(world.goneWorkers)
  world.evidence = many(world.evidence)
  world.process = {
    ...world.process,
    suppliers: many(world.process.suppliers),
    notReady: many(world.process.notReady)
  }
  sight.open = many(sight.open)
  sight.activity = many(sight.activity)
  sight.suppliers = many(sight.suppliers)
  sight.standings = { ...sight.standings, holds: many(sight.standings.holds) }
  queue.queues = many(queue.queues)
  queue.jobs = many(queue.jobs)
  stock.products = many(stock.products)
  stock.feeds = many(stock.feeds)
  stock.changes = many(stock.changes)
  review.letters = many(review.letters)
  review.parcels = many(review.parcels)
  review.inputs = many(review.inputs)
  beside.timeline = many(beside.timeline)
  return world
}
