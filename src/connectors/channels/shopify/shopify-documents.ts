import type { Document } from "./shopify-session.ts"

/** Everything that is ever asked of Shopify. A test validates each against the vendor's own schema of the pinned version. */

const money = "{ shopMoney { amount currencyCode } }"
const pageInfo = "pageInfo { hasNextPage endCursor }"

export const lineFields = `id sku name quantity currentQuantity requiresShipping isGiftCard originalUnitPriceSet ${money}`

export const workLineFields = "id totalQuantity remainingQuantity lineItem { id }"

/** What is to be sent from one location: Shopify's FulfillmentOrder, and the lines of its first page. */
const workFields = `
  id status requestStatus fulfillAt fulfillBy
  assignedLocation { name location { id isFulfillmentService } }
  deliveryMethod { methodType }
  fulfillmentHolds { reason reasonNotes }
  lineItems(first: 25) { nodes { ${workLineFields} } ${pageInfo} }`

const orderFields = `
  id name processedAt updatedAt cancelledAt displayFinancialStatus email phone tags
  totalPriceSet ${money}
  shippingAddress { name company address1 address2 city province provinceCode zip countryCodeV2 phone }
  billingAddress { name phone }
  shippingLines(first: 1) { nodes { title } }
  risk { recommendation assessments { riskLevel } }
  lineItems(first: 25) { nodes { ${lineFields} } ${pageInfo} }
  fulfillmentOrders(first: 5) { nodes { ${workFields} } ${pageInfo} }`

export const ordersDocument: Document = {
  guess: 900,
  text: `query Orders($first: Int!, $after: String, $query: String!) {
    orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { ${orderFields} }
      ${pageInfo}
    }
  }`
}

/** Fulfillment orders change without their order: moved, held, released, opened again by a canceled shipment. */
export const movedDocument: Document = {
  guess: 40,
  text: `query Moved($first: Int!, $after: String, $query: String!) {
    fulfillmentOrders(first: $first, after: $after, query: $query, includeClosed: true, sortKey: UPDATED_AT) {
      nodes { id updatedAt order { id updatedAt } }
      ${pageInfo}
    }
  }`
}

export const ordersByIdDocument: Document = {
  guess: 200,
  text: `query OrdersById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Order { ${orderFields} } } }`
}

export const moreLinesDocument: Document = {
  guess: 40,
  text: `query MoreLines($id: ID!, $after: String) {
    order(id: $id) { lineItems(first: 100, after: $after) { nodes { ${lineFields} } ${pageInfo} } }
  }`
}

export const moreWorkDocument: Document = {
  guess: 250,
  text: `query MoreWork($id: ID!, $after: String) {
    order(id: $id) { fulfillmentOrders(first: 25, after: $after) { nodes { ${workFields} } ${pageInfo} } }
  }`
}

export const moreWorkLinesDocument: Document = {
  guess: 30,
  text: `query MoreWorkLines($id: ID!, $after: String) {
    fulfillmentOrder(id: $id) { lineItems(first: 100, after: $after) { nodes { ${workLineFields} } ${pageInfo} } }
  }`
}

/** The parcels that the shop knows of, and what is still to be sent from where. */
export const parcelsDocument: Document = {
  guess: 400,
  text: `query Parcels($id: ID!) {
    order(id: $id) {
      id name cancelledAt
      fulfillments(first: 50) {
        id status trackingInfo(first: 20) { number }
        fulfillmentLineItems(first: 100) { nodes { quantity lineItem { id } } ${pageInfo} }
      }
      fulfillmentOrders(first: 25) { nodes { ${workFields} } ${pageInfo} }
    }
  }`
}

export const moreParcelLinesDocument: Document = {
  guess: 40,
  text: `query MoreParcelLines($id: ID!, $after: String) {
    fulfillment(id: $id) {
      fulfillmentLineItems(first: 100, after: $after) { nodes { quantity lineItem { id } } ${pageInfo} }
    }
  }`
}

export const shipDocument: Document = {
  guess: 20,
  text: `mutation Ship($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { id status }
      userErrors { field message }
    }
  }`
}

export const locationsDocument: Document = {
  guess: 20,
  text: `query Locations($after: String) {
    locations(first: 100, after: $after) {
      nodes { id name isActive isFulfillmentService }
      ${pageInfo}
    }
  }`
}

export const stockDocument: Document = {
  guess: 60,
  text: `query Stock($query: String!, $after: String, $locationId: ID!) {
    inventoryItems(first: 100, after: $after, query: $query) {
      nodes {
        id sku tracked
        inventoryLevel(locationId: $locationId) { quantities(names: ["available"]) { name quantity } }
      }
      ${pageInfo}
    }
  }`
}

export const listingsDocument: Document = {
  guess: 60,
  text: `query Listings($after: String) {
    inventoryItems(first: 250, after: $after) { nodes { id sku } ${pageInfo} }
  }`
}

export const setStockDocument: Document = {
  guess: 20,
  text: `mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $key) {
      inventoryAdjustmentGroup { reason }
      userErrors { code field message }
    }
  }`
}

export const testDocument: Document = {
  guess: 10,
  text: `query Test {
    shop { name myshopifyDomain currencyCode }
    currentAppInstallation { accessScopes { handle } }
  }`
}

/** The order that changed last: reading it shows that reading works. */
export const newestDocument: Document = {
  guess: 100,
  text: `query Newest { orders(first: 1, sortKey: UPDATED_AT, reverse: true) { nodes { ${orderFields} } ${pageInfo} } }`
}

export const documents: Readonly<Record<string, Document>> = {
  orders: ordersDocument,
  moved: movedDocument,
  ordersById: ordersByIdDocument,
  moreLines: moreLinesDocument,
  moreWork: moreWorkDocument,
  moreWorkLines: moreWorkLinesDocument,
  parcels: parcelsDocument,
  moreParcelLines: moreParcelLinesDocument,
  ship: shipDocument,
  locations: locationsDocument,
  stock: stockDocument,
  listings: listingsDocument,
  setStock: setStockDocument,
  test: testDocument,
  newest: newestDocument
}
