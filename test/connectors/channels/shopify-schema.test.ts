import {
  buildClientSchema,
  coerceInputValue,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo
} from "graphql"
import { describe, expect, it } from "vitest"
import { shopifyCompanies } from "../../../src/connectors/channels/shopify/shopify-carriers.ts"
import { documents } from "../../../src/connectors/channels/shopify/shopify-documents.ts"
import { neededScopes } from "../../../src/connectors/channels/shopify/shopify-scopes.ts"
import { apiVersion } from "../../../src/connectors/channels/shopify/shopify-settings.ts"
import { hasIntrospection, readIntrospection } from "./shopify-recordings.ts"

interface Scoped {
  readonly type: "type" | "field"
  readonly typeName: string
  readonly fieldName?: string
  readonly offlineScopes: ReadonlyArray<string>
}

const isThere = hasIntrospection(apiVersion)
const vendor = isThere ? readIntrospection(apiVersion) : null
const schema: GraphQLSchema | null = vendor === null ? null : buildClientSchema(vendor.data)
const given = (): GraphQLSchema => {
  if (schema === null) throw new Error("no introspection")
  return schema
}

/** Every type and field that a document touches, as the vendor's list of scopes names them. */
const touched = (text: string): ReadonlySet<string> => {
  const names = new Set<string>()
  const types = new TypeInfo(given())
  visit(
    parse(text),
    visitWithTypeInfo(types, {
      [Kind.FIELD]: (field) => {
        const parent = types.getParentType()
        const own = getNamedType(types.getType())
        if (parent !== null && parent !== undefined) names.add(`${parent.name}.${field.name.value}`)
        if (own !== null && own !== undefined) names.add(own.name)
      }
    })
  )
  return names
}

/** Our words for one of Shopify's lists, as the connector uses them in its rules. */
const usedValues: Readonly<Record<string, ReadonlyArray<string>>> = {
  FulfillmentOrderStatus: [
    "OPEN",
    "IN_PROGRESS",
    "ON_HOLD",
    "SCHEDULED",
    "INCOMPLETE",
    "CLOSED",
    "CANCELLED"
  ],
  FulfillmentOrderRequestStatus: ["CANCELLATION_REQUESTED"],
  FulfillmentStatus: ["CANCELLED", "ERROR", "FAILURE"],
  OrderDisplayFinancialStatus: ["PAID", "PARTIALLY_REFUNDED", "REFUNDED", "VOIDED"],
  OrderRiskRecommendationResult: ["CANCEL", "INVESTIGATE"],
  RiskAssessmentResult: ["HIGH", "MEDIUM"],
  DeliveryMethodType: ["NONE", "PICK_UP", "RETAIL"],
  InventorySetQuantitiesUserErrorCode: [
    "CHANGE_FROM_QUANTITY_STALE",
    "COMPARE_QUANTITY_STALE",
    "INVALID_INVENTORY_ITEM",
    "NON_MUTABLE_INVENTORY_ITEM",
    "IDEMPOTENCY_CONCURRENT_REQUEST",
    "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"
  ],
  OrderDisplayFulfillmentStatus: [
    "UNFULFILLED",
    "IN_PROGRESS",
    "ON_HOLD",
    "SCHEDULED",
    "PARTIALLY_FULFILLED",
    "FULFILLED",
    "RESTOCKED"
  ]
}

/** Inputs as the connector fills them; the behavior tests compare what is really sent with the same types. */
const inputs: ReadonlyArray<readonly [type: string, value: unknown]> = [
  [
    "FulfillmentInput",
    {
      notifyCustomer: true,
      trackingInfo: { company: "UPS", numbers: ["1Z-A", "1Z-B"] },
      lineItemsByFulfillmentOrder: [
        { fulfillmentOrderId: "f", fulfillmentOrderLineItems: [{ id: "l", quantity: 1 }] }
      ]
    }
  ],
  [
    "InventorySetQuantitiesInput",
    {
      name: "available",
      reason: "correction",
      quantities: [
        { inventoryItemId: "i", locationId: "l", quantity: 3, changeFromQuantity: null },
        { inventoryItemId: "j", locationId: "l", quantity: 3, changeFromQuantity: 2 }
      ]
    }
  ]
]

describe.skipIf(!isThere)(`the schema of Shopify's Admin API ${apiVersion}`, () => {
  it.each(Object.entries(documents))(
    "knows all that the document %s asks for, and calls none of it deprecated",
    (_, document) => {
      const rules = [...specifiedRules, NoDeprecatedCustomRule]
      expect(validate(given(), parse(document.text), rules)).toEqual([])
    }
  )

  it.each(Object.entries(usedValues))("has the values of %s that the rules speak of", (name, values) => {
    const type = given().getType(name)
    const known = isEnumType(type) ? type.getValues().map((value) => value.name) : []
    for (const value of values) expect(known).toContain(value)
  })

  it.each(inputs)("takes our %s", (name, value) => {
    const type = given().getType(name)
    if (!isInputObjectType(type)) throw new Error(`${name} is no input`)
    expect(() => coerceInputValue(value, type)).not.toThrow()
  })

  it("asks for no scope beside those that a connection test asks for", () => {
    const names = new Set(Object.values(documents).flatMap((document) => [...touched(document.text)]))
    const ours = new Set(neededScopes.map((one) => one.scope))
    const items: ReadonlyArray<Scoped> = vendor.offline_scopes.items
    const wanted = items.filter(
      (one) =>
        one.offlineScopes.length > 0 &&
        names.has(one.type === "type" ? one.typeName : `${one.typeName}.${one.fieldName}`)
    )
    expect(wanted.length).toBeGreaterThan(15)
    for (const one of wanted)
      expect(
        one.offlineScopes.some((scope) => ours.has(scope)),
        `${one.typeName}.${one.fieldName ?? ""} wants ${one.offlineScopes.join(" or ")}`
      ).toBe(true)
  })

  it("spells carriers as Shopify's list of tracking companies does", () => {
    const type = given().getType("FulfillmentTrackingInfo")
    const fields = type !== undefined && "getFields" in type ? type.getFields() : {}
    const list = (fields.company?.description ?? "").replace(/\s+/g, " ")
    for (const [, company] of shopifyCompanies) expect(list).toContain(company)
  })
})
