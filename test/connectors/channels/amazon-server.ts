import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface AmazonCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Reply {
  readonly status: number
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The work is done, and the connection breaks before the answer. */
  readonly cut?: boolean
}

export const errors = (status: number, code: string, message: string, details = ""): Reply => ({
  status,
  json: { errors: [{ code, message, details }] }
})

const send = (response: ServerResponse, reply: Reply): void => {
  if (reply.cut === true) {
    response.socket?.destroy()
    return
  }
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers })
  response.end(reply.json === undefined ? "" : JSON.stringify(reply.json))
}

/** Login with Amazon and an endpoint of the Selling Partner API on one loopback port. */
export class AmazonServer implements AsyncDisposable {
  /** What was asked of the API, sign-ins not among them. */
  readonly calls: Array<AmazonCall> = []
  readonly signIns: Array<URLSearchParams> = []
  /** Tokens that are good. A revoked authorization empties it. */
  readonly tokens = new Set<string>()
  signIn: () => Reply | null = () => null
  expiresIn: unknown = 3600
  readonly #server: Server

  private constructor(answer: (call: AmazonCall) => Reply) {
    this.#server = createServer(async (request, response) => {
      const chunks: Array<Buffer> = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const url = new URL(request.url ?? "/", "http://127.0.0.1")
      const call: AmazonCall = {
        method: request.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8")
      }
      send(response, url.pathname === "/auth/o2/token" ? this.#token(call) : this.#api(call, answer))
    })
  }

  static async open(answer: (call: AmazonCall) => Reply): Promise<AmazonServer> {
    const server = new AmazonServer(answer)
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  #token(call: AmazonCall): Reply {
    this.signIns.push(new URLSearchParams(call.body))
    const other = this.signIn()
    if (other !== null) return other
    const token = `Atza|canary-access-${this.signIns.length}`
    this.tokens.add(token)
    return {
      status: 200,
      json: { access_token: token, token_type: "bearer", expires_in: this.expiresIn, refresh_token: "Atzr|x" }
    }
  }

  #api(call: AmazonCall, answer: (call: AmazonCall) => Reply): Reply {
    this.calls.push(call)
    const token = call.headers["x-amz-access-token"]
    if (typeof token !== "string" || !this.tokens.has(token))
      return errors(
        403,
        "Unauthorized",
        "Access to requested resource is denied.",
        `The access token you provided (${String(token)}) is revoked, malformed or invalid.`
      )
    return answer(call)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
