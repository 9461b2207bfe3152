import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { describe, expect, it } from "vitest"
import { waitForPoints } from "../../../src/connectors/channels/shopify/shopify-allowance.ts"
import { readAnswer } from "../../../src/connectors/channels/shopify/shopify-answer.ts"
import {
  locationsDocument,
  ordersDocument,
  parcelsDocument,
  stockDocument
} from "../../../src/connectors/channels/shopify/shopify-documents.ts"
import {
  AssignedLocation,
  Hold,
  Line,
  Money,
  PageInfo,
  Parcel,
  ParcelLine,
  ShippingAddress,
  ShopLocation,
  ShopOrder,
  StockItem,
  Work,
  WorkLine
} from "../../../src/connectors/channels/shopify/shopify-nodes.ts"
import type { Document } from "../../../src/connectors/channels/shopify/shopify-session.ts"
import { piecesByLine, statusOfWork } from "../../../src/connectors/channels/shopify/shopify-work.ts"
import { hasRecordings, type Node, ofType, recordedNodes, recording } from "./shopify-recordings.ts"
import { askedAt, missingFields } from "./shopify-selection.ts"

type Fields = Readonly<Record<string, Schema.Decoder<unknown>>>

/** A decoder of ours, what our document asks for at its place, and the recorded nodes that are of its kind. */
interface Piece {
  readonly schema: Schema.Decoder<unknown> & { readonly fields: Fields }
  readonly document: Document
  readonly path: string
  readonly isOne: (node: Node) => boolean
}

const has =
  (...names: ReadonlyArray<string>) =>
  (node: Node): boolean =>
    names.every((name) => name in node)

const order = "orders.nodes"
const work = `${order}.fulfillmentOrders.nodes`
const pieces: Readonly<Record<string, Piece>> = {
  Order: { schema: ShopOrder, document: ordersDocument, path: order, isOne: ofType("Order") },
  LineItem: {
    schema: Line,
    document: ordersDocument,
    path: `${order}.lineItems.nodes`,
    isOne: ofType("LineItem")
  },
  FulfillmentOrder: {
    schema: Work,
    document: ordersDocument,
    path: work,
    isOne: ofType("FulfillmentOrder")
  },
  FulfillmentOrderLineItem: {
    schema: WorkLine,
    document: ordersDocument,
    path: `${work}.lineItems.nodes`,
    isOne: ofType("FulfillmentOrderLineItem")
  },
  FulfillmentHold: {
    schema: Hold,
    document: ordersDocument,
    path: `${work}.fulfillmentHolds`,
    isOne: ofType("FulfillmentHold")
  },
  AssignedLocation: {
    schema: AssignedLocation,
    document: ordersDocument,
    path: `${work}.assignedLocation`,
    isOne: has("name", "location")
  },
  MailingAddress: {
    schema: ShippingAddress,
    document: ordersDocument,
    path: `${order}.shippingAddress`,
    isOne: has("countryCodeV2")
  },
  MoneyBag: {
    schema: Money,
    document: ordersDocument,
    path: `${order}.totalPriceSet`,
    isOne: has("shopMoney")
  },
  PageInfo: {
    schema: PageInfo,
    document: ordersDocument,
    path: "orders.pageInfo",
    isOne: has("hasNextPage")
  },
  Fulfillment: {
    schema: Parcel,
    document: parcelsDocument,
    path: "order.fulfillments",
    isOne: ofType("Fulfillment")
  },
  FulfillmentLineItem: {
    schema: ParcelLine,
    document: parcelsDocument,
    path: "order.fulfillments.fulfillmentLineItems.nodes",
    isOne: ofType("FulfillmentLineItem")
  },
  InventoryItem: {
    schema: StockItem,
    document: stockDocument,
    path: "inventoryItems.nodes",
    isOne: ofType("InventoryItem")
  },
  Location: {
    schema: ShopLocation,
    document: locationsDocument,
    path: "locations.nodes",
    isOne: ofType("Location")
  }
}

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Null when it is read; else the fields that the refusal names. */
const refusedFields = (schema: Schema.Decoder<unknown>, node: Node): ReadonlyArray<string> | null => {
  const exit = Schema.decodeUnknownExit(schema, { errors: "all" })(node)
  if (Exit.isSuccess(exit)) return null
  const error = Exit.findErrorOption(exit)
  const issues = error._tag === "Some" ? issuesOf(error.value.issue).issues : []
  return issues.map((issue) => (issue.path ?? []).map(String).join("."))
}

const nodes = hasRecordings ? recordedNodes() : []
const own = (piece: Piece) => nodes.filter(piece.isOne)

/**
 * Read and refused, as counted. Nobody recorded an order, a line, a fulfillment order or an inventory item with all that we
 * ask for, which is why each of their fields is tried alone, too.
 */
const wholeNodes: Readonly<Record<string, readonly [read: number, refused: number]>> = {
  Order: [0, 228],
  LineItem: [0, 320],
  FulfillmentOrder: [0, 245],
  FulfillmentOrderLineItem: [174, 4],
  FulfillmentHold: [7, 0],
  AssignedLocation: [0, 145],
  MailingAddress: [0, 7],
  MoneyBag: [264, 0],
  PageInfo: [133, 9],
  Fulfillment: [8, 57],
  FulfillmentLineItem: [53, 22],
  InventoryItem: [0, 170],
  Location: [15, 353]
}
const singleFields: typeof wholeNodes = {
  Order: [663, 86],
  LineItem: [555, 0],
  FulfillmentOrder: [822, 319],
  FulfillmentOrderLineItem: [708, 0],
  FulfillmentHold: [14, 0],
  AssignedLocation: [145, 145],
  MailingAddress: [47, 0],
  MoneyBag: [264, 0],
  PageInfo: [275, 0],
  Fulfillment: [178, 42],
  FulfillmentLineItem: [127, 0],
  InventoryItem: [290, 0],
  Location: [799, 0]
}

describe.skipIf(!hasRecordings)("answers that were recorded at real shops", () => {
  it.each(Object.entries(pieces))(
    "%s: read where all that we ask for is there, else refused by the field",
    (name, piece) => {
      const asked = askedAt(piece.document, piece.path)
      const counts: [number, number] = [0, 0]
      for (const node of own(piece)) {
        const missing = missingFields(asked, node)
        const refused = refusedFields(piece.schema, node)
        expect(refused === null, `${node.id}: ${missing.join(", ")} / ${refused?.join(", ")}`).toBe(
          missing.length === 0
        )
        if (refused !== null) for (const field of missing) expect(refused).toContain(field)
        counts[refused === null ? 0 : 1] += 1
      }
      expect(counts).toEqual(wholeNodes[name])
    }
  )

  it.each(Object.entries(pieces))("%s: each field alone, wherever it was recorded", (name, piece) => {
    const asked = askedAt(piece.document, piece.path)
    const counts: [number, number] = [0, 0]
    for (const [field, below] of asked) {
      const part = Schema.Struct({ [field]: piece.schema.fields[field] ?? Schema.Never })
      const only = new Map([[field, below]])
      for (const node of own(piece).filter(has(field))) {
        const missing = missingFields(only, node)
        const refused = refusedFields(part, node)
        expect(refused === null, `${node.id} ${field}: ${refused?.join(", ")}`).toBe(missing.length === 0)
        counts[refused === null ? 0 : 1] += 1
      }
    }
    expect(counts).toEqual(singleFields[name])
  })

  it("reads every answer's envelope, and takes none with errors for a success", async () => {
    const bodies = nodes.filter(
      (node) => has("extensions")(node) && (has("data")(node) || has("errors")(node))
    )
    const reasons = new Map<string, number>()
    for (const body of bodies) {
      const said = await Effect.runPromise(readAnswer(body, []))
      const reason = said.failure?.reason ?? "read"
      const isFailed = Array.isArray(body.errors) && body.errors.length > 0
      expect(said.failure !== null).toBe(isFailed)
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      if (said.failure === null) expect(waitForPoints(said.cost, false)).toBe(0)
    }
    expect(Object.fromEntries(reasons)).toEqual({ read: 836, Rejected: 11, Unauthorized: 4, NoAnswer: 1 })
  })

  it("counts pieces once after a fulfillment was canceled, as Shopify left them", () => {
    const path = "harry-test-heelo.myshopify.com/2025-01/orders/fulfillment-cancel-parity.json"
    const order = recording(path).downstreamRead.response.data.order
    const works: ReadonlyArray<Work> = order.fulfillmentOrders.nodes
    expect(works.map((one) => one.status)).toEqual(["CLOSED", "OPEN"])
    expect([...piecesByLine(works).values()]).toEqual([1])
    expect(statusOfWork(works)).toBe("UNFULFILLED")
    // Why fulfillment orders are asked about, too: the order itself did not change.
    const before = recording(path).setup.hydrateBeforeCancel.response.data.order
    expect(order.updatedAt).toBe(before.updatedAt)
  })
})
