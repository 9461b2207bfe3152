import { type ChildProcess, spawn } from "node:child_process"
import { openSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { FaultDials } from "../../src/sandbox/faults.ts"
import type { ReadyLine } from "../../src/sandbox/ready-line.ts"
import type { WorldBooks } from "../../src/sandbox/world-books.ts"
import type { Happened } from "./parties.ts"

export interface SandboxInput {
  readonly program: string
  readonly folder: string
  readonly orders: number
  readonly seed: number
  readonly speed: number
}

const everybody = ["--http-suppliers", "--edi-supplier", "--file-suppliers", "--carrier", "--letters"]

const readyWithinMs = 60_000
const askWithinMs = 30_000

const firstLine = (child: ChildProcess): Promise<ReadyLine> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the sandbox gives no sign of life")), readyWithinMs)
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}; see sandbox.log`)))
    child.once("error", reject)
    if (child.stdout === null) return reject(new Error("the sandbox has no output"))
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer)
      resolve(JSON.parse(line) as ReadyLine)
    })
  })

/** Everybody outside, in a process of their own that dies with us. */
export class Sandbox {
  readonly ready: ReadyLine
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, ready: ReadyLine) {
    this.#child = child
    this.ready = ready
  }

  static async open(input: SandboxInput): Promise<Sandbox> {
    const args = ["--dir", join(input.folder, "world"), "--orders", String(input.orders)]
    const more = ["--seed", String(input.seed), "--speed", String(input.speed)]
    const log = openSync(join(input.folder, "sandbox.log"), "a", 0o600)
    const child = spawn(
      process.execPath,
      [input.program, ...args, ...more, ...everybody, "--held-back", "--with-parent"],
      // A group of its own: a Ctrl-C is for us, and we end it when its books have been read.
      { detached: true, stdio: ["pipe", "pipe", log] }
    )
    return new Sandbox(child, await firstLine(child))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async #ask(method: "GET" | "POST", path: string, body?: object): Promise<unknown> {
    const { url, token } = this.ready.control
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(askWithinMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    if (!answer.ok) throw new Error(`the sandbox says ${answer.status} to ${path}: ${await answer.text()}`)
    return answer.json()
  }

  async books(): Promise<WorldBooks> {
    return (await this.#ask("GET", "/books")) as WorldBooks
  }

  async happened(): Promise<Happened> {
    const faults = (await this.#ask("GET", "/faults")) as Record<string, { happened: Record<string, number> }>
    return Object.fromEntries(Object.entries(faults).map(([party, { happened }]) => [party, happened]))
  }

  async dial(dials: Readonly<Record<string, FaultDials>>): Promise<void> {
    for (const [party, wish] of Object.entries(dials))
      await this.#ask("POST", "/faults", { party, dials: wish })
  }

  async release(count: number): Promise<void> {
    await this.#ask("POST", "/orders/release", { count })
  }

  /** Places an order beside the plan; answers its number. */
  async place(order: {
    readonly shop: string
    readonly sku: string
    readonly quantity: number
  }): Promise<string> {
    const placed = (await this.#ask("POST", "/orders", order)) as { readonly orderNumber: string }
    return placed.orderNumber
  }

  close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#child.kill("SIGKILL"), 5_000)
      this.#child.once("exit", () => {
        clearTimeout(timer)
        resolve()
      })
      this.#child.kill("SIGTERM")
    })
  }
}
