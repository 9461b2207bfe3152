export interface GraphqlAnswer {
  readonly status: number
  readonly data: Record<string, unknown> | null
  readonly errors: ReadonlyArray<{
    readonly message: string
    readonly extensions?: { readonly code?: string }
  }>
}

const REQUEST_TIMEOUT_MS = 30_000

/** One visitor of Vendure's Shop API or Admin API: the token that the first answer sets is sent back with each question. */
export class GraphqlSession {
  readonly endpoint: string
  #token: string | undefined

  constructor(endpoint: string) {
    this.endpoint = endpoint
  }

  get token(): string | undefined {
    return this.#token
  }

  /** Asks and returns what came back, refusals included: for recording exact answers. */
  async ask(document: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> {
    const response = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` })
      },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    })
    this.#token = response.headers.get("vendure-auth-token") ?? this.#token
    const body = (await response.json()) as Partial<GraphqlAnswer>
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] }
  }

  /** Asks and returns the one root field; a GraphQL error or Vendure's error result inside HTTP 200 throws. */
  async get<Result>(
    field: string,
    document: string,
    variables: Record<string, unknown> = {}
  ): Promise<Result> {
    const answer = await this.ask(document, variables)
    const [error] = answer.errors
    if (error !== undefined) throw new Error(`Vendure, ${field}: ${error.message}`)
    const result = answer.data?.[field]
    const refusal = result as { readonly errorCode?: string; readonly message?: string } | null | undefined
    if (refusal?.errorCode !== undefined) {
      throw new Error(`Vendure, ${field}: ${refusal.errorCode} ${refusal.message ?? ""}`)
    }
    return result as Result
  }
}

const LOGIN = `mutation Login($username: String!, $password: String!) {
  login(username: $username, password: $password, rememberMe: true) {
    __typename
    ... on CurrentUser { id identifier }
    ... on ErrorResult { errorCode message }
  }
}`

export async function loginAsAdmin(
  adminApi: string,
  credentials: { readonly username: string; readonly password: string }
): Promise<GraphqlSession> {
  const session = new GraphqlSession(adminApi)
  await session.get("login", LOGIN, credentials)
  return session
}
