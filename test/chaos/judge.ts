import { deliveredCodes } from "../../src/sandbox/carrier.ts"
import type { ShopBooks, SupplierBooks, WorldBooks } from "../../src/sandbox/world-books.ts"
import type { OurLine, OurOrder, Ours } from "./ours.ts"

type Books = Pick<WorldBooks, "shops" | "suppliers" | "parcels" | "letters">

export interface Judgment {
  /** Orders that buyers placed. */
  readonly orders: number
  readonly lost: ReadonlyArray<string>
  readonly doubled: ReadonlyArray<string>
  /** Purchase orders that nobody can tell about. */
  readonly inDoubt: ReadonlyArray<string>
  /** How many orders ended how; an order in no counted state is `moving`. */
  readonly ends: Readonly<Record<End, number>>
  readonly moving: ReadonlyArray<string>
  readonly wrongQuantities: ReadonlyArray<string>
  /** Parcels that we do not know as delivered yet. */
  readonly underWay: ReadonlyArray<string>
}

export type End = "completed" | "held" | "failed" | "in doubt" | "canceled" | "moving"

const endOf = (order: OurOrder): End => {
  if (order.status === "completed" || order.status === "canceled") return order.status
  if (order.action === "settle") return "in doubt"
  if (order.action === "resolve") return "held"
  // A push that the shop refused waits for a person like a purchase order that the supplier refused.
  return order.status === "failed" || order.action === "push" ? "failed" : "moving"
}

const twice = (names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const seen = new Set<string>()
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))]
}

const countedTwice = (counts: Readonly<Record<string, number>>, name: (key: string) => string) =>
  Object.entries(counts).flatMap(([key, count]) => (count > 1 ? [name(key)] : []))

const shopsDoubled = (shops: Readonly<Record<string, ShopBooks>>) =>
  Object.entries(shops).flatMap(([shop, books]) => [
    ...countedTwice(books.orders, (key) => `${shop} has order ${key} twice`),
    ...countedTwice(books.fulfillments, (key) => `${shop} was told parcel ${key} twice`)
  ])

const suppliersDoubled = (suppliers: Readonly<Record<string, SupplierBooks>>) =>
  Object.entries(suppliers).flatMap(([supplier, books]) => [
    ...countedTwice(books.purchaseOrders, (key) => `${supplier} has purchase order ${key} twice`),
    ...countedTwice(books.shipments, (key) => `${supplier} shipped ${key} twice`)
  ])

/** The same line under two purchase-order numbers, or at two suppliers: more pieces were asked for than were bought. */
const piecesDoubled = (suppliers: Readonly<Record<string, SupplierBooks>>, lines: ReadonlyArray<OurLine>) => {
  const asked = new Map<string, number>()
  for (const { pieces } of Object.values(suppliers))
    for (const [line, count] of Object.entries(pieces)) asked.set(line, (asked.get(line) ?? 0) + count)
  const bought = new Map(lines.map((line) => [String(line.id), line.ordered]))
  return [...asked].flatMap(([line, count]) =>
    count > (bought.get(line) ?? 0)
      ? [`suppliers were asked for ${count} pieces of line ${line}, ${bought.get(line) ?? 0} were bought`]
      : []
  )
}

const isQuarantined = (ours: Ours, shop: string, number: string): boolean =>
  ours.quarantined.some((q) => q.channel === shop && q.raw.includes(`"${number}"`))

const ordersLost = (books: Books, ours: Ours) => {
  const known = new Set(ours.orders.map((o) => `${o.channel}/${o.number}`))
  return Object.entries(books.shops).flatMap(([shop, { orders }]) =>
    Object.keys(orders)
      .filter((number) => !known.has(`${shop}/${number}`) && !isQuarantined(ours, shop, number))
      .map((number) => `order ${shop}/${number} is not with us`)
  )
}

/** We say that it is there, and the other's book does not have it. */
const wordsLost = (books: Books, ours: Ours) => [
  ...ours.purchaseOrders
    .filter((p) => p.state === "sent" && (books.suppliers[p.supplier]?.purchaseOrders[p.number] ?? 0) === 0)
    .map((p) => `${p.number} is sent, and ${p.supplier} does not have it`),
  ...ours.pushes
    .filter(
      (p) =>
        p.state === "accepted" && !(books.shops[p.channel]?.fulfillments[`${p.order}/${p.tracking}`] ?? 0)
    )
    .map((p) => `parcel ${p.tracking} of ${p.order} is pushed, and ${p.channel} does not have it`)
]

const parcelsLost = (books: Books, ours: Ours) => {
  const known = new Set(ours.parcels.map((p) => `${p.supplier} ${p.purchaseOrder}/${p.tracking}`))
  return Object.entries(books.suppliers).flatMap(([supplier, { shipments }]) =>
    Object.keys(shipments)
      .filter((parcel) => !known.has(`${supplier} ${parcel}`))
      .map((parcel) => `parcel ${parcel} of ${supplier} is not with us`)
  )
}

/** Each move and each scan of a parcel is with us once, however often its carrier told it. */
const movesDoubled = ({ tracked }: Ours) =>
  tracked.flatMap(({ tracking, moves, scans }) => [
    ...twice(moves).map((state) => `parcel ${tracking} became ${state} twice`),
    ...twice(scans).map((scan) => `the scan ${scan} of parcel ${tracking} is with us twice`)
  ])

/**
 * What its carrier has in its book is where we must come to; "delivered" before the carrier said so is invented. A carrier
 * that may not be asked any more within this hour is no reproach.
 */
const parcelsUnderWay = ({ parcels }: Books, { tracked, outOfCalls }: Ours) =>
  tracked
    .filter((t) => t.state !== "delivered" && t.tracking in parcels && !outOfCalls.includes(t.carrier))
    .map((t) => t.tracking)

const movesInvented = ({ parcels }: Books, { tracked }: Ours) =>
  tracked
    .filter((t) => t.state === "delivered" && !deliveredCodes.has(parcels[t.tracking] ?? ""))
    .map((t) => `parcel ${t.tracking} is delivered for us, and its carrier does not know that`)

const lettersLost = ({ letters }: Books, ours: Ours) => {
  const known = new Set(ours.letters)
  return Object.keys(letters)
    .filter((id) => !known.has(id))
    .map((id) => `letter ${id} is not with us`)
}

const lineFault = (line: OurLine): string | null => {
  const { ordered, open, shipped, backordered, canceled, inParcels } = line
  const parts = open + shipped + backordered + canceled
  if (ordered !== parts) return `line ${line.id}: ${ordered} ordered, its parts make ${parts}`
  if (open < 0) return `line ${line.id}: ${open} open`
  return shipped === inParcels ? null : `line ${line.id}: ${shipped} shipped, ${inParcels} in parcels`
}

/** Two purchase orders of ours that are one to their supplier: a number is unique for ever. */
const ourDoubles = (ours: Ours) => [
  ...twice(ours.orders.map((o) => `${o.channel}/${o.number}`)).map(
    (name) => `order ${name} is with us twice`
  ),
  ...twice(ours.purchaseOrders.map((p) => `${p.supplier} ${p.number}`)).map(
    (name) => `purchase-order number ${name} was given out twice`
  )
]

/** Holds what we say against the books of shops and suppliers. Who is wrong is always us. */
export const judge = (books: Books, ours: Ours): Judgment => {
  const ends = ours.orders.map((order) => ({ order, end: endOf(order) }))
  const count = (end: End) => ends.filter((e) => e.end === end).length
  const placed = Object.entries(books.shops).flatMap(([shop, { orders }]) =>
    Object.keys(orders).map((number) => ({ shop, number }))
  )
  const known = new Set(ours.orders.map((o) => `${o.channel}/${o.number}`))
  const unreadable = placed.filter(
    ({ shop, number }) => !known.has(`${shop}/${number}`) && isQuarantined(ours, shop, number)
  ).length
  return {
    orders: placed.length,
    lost: [
      ...ordersLost(books, ours),
      ...wordsLost(books, ours),
      ...parcelsLost(books, ours),
      ...lettersLost(books, ours),
      ...movesInvented(books, ours)
    ],
    doubled: [
      ...shopsDoubled(books.shops),
      ...suppliersDoubled(books.suppliers),
      ...piecesDoubled(books.suppliers, ours.lines),
      ...movesDoubled(ours),
      ...twice(ours.letters).map((id) => `letter ${id} is with us twice`),
      ...ourDoubles(ours)
    ],
    inDoubt: ours.purchaseOrders.filter((p) => p.state === "in_doubt").map((p) => p.number),
    ends: {
      completed: count("completed"),
      held: count("held") + unreadable,
      failed: count("failed"),
      "in doubt": count("in doubt"),
      canceled: count("canceled"),
      moving: count("moving")
    },
    moving: ends.filter((e) => e.end === "moving").map(({ order }) => `${order.number} (${order.status})`),
    wrongQuantities: ours.lines.map(lineFault).filter((fault) => fault !== null),
    underWay: parcelsUnderWay(books, ours)
  }
}
