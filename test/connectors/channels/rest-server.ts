import { createServer, type IncomingHttpHeaders, type Server } from "node:http"
import type { AddressInfo } from "node:net"

export interface RestCall {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** As it came, percent signs and all. */
  readonly rawQuery: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: unknown
}

/** `cut`: the connection breaks instead of an answer, after everything was done. */
export type RestReply =
  | {
      readonly status: number
      readonly json?: unknown
      readonly text?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | "cut"

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A real HTTP server on loopback that keeps every call and answers as a program of the test decides. */
export class RestServer implements AsyncDisposable {
  readonly calls: Array<RestCall> = []
  readonly #server: Server
  /** Asked first; null: the usual answer. */
  intrude: (call: RestCall) => RestReply | null | Promise<RestReply | null> = () => null

  private constructor(reply: (call: RestCall) => RestReply) {
    this.#server = createServer(async (request, response) => {
      const chunks: Array<Buffer> = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const text = Buffer.concat(chunks).toString("utf8")
      const url = new URL(request.url ?? "/", "http://here")
      const call: RestCall = {
        method: request.method ?? "",
        path: url.pathname,
        rawQuery: url.search.slice(1),
        query: url.searchParams,
        headers: request.headers,
        text,
        json: jsonOf(text)
      }
      this.calls.push(call)
      const answer = (await this.intrude(call)) ?? reply(call)
      if (answer === "cut") {
        request.socket.destroy()
        return
      }
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers })
      response.end(answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json)))
    })
  }

  static async open(reply: (call: RestCall) => RestReply): Promise<RestServer> {
    const server = new RestServer(reply)
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
