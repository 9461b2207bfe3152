import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface ApiCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

type Turn = (response: ServerResponse, call: ApiCall, take: () => string) => void

const reply = (response: ServerResponse, status: number, json: unknown, headers = {}): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(json))
}

/** A supplier with a ledger: takes orders, finds them by our number, and fails as the test says. */
export class OrderApi implements AsyncDisposable {
  /** What the supplier would ship: one entry for each order that it took. */
  readonly ledger: Array<{ readonly id: string; readonly po: string; readonly body: string }> = []
  readonly calls: Array<ApiCall> = []
  readonly #byKey = new Map<string, string>()
  readonly #server: Server
  tokensGiven = 0
  goodToken = ""
  shipments: unknown = { shipments: [] }
  /** Pages of stock, by number from 1 on. */
  stock: ReadonlyArray<unknown> = []
  onOrder: Turn = (response, _call, take) => reply(response, 201, { order: { id: take() } })
  onLookUp: ((response: ServerResponse) => void) | null = null

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async open(): Promise<OrderApi> {
    const api = new OrderApi()
    await new Promise<void>((resolve) => api.#server.listen(0, "127.0.0.1", resolve))
    return api
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  #take(call: ApiCall): string {
    const key = String(call.headers["idempotency-key"] ?? "")
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const id = `S-${this.ledger.length + 1}`
    this.ledger.push({ id, po: (JSON.parse(call.body) as { po_number: string }).po_number, body: call.body })
    if (key !== "") this.#byKey.set(key, id)
    return id
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? "/", "http://here")
    const body = Buffer.concat(chunks).toString("utf8")
    const call = { method: request.method ?? "", path: url.pathname, headers: request.headers, body }
    this.calls.push(call)
    if (call.path === "/token") return this.#giveToken(response)
    if (this.goodToken !== "" && call.headers.authorization !== `Bearer ${this.goodToken}`)
      return reply(response, 401, { message: "no" })
    if (call.path === "/shipments") return reply(response, 200, this.shipments)
    if (call.path === "/stock")
      return reply(response, 200, this.stock[Number(url.searchParams.get("page") ?? "1") - 1])
    if (call.method !== "GET") return this.onOrder(response, call, () => this.#take(call))
    if (this.onLookUp !== null) return this.onLookUp(response)
    const po = url.searchParams.get("po")
    return reply(response, 200, { orders: this.ledger.filter((order) => order.po === po) })
  }

  #giveToken(response: ServerResponse): void {
    this.tokensGiven += 1
    this.goodToken = `token-${this.tokensGiven}`
    reply(response, 200, { access_token: this.goodToken, expires_in: 3600 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

export const answering =
  (status: number, json: unknown, headers = {}): Turn =>
  (response) =>
    reply(response, status, json, headers)
