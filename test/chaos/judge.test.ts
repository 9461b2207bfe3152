import { expect, test } from "vitest"
import type { ShopBooks, SupplierBooks } from "../../src/sandbox/world-books.ts"
import { judge } from "./judge.ts"
import type { Ours } from "./ours.ts"

/** One order for two pieces, sent, shipped in one parcel, pushed: both sides agree. */
const books = {
  shops: {
    marigold: {
      orders: { "MG-1": 1 },
      states: { "MG-1": "Shipped" },
      fulfillments: { "MG-1/1Z1": 1 }
    }
  },
  suppliers: {
    Northwind: {
      purchaseOrders: { "SY-1": 1 },
      shipments: { "SY-1/1Z1": 1 },
      pieces: { "11": 2 },
      refused: {},
      unreadable: []
    }
  },
  letters: { "<1@baker.example>": 1 },
  parcels: { "1Z1": "011" }
}

const ours: Ours = {
  orders: [{ id: 1, channel: "marigold", number: "MG-1", status: "completed", action: null }],
  lines: [{ id: 11, orderId: 1, ordered: 2, open: 0, shipped: 2, backordered: 0, canceled: 0, inParcels: 2 }],
  purchaseOrders: [{ number: "SY-1", supplier: "Northwind", orderId: 1, state: "sent" }],
  parcels: [{ supplier: "Northwind", purchaseOrder: "SY-1", tracking: "1Z1" }],
  tracked: [
    {
      id: 5,
      carrier: "ups",
      tracking: "1Z1",
      state: "delivered",
      moves: ["delivered"],
      scans: ["delivered 9:00"]
    }
  ],
  outOfCalls: [],
  pushes: [{ channel: "marigold", order: "MG-1", tracking: "1Z1", state: "accepted" }],
  letters: ["<1@baker.example>"],
  quarantined: []
}

const { marigold } = books.shops
const { Northwind } = books.suppliers
const [order] = ours.orders
const [line] = ours.lines
const [purchaseOrder] = ours.purchaseOrders

const shopSays = (change: Partial<ShopBooks>) => ({
  ...books,
  shops: { marigold: { ...marigold, ...change } }
})
const supplierSays = (change: Partial<SupplierBooks>) => ({
  ...books,
  suppliers: { Northwind: { ...Northwind, ...change } }
})
const weSay = (change: Partial<Ours>): Ours => ({ ...ours, ...change })

test("two sides that agree: nothing is lost, doubled, in doubt or moving", () => {
  const found = judge(books, ours)
  expect(found).toMatchObject({
    orders: 1,
    lost: [],
    doubled: [],
    inDoubt: [],
    moving: [],
    wrongQuantities: []
  })
  expect(found.ends).toMatchObject({ completed: 1, held: 0, failed: 0, "in doubt": 0, canceled: 0 })
})

test("a purchase order that a supplier has twice is doubled", () => {
  expect(judge(supplierSays({ purchaseOrders: { "SY-1": 2 } }), ours).doubled).toEqual([
    "Northwind has purchase order SY-1 twice"
  ])
})

test("the same line under two numbers is doubled, though each number is there once", () => {
  const twice = supplierSays({ purchaseOrders: { "SY-1": 1, "SY-2": 1 }, pieces: { "11": 4 } })
  expect(judge(twice, ours).doubled).toEqual(["suppliers were asked for 4 pieces of line 11, 2 were bought"])
})

test("the same line at two suppliers is doubled", () => {
  const other = { ...Northwind, purchaseOrders: { "SY-9": 1 }, shipments: {} }
  const both = { ...books, suppliers: { Northwind, "Dune Wholesale": other } }
  expect(judge(both, ours).doubled).toEqual(["suppliers were asked for 4 pieces of line 11, 2 were bought"])
})

test("a parcel that the shop was told twice is doubled", () => {
  expect(judge(shopSays({ fulfillments: { "MG-1/1Z1": 2 } }), ours).doubled).toEqual([
    "marigold was told parcel MG-1/1Z1 twice"
  ])
})

test("an order that is with us twice, and a number that was given out twice, are doubled", () => {
  const twice = weSay({
    orders: [...ours.orders, ...ours.orders],
    purchaseOrders: [...ours.purchaseOrders, ...ours.purchaseOrders]
  })
  expect(judge(books, twice).doubled).toEqual([
    "order marigold/MG-1 is with us twice",
    "purchase-order number Northwind SY-1 was given out twice"
  ])
})

test("an order that the shop has and we do not is lost, unless it waits in quarantine", () => {
  const more = shopSays({ orders: { "MG-1": 1, "MG-2": 1 } })
  expect(judge(more, ours).lost).toEqual(["order marigold/MG-2 is not with us"])
  const kept = weSay({ quarantined: [{ channel: "marigold", raw: '{"code":"MG-2"}' }] })
  expect(judge(more, kept)).toMatchObject({ lost: [], orders: 2, ends: { completed: 1, held: 1 } })
  const ofAnother = weSay({ quarantined: [{ channel: "acme-shop", raw: '{"code":"MG-2"}' }] })
  expect(judge(more, ofAnother).lost).toHaveLength(1)
})

test("what we call sent and the supplier does not have is lost; in doubt it is not", () => {
  const gone = supplierSays({ purchaseOrders: {}, pieces: {}, shipments: {} })
  const unshipped = { parcels: [], pushes: [] }
  expect(judge(gone, weSay(unshipped)).lost).toEqual(["SY-1 is sent, and Northwind does not have it"])
  if (purchaseOrder === undefined || order === undefined) throw new Error("the sample has one of each")
  const doubting = weSay({
    ...unshipped,
    orders: [{ ...order, status: "processing", action: "settle" }],
    purchaseOrders: [{ ...purchaseOrder, state: "in_doubt" }]
  })
  expect(judge(gone, doubting)).toMatchObject({ lost: [], inDoubt: ["SY-1"], ends: { "in doubt": 1 } })
})

test("a parcel that left and is not with us is lost, and so is a push that the shop never heard", () => {
  expect(judge(books, weSay({ parcels: [] })).lost).toEqual(["parcel SY-1/1Z1 of Northwind is not with us"])
  expect(judge(shopSays({ fulfillments: {} }), ours).lost).toEqual([
    "parcel 1Z1 of MG-1 is pushed, and marigold does not have it"
  ])
})

test("quantities that do not add up, and pieces that are in no parcel, are named", () => {
  if (line === undefined) throw new Error("the sample has a line")
  const wrong = [
    { ...line, shipped: 1, inParcels: 1 },
    { ...line, id: 12, inParcels: 4 },
    { ...line, id: 13, ordered: 1, open: -1 }
  ]
  expect(judge(books, weSay({ lines: wrong })).wrongQuantities).toEqual([
    "line 11: 2 ordered, its parts make 1",
    "line 12: 2 shipped, 4 in parcels",
    "line 13: -1 open"
  ])
})

test("an order that is nowhere counted is still moving, and says where", () => {
  if (order === undefined) throw new Error("the sample has an order")
  const found = judge(books, weSay({ orders: [{ ...order, status: "processed" }] }))
  expect(found.moving).toEqual(["MG-1 (processed)"])
  expect(found.ends).toMatchObject({ moving: 1, completed: 0 })
})

const [tracked] = ours.tracked

test("a parcel that its carrier delivered, and we do not know it, is under way", () => {
  if (tracked === undefined) throw new Error("the sample has a parcel")
  expect(judge(books, ours).underWay).toEqual([])
  const late = weSay({ tracked: [{ ...tracked, state: "in_transit" }] })
  expect(judge(books, late)).toMatchObject({ underWay: ["1Z1"], lost: [] })
})

test("a delivery that the carrier knows nothing of is found out", () => {
  const invented = { ...books, parcels: { "1Z1": "005" } }
  expect(judge(invented, ours).lost).toEqual([
    "parcel 1Z1 is delivered for us, and its carrier does not know that"
  ])
})

test("a move or a scan of a parcel that is with us twice is doubled", () => {
  if (tracked === undefined) throw new Error("the sample has a parcel")
  const moves = weSay({ tracked: [{ ...tracked, moves: ["in_transit", "delivered", "in_transit"] }] })
  expect(judge(books, moves).doubled).toEqual(["parcel 1Z1 became in_transit twice"])
  const scans = weSay({ tracked: [{ ...tracked, scans: ["delivered 9:00", "delivered 9:00"] }] })
  expect(judge(books, scans).doubled).toEqual(["the scan delivered 9:00 of parcel 1Z1 is with us twice"])
})

test("a letter of a supplier is with us, once", () => {
  expect(judge({ ...books, letters: { "<1@baker.example>": 1, "<2@baker.example>": 2 } }, ours).lost).toEqual(
    ["letter <2@baker.example> is not with us"]
  )
  expect(judge(books, { ...ours, letters: ["<1@baker.example>", "<1@baker.example>"] }).doubled).toEqual([
    "letter <1@baker.example> is with us twice"
  ])
})

test("a parcel is under way until we know it as delivered, but where its carrier may not be asked any more", () => {
  const behind = ours.tracked.map((t) => ({ ...t, carrier: "usps", state: "in_transit" }))
  expect(judge(books, { ...ours, tracked: behind }).underWay).toEqual(["1Z1"])
  expect(judge(books, { ...ours, tracked: behind, outOfCalls: ["usps"] }).underWay).toEqual([])
  expect(judge(books, { ...ours, tracked: behind, outOfCalls: ["fedex"] }).underWay).toEqual(["1Z1"])
})
