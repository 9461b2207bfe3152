import { mkdtemp, rm } from "node:fs/promises"
import { createConnection } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import SftpClient from "ssh2-sftp-client"
import { openWorld, type World, type WorldOptions } from "../../src/sandbox/world.ts"

export const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "sandbox-test-"))
export const removeFolder = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true })

export const quick = {
  speed: 1,
  allAtOnce: true,
  paces: { collectAfterMs: 30, shipAfterMs: 40, cancelAfterMs: 600_000, roundMs: 20 }
} satisfies Partial<WorldOptions>

/** A world of its own that is gone afterwards, whatever happened. */
export async function withWorld(
  options: Partial<WorldOptions>,
  use: (world: World) => Promise<void>
): Promise<void> {
  const dir = options.dir ?? (await folder())
  const world = await openWorld({ ...quick, ...options, dir })
  try {
    await use(world)
  } finally {
    await world.close()
    if (options.dir === undefined) await removeFolder(dir)
  }
}

export interface ShownFulfillment {
  readonly __typename: string
  readonly id: string
  readonly state: string
  readonly trackingCode: string
  readonly errorCode?: string
  readonly fromState?: string
  readonly toState?: string
  readonly stockOnHand?: number
  readonly lines: ReadonlyArray<{ readonly orderLineId: string; readonly quantity: number }>
}

export interface ShownOrder {
  readonly __typename?: string
  readonly errorCode?: string
  readonly id: string
  readonly code: string
  readonly state: string
  readonly updatedAt: string
  readonly orderPlacedAt: string
  readonly lines: ReadonlyArray<{
    readonly id: string
    readonly quantity: number
    readonly orderPlacedQuantity: number
    readonly productVariant: { readonly sku: string }
  }>
  readonly fulfillments: ReadonlyArray<ShownFulfillment>
}

/** What the tests ask for; a field is there when it was asked for. */
export interface Data {
  readonly login: {
    readonly __typename: string
    readonly errorCode?: string
    readonly channels: ReadonlyArray<{ code: string }>
  }
  readonly orders: { readonly totalItems: number; readonly items: ReadonlyArray<ShownOrder> }
  readonly order: ShownOrder | null
  readonly addFulfillmentToOrder: ShownFulfillment
  readonly transitionFulfillmentToState: ShownFulfillment
  readonly cancelOrder: ShownOrder
}

export interface GraphqlAnswer {
  readonly status: number
  readonly token: string | null
  readonly data: Data
  readonly errors: ReadonlyArray<{ readonly message: string; readonly code: string }>
}

export async function ask(
  url: string,
  query: string,
  variables: object = {},
  token: string | null = null
): Promise<GraphqlAnswer> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` })
    },
    body: JSON.stringify({ query, variables })
  })
  const body = (await response.json()) as {
    readonly data: Data
    readonly errors?: ReadonlyArray<{
      readonly message: string
      readonly extensions: { readonly code: string }
    }>
  }
  return {
    status: response.status,
    token: response.headers.get("vendure-auth-token"),
    data: body.data,
    errors: (body.errors ?? []).map(({ message, extensions }) => ({ message, code: extensions.code }))
  }
}

export const loginMutation = `mutation Login($username: String!, $password: String!) {
  login(username: $username, password: $password) {
    __typename
    ... on CurrentUser { id identifier channels { id code token permissions } }
    ... on ErrorResult { errorCode message }
  }
}`

export function shopOf(world: World, name: "acme-shop" | "marigold") {
  const shop = world.ready.shops.find((s) => s.name === name)
  if (shop === undefined) throw new Error(`no shop ${name}`)
  return shop
}

export async function signedIn(world: World, name: "acme-shop" | "marigold" = "acme-shop") {
  const shop = shopOf(world, name)
  const { token } = await ask(shop.url, loginMutation, { username: shop.username, password: shop.password })
  return (query: string, variables: object = {}) => ask(shop.url, query, variables, token)
}

export const supplierOf = (world: World, name: "Northwind" | "Baker Supply") => {
  const supplier = world.ready.suppliers.find((s) => s.name === name)
  if (supplier === undefined) throw new Error(`no supplier ${name}`)
  return supplier
}

export async function withSftp<A>(
  world: World,
  name: "Northwind" | "Baker Supply",
  use: (client: SftpClient) => Promise<A>
): Promise<A> {
  const { host, port, username, password } = supplierOf(world, name).sftp
  const client = new SftpClient()
  // A server that hangs up is part of the play; the pending call is rejected with it.
  client.on("error", () => undefined)
  // Without noDelay each of SFTP's small packets waits some 45 ms for the acknowledgement of the one before.
  const sock = createConnection({ host, port, noDelay: true })
  await client.connect({ sock, username, password, readyTimeout: 5_000 })
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

export async function control<A = { readonly error: string }>(
  world: World,
  method: "GET" | "POST",
  path: string,
  body?: object
): Promise<{ readonly status: number; readonly body: A }> {
  const response = await fetch(`${world.ready.control.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${world.ready.control.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return { status: response.status, body: (await response.json()) as A }
}

/** Waits for a thing that another party does in its own time. */
export async function until<A>(look: () => Promise<A | null> | A | null, withinMs = 5_000): Promise<A> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    const seen = await look()
    if (seen !== null) return seen
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nothing came within ${withinMs} ms`)
}

export const purchaseOrderCsv = (
  number: string,
  lines: ReadonlyArray<readonly [lineId: string, sku: string, quantity: number]>,
  code = "UPSG"
): string =>
  [
    "po_number,line_id,sku,qty,method_code",
    ...lines.map(([id, sku, qty]) => `${number},${id},${sku},${qty},${code}`)
  ].join("\r\n")
