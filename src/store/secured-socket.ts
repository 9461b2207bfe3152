import { Socket } from "node:net"
import { Duplex } from "node:stream"
import { connect as connectTls, type TLSSocket } from "node:tls"

export interface TlsOptions {
  readonly ca?: string
  readonly rejectUnauthorized: true
  readonly servername: string
}

/** What PostgreSQL wants to hear before TLS begins (protocol, "SSLRequest"). */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
const yes = 0x53

type Done = (error?: Error | null) => void

/**
 * A connection that asks PostgreSQL for TLS by itself and holds back what is written until it is verified. postgres.js could
 * do that too, but then it takes the socket into its own hands, and its end could not be told to it in the one way that it
 * survives (patient-socket).
 */
export class SecuredSocket extends Duplex {
  readonly #plain = new Socket()
  readonly #tls: TlsOptions
  #secured: TLSSocket | null = null
  #waiting: { readonly chunk: Buffer; readonly done: Done } | null = null

  constructor(port: number, host: string, tls: TlsOptions) {
    super()
    this.#tls = tls
    this.#plain.on("error", (error) => this.destroy(error))
    this.#plain.once("close", () => this.destroy())
    this.#plain.once("connect", () => this.#plain.write(sslRequest))
    this.#plain.once("data", (answer: Buffer) => this.#secure(answer))
    this.#plain.connect(port, host)
  }

  /** As of a socket, which is what the driver asks. */
  get readyState(): "open" | "closed" {
    return this.destroyed ? "closed" : "open"
  }

  setKeepAlive(enable: boolean, delayMs: number): this {
    this.#plain.setKeepAlive(enable, delayMs)
    return this
  }

  #secure(answer: Buffer): void {
    // Bytes after the S would have come from somebody in between, before TLS protects anything.
    if (answer.length !== 1 || answer[0] !== yes) {
      this.destroy(new Error("The database does not offer TLS; nothing was sent to it"))
      return
    }
    const secured = connectTls({ socket: this.#plain, ...this.#tls })
    secured.on("error", (error) => this.destroy(error))
    secured.once("close", () => this.destroy())
    secured.once("end", () => this.push(null))
    secured.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) secured.pause()
    })
    secured.once("secureConnect", () => {
      this.#secured = secured
      const held = this.#waiting
      this.#waiting = null
      if (held !== null) secured.write(held.chunk, held.done)
    })
  }

  override _read(): void {
    this.#secured?.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    if (this.#secured === null) this.#waiting = { chunk, done }
    else this.#secured.write(chunk, done)
  }

  override _final(done: Done): void {
    if (this.#secured === null) done()
    else this.#secured.end(done)
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#waiting = null
    this.#secured?.destroy()
    this.#plain.destroy()
    done(error)
  }
}
