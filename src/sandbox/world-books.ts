import { type Carrier, type CarrierBooks, callsPerHourOf } from "./carrier.ts"
import type { CarrierKey } from "./carrier-dialect.ts"
import { type Counts, doubledIn } from "./ledger.ts"
import type { Mailroom } from "./mail-supplier.ts"
import type { Expected } from "./plan.ts"
import type { Shop } from "./shop.ts"
import type { SupplierOffice } from "./supplier-office.ts"

export interface SupplierBooks {
  readonly purchaseOrders: Counts
  readonly shipments: Counts
  /** Pieces that were asked for, by the sender's line. */
  readonly pieces: Counts
  readonly refused: Counts
  readonly unreadable: ReadonlyArray<unknown>
}

export interface ShopBooks {
  readonly orders: Counts
  /** State of each order as the shop's API says it. */
  readonly states: Readonly<Record<string, string>>
  /** By `order number/tracking code`. */
  readonly fulfillments: Counts
}

export interface WorldBooks {
  readonly shops: Readonly<Record<string, ShopBooks>>
  readonly suppliers: Readonly<Record<string, SupplierBooks>>
  /** By tracking number, whoever carries it: the code of the last scan. */
  readonly parcels: CarrierBooks
  /** The most calls within any hour, of carriers that limit them. */
  readonly callsAnHour: Readonly<Partial<Record<CarrierKey, number>>>
  /** What suppliers wrote into the merchant's mailbox, by Message-ID. */
  readonly letters: Counts
  readonly alertMails: { readonly counts: Counts; readonly mails: ReadonlyArray<unknown> }
  /** Everything that a counterparty counts more than once, as `party: key`. */
  readonly doubled: ReadonlyArray<string>
  readonly expected: Readonly<Record<string, Expected>>
  readonly allPlaced: boolean
}

export function booksOf(world: {
  readonly shops: Iterable<Shop>
  readonly offices: ReadonlyArray<SupplierOffice>
  readonly carriers: ReadonlyArray<Carrier>
  readonly mailroom: Mailroom
  readonly expected: Readonly<Record<string, Expected>>
  readonly allPlaced: boolean
}): WorldBooks {
  const shops = Object.fromEntries([...world.shops].map((shop) => [shop.profile.name, shopBooks(shop)]))
  const suppliers = Object.fromEntries(
    world.offices.map((office) => [office.profile.name, supplierBooks(office)])
  )
  return {
    shops,
    suppliers,
    parcels: Object.assign({}, ...world.carriers.map((carrier) => carrier.books())) as CarrierBooks,
    callsAnHour: Object.fromEntries(
      world.carriers
        .filter(({ key }) => callsPerHourOf(key) !== null)
        .map((carrier) => [carrier.key, carrier.mostCallsAnHour()])
    ),
    letters: world.mailroom.letterBooks(),
    alertMails: { counts: world.mailroom.alertBooks(), mails: world.mailroom.alerts() },
    doubled: [
      ...Object.entries(shops).flatMap(([name, books]) => named(name, books.orders, books.fulfillments)),
      ...Object.entries(suppliers).flatMap(([name, books]) =>
        named(name, books.purchaseOrders, books.shipments)
      ),
      ...named("mailbox", world.mailroom.alertBooks())
    ],
    expected: world.expected,
    allPlaced: world.allPlaced
  }
}

const named = (party: string, ...counts: ReadonlyArray<Counts>): ReadonlyArray<string> =>
  counts.flatMap(doubledIn).map((key) => `${party}: ${key}`)

const shopBooks = (shop: Shop): ShopBooks => ({
  orders: shop.book.orderBooks(),
  states: Object.fromEntries(shop.book.orders.map((order) => [order.placed.code, order.state])),
  fulfillments: shop.book.fulfillmentBooks()
})

const supplierBooks = (office: SupplierOffice): SupplierBooks => ({
  purchaseOrders: office.purchaseOrderBooks(),
  shipments: office.shipmentBooks(),
  pieces: office.pieceBooks(),
  refused: office.refused(),
  unreadable: office.unreadable()
})
