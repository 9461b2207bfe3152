import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { createInterface } from "node:readline"
import { sandboxProgram } from "./operator.ts"

export interface SandboxShop {
  readonly url: string
  readonly shopUrl: string
  readonly username: string
  readonly password: string
  readonly channelToken: string
}

interface Ready {
  readonly shops: ReadonlyArray<SandboxShop>
  readonly plan: { readonly expected: Readonly<Record<string, { readonly outcome: string }>> }
  readonly suppliers: ReadonlyArray<{
    readonly products: ReadonlyArray<{ readonly sku: string; readonly title: string }>
  }>
}

/** A real shop with orders in it, from the sandbox. Ends with this process, or when `close` is called. */
export const openShop = async (
  folder: string
): Promise<{ readonly ready: Ready; readonly close: () => Promise<void> }> => {
  mkdirSync(folder, { recursive: true })
  const args = ["--dir", folder, "--orders", "8", "--all-at-once", "--with-parent"]
  const child: ChildProcess = spawn(process.execPath, [sandboxProgram, ...args], {
    stdio: ["pipe", "pipe", "inherit"]
  })
  if (child.stdout === null) throw new Error("the sandbox has no output")
  const lines = createInterface({ input: child.stdout })
  const ready = await new Promise<Ready>((resolve, reject) => {
    lines.once("line", (line) => resolve(JSON.parse(line) as Ready))
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)))
  })
  const close = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve())
      child.kill("SIGTERM")
    })
  return { ready, close }
}

export type Mood = "good" | "html" | "garbage" | "unauthorized" | "half" | "other"

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Stands before a real shop and answers as shops, proxies and login pages do on their bad days. */
export class NaughtyShop {
  mood: Mood = "good"
  readonly #server: Server
  readonly #behind: string

  private constructor(behind: string) {
    this.#behind = behind
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy())
    })
  }

  static async open(behind: string): Promise<NaughtyShop> {
    const shop = new NaughtyShop(behind)
    await new Promise<void>((resolve) => shop.#server.listen(0, "127.0.0.1", resolve))
    return shop
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/admin-api`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const json = { "content-type": "application/json" }
    switch (this.mood) {
      case "html":
        response.writeHead(200, { "content-type": "text/html" }).end("<html>Back soon \u001b[31m</html>")
        return
      case "garbage":
        response.writeHead(200, json).end(Buffer.from([0, 255, 254, 1, 2, 3]))
        return
      case "unauthorized":
        response.writeHead(401, json).end('{"message":"no"}')
        return
      case "other":
        response.writeHead(200, json).end('{"data":{"orders":{"items":"none"},"login":null}}')
        return
      default:
        return this.#handOn(request, response, body)
    }
  }

  async #handOn(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === "string" && !["host", "content-length", "connection"].includes(name)
          ? [[name, value]]
          : []
      )
    )
    const answer = await fetch(this.#behind, { method: "POST", headers, body: new Uint8Array(body) })
    const content = Buffer.from(await answer.arrayBuffer())
    const back = Object.fromEntries(
      [...answer.headers].filter(
        ([name]) => !["content-length", "content-encoding", "transfer-encoding"].includes(name)
      )
    )
    // Half of a page only: a login that fails is another trouble.
    const isPage = this.mood === "half" && /orders/.test(body.toString("utf8"))
    response.writeHead(answer.status, back).end(isPage ? content.subarray(0, content.length / 2) : content)
  }
}
