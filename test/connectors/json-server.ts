import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface GraphqlCall {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
  readonly channelToken: string | undefined
}

export type Reply = (call: GraphqlCall, response: ServerResponse, request: IncomingMessage) => void

/** A real HTTP server on loopback that answers as the test says. */
export class JsonServer implements AsyncDisposable {
  readonly calls: Array<GraphqlCall> = []
  readonly #server: Server
  reply: Reply

  private constructor(reply: Reply) {
    this.reply = reply
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async open(reply: Reply): Promise<JsonServer> {
    const server = new JsonServer(reply)
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/admin-api`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Pick<
      GraphqlCall,
      "query" | "variables"
    >
    const call = {
      ...body,
      authorization: request.headers.authorization,
      channelToken: request.headers["vendure-token"] as string | undefined
    }
    this.calls.push(call)
    this.reply(call, response, request)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

export const sendJson = (
  response: ServerResponse,
  json: unknown,
  headers: Record<string, string> = {}
): void => {
  response.writeHead(200, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(json))
}

/** A port on which nobody listens. */
export const closedPort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
