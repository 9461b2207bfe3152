import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { delayMsOf, type Fault, type Faults, retryAfterOf, serverErrorOf } from "./faults.ts"

export const loopback = "127.0.0.1"

const longestBody = 4 * 1024 * 1024

export interface HttpAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface HttpRoute {
  /** Whether the path is this route's. */
  readonly path: string
  readonly answer: (request: IncomingMessage, body: string) => Promise<HttpAnswer>
  /** Not for the control API: who plans trouble must not meet it. */
  readonly faults?: Faults
}

/** The one HTTP server of the sandbox: shops and control API on paths of their own. */
export async function openHttp(port: number, routes: ReadonlyArray<HttpRoute>): Promise<Server> {
  const server = createServer((request, response) => {
    serve(routes, request, response).catch((cause: Error) => {
      if (response.destroyed || response.headersSent) response.destroy()
      else send(response, { status: 500, body: { error: cause.message } })
    })
  })
  server.listen(port, loopback)
  await once(server, "listening")
  return server
}

export const portOf = (server: { address(): AddressInfo | string | null }): number =>
  (server.address() as AddressInfo).port

async function serve(routes: ReadonlyArray<HttpRoute>, request: IncomingMessage, response: ServerResponse) {
  const path = new URL(request.url ?? "/", `http://${loopback}`).pathname
  const route = routes.find((r) => path === r.path || path.startsWith(`${r.path}/`))
  const body = await readBody(request)
  if (body === null) return send(response, { status: 413, body: { error: "the body is too large" } })
  if (route === undefined) {
    const message = `Cannot ${request.method} ${path}`
    return send(response, { status: 404, body: { statusCode: 404, message, error: "Not Found" } })
  }
  const fault =
    route.faults?.draw([
      "delay",
      "drop-request",
      "drop-answer",
      "too-many-requests",
      "server-error",
      "garbage",
      "half"
    ]) ?? null
  if (fault !== null && refuse(fault, response)) return
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, delayMsOf(fault)))
  spoil(fault, response, await route.answer(request, body))
}

/** Faults that come before anything was done. */
function refuse(fault: Fault, response: ServerResponse): boolean {
  if (fault.kind === "drop-request") {
    response.destroy()
  } else if (fault.kind === "too-many-requests") {
    const headers = { "retry-after": retryAfterOf(fault, Date.now()) }
    send(response, { status: 429, headers, body: { message: "Too Many Requests" } })
  } else if (fault.kind === "server-error") {
    const headers = { "content-type": "text/html" }
    send(response, { status: serverErrorOf(fault), headers, body: "<html>upstream error</html>" })
  } else {
    return false
  }
  return true
}

/** Faults that come after it was done: the answer is what suffers. */
function spoil(fault: Fault | null, response: ServerResponse, answer: HttpAnswer): void {
  if (fault?.kind === "drop-answer") {
    response.destroy()
  } else if (fault?.kind === "garbage") {
    const headers = { "content-type": "text/html" }
    send(response, { status: 200, headers, body: "<!doctype html><title>We'll be right back</title>" })
  } else if (fault?.kind === "half") {
    const whole = Buffer.from(JSON.stringify(answer.body))
    response.writeHead(answer.status, {
      "content-type": "application/json",
      "content-length": whole.length,
      ...answer.headers
    })
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy())
  } else {
    send(response, answer)
  }
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body)
  response.writeHead(answer.status, { "content-type": "application/json; charset=utf-8", ...answer.headers })
  response.end(text)
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Array<Buffer> = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > longestBody) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString("utf8")
}
