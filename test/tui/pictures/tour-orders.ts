import type { OrderRow } from "../../../src/domain/ports/order-board.ts"
import { nowMs, orderRow, type RowChange } from "../world/sample-orders.ts"

const minute = 60_000
const ago = (minutes: number): Date => new Date(nowMs - minutes * minute)

type Look = RowChange & { readonly ago: number }

const row = (id: number, { ago: minutes, ...change }: Look): OrderRow =>
  orderRow(id, { placedAt: ago(minutes), statusAt: ago(Math.max(1, minutes - 3)), ...change })

const usd = (amount: string) => ({ amount, currency: "USD" })
const eur = (amount: string) => ({ amount, currency: "EUR" })

const done = {
  status: "completed",
  action: null,
  why: "",
  message: "Every unit is shipped and told."
} as const
const shipped = (why: string) =>
  ({
    status: "processed",
    action: null,
    why,
    message: `${why.replace(" shipped", "")} units are shipped.`
  }) as const
const unmapped = {
  action: "resolve",
  why: "not mapped",
  shipMethodName: "Free Shipping Ground",
  message: "“Free Shipping Ground” has no carrier and method at Northwind. Choose one of its own."
} as const
const marigold = { channel: "marigold" }

/** The names are made up; an order in each state that the list tells apart, the newest first. */
const varied: ReadonlyArray<OrderRow> = [
  row(58, { ...unmapped, customerName: "Jane Kowalski", quantity: 3, total: usd("184.2000"), ago: 4 }),
  row(57, {
    customerName: "M. Okafor",
    quantity: 1,
    total: usd("19.9000"),
    shipMethodName: "2 Day",
    action: "resolve",
    why: "ZIP missing",
    message: "ZIP is missing. Enter it and update.",
    ago: 9
  }),
  row(56, {
    customerName: "Çelik Ayşe",
    quantity: 5,
    total: usd("412.0000"),
    shipMethodName: "Ground",
    ago: 12
  }),
  row(55, {
    ...marigold,
    customerName: "Liam O’Neill",
    quantity: 2,
    total: eur("75.1000"),
    shipMethodName: "Standard",
    ago: 15
  }),
  row(54, {
    customerName: "Ruth Adler",
    quantity: 4,
    total: usd("320.0000"),
    shipMethodName: "2 Day",
    status: "processing",
    action: null,
    why: "1 of 2 sent",
    message: "1 of 2 purchase orders is sent.",
    ago: 21
  }),
  row(53, {
    customerName: "T. Nakamura",
    quantity: 1,
    total: usd("1990.0000"),
    shipMethodName: "Next Day",
    status: "processing",
    action: "settle",
    why: "no answer 13:51Z",
    message: "SY-000298 to Northwind may have arrived: no answer came. Nothing is sent again by itself.",
    ago: 26
  }),
  row(52, {
    ...marigold,
    customerName: "P. Lindqvist",
    quantity: 1,
    total: eur("80.0000"),
    shipMethodName: "Standard",
    status: "failed",
    action: "retry",
    why: "550 mailbox full",
    message: "Baker Supply’s mail server refused it: 550 mailbox full (0 of 1 sent).",
    ago: 63
  }),
  row(51, {
    ...shipped("2 of 4 shipped"),
    customerName: "Ana Souza",
    quantity: 4,
    total: usd("184.2000"),
    ago: 150
  }),
  row(50, { ...unmapped, customerName: "中村 健", quantity: 2, total: usd("64.0000"), ago: 160 }),
  row(49, {
    customerName: "Ida Holm",
    quantity: 1,
    total: usd("42.5000"),
    status: "shipped",
    action: "push",
    why: "422 unknown carrier",
    message: "acme-shop refused the parcel: unknown carrier “UPSN”. Map the carrier.",
    ago: 170
  }),
  row(48, {
    ...shipped("0 of 2 shipped"),
    ...marigold,
    customerName: "Zoë Brandt",
    quantity: 2,
    total: eur("49.0000"),
    ago: 172
  }),
  row(47, { ...done, customerName: "Priya Natarajan", quantity: 1, total: usd("19.9000"), ago: 180 }),
  row(46, {
    ...done,
    ...marigold,
    customerName: "Nadia Rahman",
    quantity: 3,
    total: eur("120.0000"),
    ago: 190
  }),
  row(45, { ...done, customerName: "Tomáš Novák", quantity: 1, total: usd("12.0000"), ago: 200 }),
  row(44, { ...done, customerName: "Grace Mbeki", quantity: 2, total: usd("96.4000"), ago: 210 })
]

const buyers = ["Olu Adeyemi", "Eva Lind", "Sam Ortiz", "Mina Park", "Jon Reyes", "Lea Roth"]

/** What waits longest: all for the same answer. */
const waitingLong: ReadonlyArray<OrderRow> = Array.from({ length: 16 }, (_, index) =>
  row(40 - index, {
    ...unmapped,
    customerName: buyers[index % buyers.length] ?? "",
    quantity: 1 + (index % 3),
    total: usd(`${20 + index * 4}.0000`),
    ago: 215 + index * 2
  })
)

const unknownSku: ReadonlyArray<OrderRow> = [24, 23, 22].map((id, index) =>
  row(id, {
    action: "resolve",
    why: "SKU unknown",
    message: "SKU OLD-LAMP is not known. Map it to a product.",
    customerName: buyers[index] ?? "",
    quantity: 1,
    total: usd("35.0000"),
    shipMethodName: "Ground",
    ago: 300 + index
  })
)

export const tourRows: ReadonlyArray<OrderRow> = [...varied, ...waitingLong, ...unknownSku]
