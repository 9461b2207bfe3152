import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate
} from "graphql"

export interface ShopRequest {
  readonly query: unknown
  readonly variables: unknown
  readonly operationName: unknown
  readonly authorization: string | undefined
}

export interface ShopAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const mostTokens = 20_000

/** The document, or the answer that says why it is none: HTTP 400, as Vendure answers. */
export function readDocument(schema: GraphQLSchema, query: unknown): DocumentNode | ShopAnswer {
  if (typeof query !== "string")
    return badRequest("BAD_REQUEST", [
      new GraphQLError("GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.")
    ])
  try {
    const document = parse(query, { maxTokens: mostTokens })
    const errors = validate(schema, document)
    return errors.length > 0 ? badRequest("GRAPHQL_VALIDATION_FAILED", errors) : document
  } catch (cause) {
    if (cause instanceof GraphQLError) return badRequest("GRAPHQL_PARSE_FAILED", [cause])
    throw cause
  }
}

/** Errors of execution come inside HTTP 200; a session that began is told in a header. */
export function answerOf(result: ExecutionResult, data: unknown, newSession: string | null): ShopAnswer {
  // Without data nothing was executed: the variables do not fit the document.
  const code = result.data === undefined ? "BAD_USER_INPUT" : "INTERNAL_SERVER_ERROR"
  const errors = result.errors?.map((error) => printed(error, code))
  return {
    status: 200,
    headers: newSession === null ? {} : { "vendure-auth-token": newSession },
    body: errors === undefined ? { data } : { errors, data }
  }
}

const badRequest = (code: string, errors: ReadonlyArray<GraphQLError>): ShopAnswer => ({
  status: 400,
  headers: {},
  body: { errors: errors.map((error) => printed(error, code)) }
})

const printed = (error: GraphQLError, code: string) => ({
  ...error.toJSON(),
  extensions: { code, ...error.extensions }
})
