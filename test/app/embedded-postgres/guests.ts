import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { createInterface, type Interface } from "node:readline"
import { fileURLToPath } from "node:url"
import { status, stop } from "../../../src/app/embedded-postgres/embedded-postgres.ts"
import type { EmbeddedPostgresOptions } from "../../../src/app/embedded-postgres/site.ts"

const guestFile = fileURLToPath(new URL("./guest.ts", import.meta.url))

export type Said = Readonly<Record<string, unknown>>

/** Another process of ours at the same cluster. */
export class Guest {
  readonly child: ChildProcess
  readonly #lines: Interface
  readonly #heard: Array<Said> = []
  #wake: () => void = () => {}
  readonly ended: Promise<void>

  constructor(base: string, binaries = "") {
    this.child = spawn(process.execPath, [guestFile, base, binaries], {
      stdio: ["pipe", "pipe", "inherit"],
      detached: true
    })
    if (this.child.stdout === null) throw new Error("no output to read")
    this.#lines = createInterface({ input: this.child.stdout })
    this.#lines.on("line", (line) => {
      this.#heard.push(JSON.parse(line) as Said)
      this.#wake()
    })
    this.ended = new Promise((resolve) => this.child.once("exit", () => resolve()))
  }

  /** The next thing it says. */
  async next(): Promise<Said> {
    for (;;) {
      const said = this.#heard.shift()
      if (said !== undefined) return said
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async release(): Promise<Said> {
    this.child.stdin?.write("release\n")
    return this.next()
  }

  /** To the whole process group, as a terminal does. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? 0), signal)
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGKILL")
    await this.ended
  }
}

/** A throw-away cluster with everything that must be ended after a test. */
export class Stage {
  readonly base = mkdtempSync("/tmp/sy-embedded-")
  readonly options: EmbeddedPostgresOptions
  readonly #guests: Array<Guest> = []
  readonly #binaries: string

  constructor(binaries = "") {
    this.#binaries = binaries
    this.options = {
      base: this.base,
      fast: true,
      ...(binaries === "" ? {} : { binaries: { dir: binaries } })
    }
  }

  guest(): Guest {
    const guest = new Guest(this.base, this.#binaries)
    this.#guests.push(guest)
    return guest
  }

  async serverPid(): Promise<number> {
    const { pid } = await status(this.options)
    if (pid === undefined) throw new Error("the server is not running")
    return pid
  }

  async clear(): Promise<void> {
    for (const guest of this.#guests) await guest.kill()
    await stop({ ...this.options, force: true })
    rmSync(this.base, { recursive: true, force: true })
  }
}

export const debianFifteen = "/usr/lib/postgresql/15/bin"
export const hasDebianFifteen = existsSync(join(debianFifteen, "initdb"))
