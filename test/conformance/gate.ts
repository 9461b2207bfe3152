import {
  request as ask,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse
} from "node:http"
import type { AddressInfo } from "node:net"

export interface Heard {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What becomes of a request instead of the shop's answer. */
export type Fault =
  /** Refused in words that repeat what the request gave away of itself, on several lines, as some shops do. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Broken off before the shop heard of it. */
  | "cut"
  /** The shop did it all, and its answer is lost. */
  | "lost"
  | "silence"
  | "web page"
  /** An answer of 200 MB. */
  | "flood"

const floodBytes = 200 * 1024 * 1024
const chunk = Buffer.alloc(64 * 1024, " ")

/** The parts of a request that let somebody in. */
const credentialHeaders = ["authorization", "x-auth-token", "x-shopify-access-token", "x-amz-access-token"]

const credentialsOf = (headers: IncomingHttpHeaders): ReadonlyArray<string> =>
  credentialHeaders.flatMap((name) => {
    const value = headers[name]
    return typeof value === "string" ? [value.replace(/^(Basic|Bearer) /, "")] : []
  })

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const part of message) chunks.push(part as Buffer)
  return Buffer.concat(chunks)
}

/** In every shape in which the vendors put their words, at once. */
const words = (text: string) => ({
  code: "odd",
  message: text,
  type: text,
  title: text,
  error: text,
  error_description: text,
  errors: [{ errorId: 1, code: "odd", message: text, details: text }]
})

/**
 * Stands between a connector and the shop that it talks to, so that one list of faults serves every channel. Hears all,
 * hands on what it is not told to spoil, and keeps what it needs to say afterwards how much was asked and taken.
 */
export class Gate implements AsyncDisposable {
  readonly heard: Array<Heard> = []
  /** Tokens and keys that came in headers: none of them may be repeated to a person. */
  readonly credentials = new Set<string>()
  /** How much of a flood was taken. */
  flooded = 0
  /** Asked for each request; `nth` counts from 1 since the last `hush`. */
  meet: (heard: Heard, nth: number) => Fault | null = () => null
  readonly #server: Server
  #count = 0

  private constructor(shop: string) {
    this.#server = createServer((request, response) => {
      // Whoever is cut off meanwhile is nobody's trouble here.
      this.#serve(shop, request, response).catch(() => response.destroy())
    })
  }

  static async open(shop: string): Promise<Gate> {
    const gate = new Gate(new URL(shop).origin)
    await new Promise<void>((resolve) => gate.#server.listen(0, "127.0.0.1", resolve))
    return gate
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** From here on nothing is spoiled, and requests are counted anew. */
  hush(): void {
    this.meet = () => null
    this.heard.length = 0
    this.#count = 0
  }

  async #serve(shop: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const heard: Heard = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: body.toString("utf8")
    }
    this.heard.push(heard)
    for (const secret of credentialsOf(request.headers)) this.credentials.add(secret)
    this.#count += 1
    const fault = this.meet(heard, this.#count)
    if (fault === null || fault === "lost")
      await this.#handOn(shop, heard, body, fault === null ? response : null)
    if (fault === "lost" || fault === "cut") request.socket.destroy()
    else if (fault === "flood") this.#flood(response)
    else if (fault !== null && fault !== "silence") refuse(heard, fault, response)
  }

  /** `response` null: nobody hears the answer. */
  #handOn(shop: string, heard: Heard, body: Buffer, response: ServerResponse | null): Promise<void> {
    const { host: _, ...headers } = heard.headers
    return new Promise((resolve, reject) => {
      const onward = ask(
        `${shop}${heard.path}`,
        { method: heard.method, headers, agent: false },
        (answer) => {
          void bodyOf(answer).then((bytes) => {
            response?.writeHead(answer.statusCode ?? 500, answer.headers)
            response?.end(bytes)
            resolve()
          }, reject)
        }
      )
      onward.on("error", reject)
      onward.end(body)
    })
  }

  #flood(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "application/json" })
    const pour = (): void => {
      while (this.flooded < floodBytes && !response.destroyed) {
        this.flooded += chunk.length
        if (!response.write(chunk)) {
          response.once("drain", pour)
          return
        }
      }
      response.end()
    }
    pour()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const refuse = (heard: Heard, fault: Exclude<Fault, string> | "web page", response: ServerResponse): void => {
  if (fault === "web page") {
    response.writeHead(200, { "content-type": "text/html" })
    response.end("<!DOCTYPE html><html><body>Sign in to the guests' network</body></html>")
    return
  }
  response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers })
  const told = `No.\r\nYou sent \u001b[31m${credentialsOf(heard.headers).join(" ")} ${heard.body}`
  response.end(JSON.stringify(words(told.slice(0, 4000))))
}
