import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { processesOf } from "../tui/terminal/real-terminal.ts"
import { Operator } from "../walk/trouble/operator.ts"

const program = join(dirname(fileURLToPath(import.meta.url)), "world-process.ts")
const patienceMs = 120_000
const leaveMs = 60_000

interface Control {
  readonly url: string
  readonly token: string
}

export interface Placed {
  readonly sku: string
  readonly methodName: string
  readonly shop?: "acme-shop" | "marigold"
  readonly quantity?: number
}

export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-ways-"))
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o711)
  return folder
}

export const homeIn = (folder: string): string => join(folder, "world")

/** Waits until no process is left that was started for this home, and answers those that stay. */
export const leftOf = async (home: string): Promise<ReadonlyArray<string>> => {
  const end = performance.now() + leaveMs
  while (processesOf(home).length > 0 && performance.now() < end) await pause(50)
  return processesOf(home)
}

/** Waits for what must come true, as long as a slow machine may need. */
export const until = async <A>(what: string, ask: () => Promise<A | undefined>): Promise<A> => {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await pause(50)
  }
  throw new Error(`it never came true that ${what}`)
}

/** Shops, suppliers, worker and embedded PostgreSQL, and somebody at a shell beside them. */
export class World {
  readonly home: string
  readonly shell: Operator
  readonly #folder: string
  readonly #process: ChildProcess
  readonly #control: Control

  private constructor(folder: string, home: string, process: ChildProcess, control: Control) {
    this.#folder = folder
    this.home = home
    this.#process = process
    this.#control = control
    this.shell = new Operator(home, "sandbox", { SWITCHYARD_ACTOR: "shell" })
  }

  static async start(orders: number, folder = newFolder()): Promise<World> {
    const home = homeIn(folder)
    const { DATABASE_URL: _, ...inherited } = process.env
    const child = spawn(process.execPath, [program, String(orders)], {
      env: { ...inherited, SWITCHYARD_HOME: home },
      stdio: ["ignore", "pipe", "inherit"]
    })
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string]
    return new World(folder, home, child, JSON.parse(line) as Control)
  }

  /** Ends everything, and answers which processes of it are left nevertheless. */
  async stop(): Promise<ReadonlyArray<string>> {
    this.#process.kill("SIGTERM")
    if (this.#process.exitCode === null) await once(this.#process, "exit")
    const left = await leftOf(this.home)
    rmSync(this.#folder, { recursive: true, force: true })
    return left
  }

  async #ask(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(`${this.#control.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#control.token}` },
      body: JSON.stringify(body)
    })
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as Readonly<Record<string, unknown>>
  }

  /** Buyers order this, and it has been downloaded: the orders' numbers. */
  async place(count: number, { shop = "acme-shop", ...order }: Placed): Promise<ReadonlyArray<string>> {
    const numbers: Array<string> = []
    for (let placed = 0; placed < count; placed++)
      numbers.push(String((await this.#ask("/orders", { shop, ...order })).orderNumber))
    const synced = await this.shell.run(["sync", "orders", shop, "--wait", "60"])
    if (synced.code !== 0) throw new Error(`the orders were not downloaded: ${synced.stderr}`)
    return numbers
  }

  async dial(party: string, dials: Readonly<Record<string, number>>): Promise<void> {
    await this.#ask("/faults", { party, dials })
  }

  async order(number: string): Promise<ShownOrder> {
    const { orders } = await this.shell.json<{ orders: ReadonlyArray<ShownOrder> }>([
      ...["orders", "list", "--limit", "1", "--query", number]
    ])
    const [found] = orders
    if (found === undefined) throw new Error(`there is no order ${number}`)
    return found
  }
}

export interface ShownOrder {
  readonly id: number
  readonly channelOrderNumber: string
  readonly status: string
  readonly action: string | null
  /** Why it stands where it does, in words. */
  readonly message: string
}
