import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface CarrierCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type CarrierReply = (call: CarrierCall, response: ServerResponse) => void

export const replyJson = (
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {}
): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(json))
}

/** A carrier on loopback: it gives tokens, and answers with `reply` to whoever brings one that is still good. */
export class CarrierServer implements AsyncDisposable {
  readonly calls: Array<CarrierCall> = []
  readonly signIns: Array<CarrierCall> = []
  readonly #server: Server
  readonly #good = new Set<string>()
  /** What the token's answer says besides the token. */
  grant: Readonly<Record<string, unknown>> = { token_type: "Bearer", expires_in: "14399" }
  /** Instead of a token. */
  onSignIn: CarrierReply | null = null
  reply: CarrierReply = (_, response) => replyJson(response, 500, {})

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Array<Buffer> = []
      request.on("data", (chunk: Buffer) => chunks.push(chunk))
      request.on("end", () => {
        const url = new URL(request.url ?? "/", "http://carrier")
        const call: CarrierCall = {
          method: request.method ?? "",
          path: url.pathname,
          query: url.searchParams,
          headers: request.headers,
          body: Buffer.concat(chunks).toString("utf8")
        }
        if (url.pathname.endsWith("/token")) this.#signIn(call, response)
        else this.#answer(call, response)
      })
    })
  }

  static async open(): Promise<CarrierServer> {
    const server = new CarrierServer()
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** From now on only a new token is good. */
  forgetTokens(): void {
    this.#good.clear()
  }

  #signIn(call: CarrierCall, response: ServerResponse): void {
    this.signIns.push(call)
    if (this.onSignIn !== null) {
      this.onSignIn(call, response)
      return
    }
    const token = `token-${this.signIns.length}`
    this.#good.add(`Bearer ${token}`)
    replyJson(response, 200, { access_token: token, ...this.grant })
  }

  #answer(call: CarrierCall, response: ServerResponse): void {
    this.calls.push(call)
    if (this.#good.has(call.headers.authorization ?? "")) this.reply(call, response)
    else
      replyJson(response, 401, {
        response: { errors: [{ code: "250002", message: "Invalid token" }] }
      })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
