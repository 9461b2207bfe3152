import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface HeardCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A real HTTP server on loopback that keeps the very bytes of each call, and answers as the test says. */
export class AnsweringServer implements AsyncDisposable {
  readonly calls: Array<HeardCall> = []
  readonly #server: Server
  answer: (response: ServerResponse) => void

  private constructor(answer: (response: ServerResponse) => void) {
    this.answer = answer
    this.#server = createServer(async (request, response) => {
      const chunks: Array<Buffer> = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      this.calls.push({
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8")
      })
      this.answer(response)
    })
  }

  static async open(status = 200): Promise<AnsweringServer> {
    const server = new AnsweringServer((response) => void response.writeHead(status).end())
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
