import { buildClientSchema, type GraphQLSchema, getVariableValues, Kind, parse } from "graphql"
import { apiVersion } from "../../../src/connectors/channels/shopify/shopify-settings.ts"
import { hasIntrospection, readIntrospection } from "./shopify-recordings.ts"
import { sent } from "./shopify-server.ts"

export const canCompare = hasIntrospection(apiVersion)

const refusedBy = (schema: GraphQLSchema, query: string, variables: Readonly<Record<string, unknown>>) => {
  const [operation] = parse(query).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return ["not an operation"]
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables })
  return (errors ?? []).map((error) => error.message)
}

/** What the vendor's schema says against the variables that the tests of this file really sent. */
export const refusedVariables = (): ReadonlyArray<string> => {
  const schema = buildClientSchema(readIntrospection(apiVersion).data)
  return sent.flatMap(({ query, variables }) => refusedBy(schema, query, variables))
}
