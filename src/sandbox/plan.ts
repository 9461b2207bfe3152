import { type Buyer, buyerFor, oddNames, type ShopAddress } from "./buyers.ts"
import { discontinued, exoticMethod, freeShipping, northwind, orphan, sellable, twoDay } from "./catalog.ts"
import { chance } from "./chance.ts"
import { garnet } from "./edi-catalog.ts"
import { fileSuppliers } from "./file-catalog.ts"
import { httpSuppliers } from "./http-catalog.ts"

export type ShopName = "acme-shop" | "marigold"

export interface ShopProfile {
  readonly name: ShopName
  readonly currencyCode: string
  readonly region: "us" | "eu"
  readonly numberPrefix: string
}

export const shopProfiles: readonly [ShopProfile, ShopProfile] = [
  { name: "acme-shop", currencyCode: "USD", region: "us", numberPrefix: "AC-" },
  { name: "marigold", currencyCode: "EUR", region: "eu", numberPrefix: "MG-" }
]

/** How an order must end when everything works. Quarantined: it cannot be read, so it never becomes an order. */
export interface Expected {
  readonly outcome: "completed" | "held" | "failed" | "canceled" | "quarantined"
  readonly reason: string
}

export interface PlannedLine {
  readonly sku: string
  readonly title: string
  readonly price: number
  readonly quantity: number
}

export interface PlannedOrder {
  readonly shop: string
  readonly number: string
  readonly buyer: Buyer
  readonly methodName: string
  readonly lines: ReadonlyArray<PlannedLine>
  readonly expected: Expected
  /** The shop's answer for it is broken by a plug-in: it has no readable lines. */
  readonly garbled: boolean
  /** The buyer takes it back some time after. */
  readonly canceledLater: boolean
}

export type Plant =
  | "unmapped-method"
  | "missing-zip"
  | "missing-phone"
  | "unknown-sku"
  | "supplier-refuses"
  | "canceled"
  | "garbled"

interface Planting {
  readonly plant: Plant
  readonly expected: Expected
}

/** In the order in which they are planted when a small plan has no room for all. */
const plantings: ReadonlyArray<Planting> = [
  { plant: "unmapped-method", expected: { outcome: "held", reason: "ship_method_unmapped" } },
  { plant: "missing-zip", expected: { outcome: "held", reason: "address_missing" } },
  {
    plant: "supplier-refuses",
    expected: { outcome: "failed", reason: "550 from the mail supplier: discontinued" }
  },
  { plant: "missing-phone", expected: { outcome: "held", reason: "phone_missing" } },
  { plant: "unknown-sku", expected: { outcome: "held", reason: "sku_unknown" } },
  { plant: "garbled", expected: { outcome: "quarantined", reason: "the payload cannot be decoded" } },
  { plant: "canceled", expected: { outcome: "canceled", reason: "canceled_on_channel" } }
]

const fine: Expected = { outcome: "completed", reason: "" }
const leastFine = 0.8
const firstNumber = 1001

/**
 * The same plan for the same seed and count. At least four of five orders come to a good end. With the suppliers that have
 * an API, half of the orders are for them; with the one by EDI, a quarter of the others is for it. Suppliers by other file
 * ways get theirs before all.
 */
export function planOrders(
  seed: number,
  count: number,
  withHttpSuppliers = false,
  withEdiSupplier = false,
  withFileSuppliers = false
): ReadonlyArray<PlannedOrder> {
  const room = Math.min(plantings.length, Math.floor(count * (1 - leastFine) + 1e-9))
  const planted = new Map(plantings.slice(0, room).map((planting, n) => [placeOf(n, room, count), planting]))
  let forFiles = 0
  return Array.from({ length: count }, (_, index) => {
    const planting = planted.get(index)
    const order = planOrder(seed, index, planting)
    if (withFileSuppliers && planting === undefined && chance(seed, "files", index) < fileShare) {
      forFiles += 1
      return { ...order, lines: fileLines(seed, index, forFiles, order.lines) }
    }
    const forHttp = withHttpSuppliers && planting === undefined && chance(seed, "http", index) < httpShare
    if (forHttp) return { ...order, lines: httpLines(seed, index, order.lines) }
    const forEdi = withEdiSupplier && planting === undefined && chance(seed, "edi", index) < ediShare
    return forEdi ? { ...order, lines: ediLines(seed, index) } : order
  })
}

const fileShare = 0.25

/** For one of them in turn, so that a small plan has all, now and then together with one of the others. */
function fileLines(
  seed: number,
  index: number,
  turn: number,
  others: ReadonlyArray<PlannedLine>
): ReadonlyArray<PlannedLine> {
  const draw = (what: string) => chance(seed, "file lines", index, what)
  const products = fileSuppliers[turn % fileSuppliers.length]?.products ?? []
  const product = products[Math.floor(draw("product") * products.length)]
  const lines = product === undefined ? [] : [lineOf(product, quantityOf(draw("quantity")))]
  return draw("mixed") < mixedShare ? [...lines, ...others.slice(0, 1)] : lines
}

const ediShare = 0.3

/** One of its products, or both. */
function ediLines(seed: number, index: number): ReadonlyArray<PlannedLine> {
  const draw = (what: string) => chance(seed, "edi lines", index, what)
  const both = garnet.products.map((product, place) => lineOf(product, quantityOf(draw(`quantity ${place}`))))
  const first = Math.floor(draw("first") * both.length)
  return draw("both") < mixedShare ? both : both.slice(first, first + 1)
}

const httpShare = 0.6
const mixedShare = 0.3

/** For one or two of them, now and then together with one of the others. */
function httpLines(
  seed: number,
  index: number,
  others: ReadonlyArray<PlannedLine>
): ReadonlyArray<PlannedLine> {
  const draw = (what: string) => chance(seed, "http lines", index, what)
  const first = Math.floor(draw("supplier") * httpSuppliers.length)
  const second = draw("second") < mixedShare ? [(first + 1) % httpSuppliers.length] : []
  const lines = [first, ...second].flatMap((place) => {
    const products = httpSuppliers[place]?.products ?? []
    const product = products[Math.floor(draw(`product ${place}`) * products.length)]
    return product === undefined ? [] : [lineOf(product, quantityOf(draw(`quantity ${place}`)))]
  })
  return draw("mixed") < mixedShare ? [...lines, ...others.slice(0, 1)] : lines
}

/** Spread evenly, so that the shop of every second order gets its share and the first screen is not all trouble. */
const placeOf = (nth: number, plants: number, count: number): number =>
  Math.floor(((nth + 0.5) * count) / plants)

function planOrder(seed: number, index: number, planting: Planting | undefined): PlannedOrder {
  const shop = shopProfiles[index % 2] ?? shopProfiles[0]
  const plant = planting?.plant
  // Odd names go to orders that come to a good end: they must survive the whole way.
  const odd =
    plant === undefined && index % 5 === 2 ? oddNames[Math.floor(index / 5) % oddNames.length] : undefined
  return {
    shop: shop.name,
    number: `${shop.numberPrefix}${firstNumber + Math.floor(index / 2)}`,
    buyer: spoil(buyerFor(seed, index, shop.region, odd), plant),
    // A canceled one waits for its method meanwhile: it is never sent, whichever comes first.
    methodName: plant === "unmapped-method" || plant === "canceled" ? exoticMethod : methodFor(seed, index),
    lines: linesFor(seed, index, plant),
    expected: planting?.expected ?? fine,
    garbled: plant === "garbled",
    canceledLater: plant === "canceled"
  }
}

const methodFor = (seed: number, index: number): string =>
  chance(seed, "method", index) < 0.65 ? freeShipping : twoDay

function spoil(buyer: Buyer, plant: Plant | undefined): Buyer {
  const without = (gone: Partial<ShopAddress>): Buyer => ({
    ...buyer,
    address: { ...buyer.address, ...gone }
  })
  if (plant === "missing-zip") return without({ postalCode: "" })
  if (plant === "missing-phone") return without({ phoneNumber: null })
  return buyer
}

function linesFor(seed: number, index: number, plant: Plant | undefined): ReadonlyArray<PlannedLine> {
  if (plant === "unknown-sku") return [{ ...orphan, quantity: 1 }]
  if (plant === "supplier-refuses") return [lineOf(discontinued, 2)]
  const draw = (what: string) => chance(seed, "lines", index, what)
  const one = (from: ReadonlyArray<{ sku: string; title: string; price: number }>, what: string) =>
    lineOf(
      from[Math.floor(draw(what) * from.length)] ?? northwind.products[0],
      quantityOf(draw(`${what} quantity`))
    )
  const kind = plant === "missing-phone" ? 0 : draw("suppliers")
  if (kind < 0.4) return [one(sellable.northwind, "first")]
  if (kind < 0.7) return [one(sellable.baker, "first")]
  return [one(sellable.northwind, "first"), one(sellable.baker, "second")]
}

const quantityOf = (drawn: number): number => (drawn < 0.6 ? 1 : drawn < 0.9 ? 2 : 4)

const lineOf = (product: { sku: string; title: string; price: number }, quantity: number): PlannedLine => ({
  sku: product.sku,
  title: product.title,
  price: product.price,
  quantity
})

export const expectedOf = (plan: ReadonlyArray<PlannedOrder>): Readonly<Record<string, Expected>> =>
  Object.fromEntries(plan.map((order) => [order.number, order.expected]))
