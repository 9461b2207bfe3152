import { connect, type Socket } from "node:net"

/**
 * The few messages of the PostgreSQL protocol that presence needs: start-up without a password, simple queries, and the
 * moment and the reason of the end. A pooled client hides that moment by connecting again, and here it is the point.
 */
export interface WireConnection {
  /** Without an answer in time, where one is set, the connection is given up. */
  query(sql: string, timeoutMs?: number): Promise<ReadonlyArray<ReadonlyArray<string | null>>>
  /** Ends politely and waits until the server has closed. */
  close(): Promise<void>
  /** Settles when the connection is gone: with the SQLSTATE the server gave as a farewell, or without one after a crash. */
  readonly closed: Promise<string | undefined>
  /** Whether this connection keeps the process alive. */
  hold(alive: boolean): void
}

export interface WireOptions {
  readonly path: string
  readonly user: string
  readonly database: string
  readonly applicationName: string
  readonly timeoutMs: number
}

/** An answer of the server, by its SQLSTATE; or a failure of the socket, by its system code. */
export class WireError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const maxMessageBytes = 1024 * 1024
const closeTimeoutMs = 2000
const protocolVersion = 196608

function startupPacket(options: WireOptions): Buffer {
  const pairs = { user: options.user, database: options.database, application_name: options.applicationName }
  const body = `${Object.entries(pairs).flat().join("\0")}\0\0`
  const packet = Buffer.alloc(8 + Buffer.byteLength(body))
  packet.writeInt32BE(packet.length, 0)
  packet.writeInt32BE(protocolVersion, 4)
  packet.write(body, 8)
  return packet
}

function message(type: string, body = ""): Buffer {
  const bytes = Buffer.from(body === "" ? "" : `${body}\0`)
  const packet = Buffer.alloc(5 + bytes.length)
  packet.write(type, 0)
  packet.writeInt32BE(4 + bytes.length, 1)
  bytes.copy(packet, 5)
  return packet
}

function errorOf(body: Buffer): WireError {
  const fields = new Map(
    body
      .toString()
      .split("\0")
      .map((field) => [field.charAt(0), field.slice(1)])
  )
  return new WireError(fields.get("C") ?? "XX000", fields.get("M") ?? "unknown error")
}

function rowOf(body: Buffer): ReadonlyArray<string | null> {
  const row: Array<string | null> = []
  let at = 2
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const size = body.readInt32BE(at)
    at += 4
    row.push(size < 0 ? null : body.toString("utf8", at, at + size))
    at += Math.max(size, 0)
  }
  return row
}

interface Answer {
  readonly rows: Array<ReadonlyArray<string | null>>
  error: WireError | undefined
  readonly resolve: (rows: ReadonlyArray<ReadonlyArray<string | null>>) => void
  readonly reject: (error: WireError) => void
}

class Conversation implements WireConnection {
  readonly closed: Promise<string | undefined>
  #pending: Buffer = Buffer.alloc(0)
  #answer: Answer | undefined
  #farewell: WireError | undefined
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on("data", (chunk: Buffer) => this.#receive(chunk))
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#end(this.#farewell ?? new WireError("ECONNRESET", "the server closed the connection"))
        resolve(this.#farewell?.code)
      })
    })
  }

  /** The answer ends with ReadyForQuery; one question at a time is all that is needed. */
  async ask(packet: Buffer, timeoutMs?: number): Promise<ReadonlyArray<ReadonlyArray<string | null>>> {
    const answer = this.#ask(packet)
    if (timeoutMs === undefined) return answer
    const silent = () => this.fail(new WireError("ETIMEDOUT", "the server does not answer"))
    const timer = setTimeout(silent, timeoutMs)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  #ask(packet: Buffer): Promise<ReadonlyArray<ReadonlyArray<string | null>>> {
    if (this.#answer !== undefined)
      return Promise.reject(new WireError("55000", "a query is already running"))
    if (this.#socket.destroyed) return Promise.reject(new WireError("ECONNRESET", "the connection is closed"))
    return new Promise((resolve, reject) => {
      this.#answer = { rows: [], error: undefined, resolve, reject }
      this.#socket.write(packet)
    })
  }

  query(sql: string, timeoutMs?: number): Promise<ReadonlyArray<ReadonlyArray<string | null>>> {
    return this.ask(message("Q", sql), timeoutMs)
  }

  hold(alive: boolean): void {
    if (alive) this.#socket.ref()
    else this.#socket.unref()
  }

  async close(): Promise<void> {
    const impatience = setTimeout(() => this.#socket.destroy(), closeTimeoutMs)
    if (!this.#socket.destroyed) this.#socket.end(message("X"))
    await this.closed
    clearTimeout(impatience)
  }

  fail(error: WireError): void {
    this.#farewell = error
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    while (this.#pending.length >= 5) {
      const size = 1 + this.#pending.readInt32BE(1)
      if (size > maxMessageBytes) this.fail(new WireError("08P01", "a message is too long"))
      if (this.#pending.length < size || size > maxMessageBytes) return
      const body = this.#pending.subarray(5, size)
      const type = this.#pending.toString("latin1", 0, 1)
      this.#pending = this.#pending.subarray(size)
      this.#handle(type, body)
    }
  }

  #handle(type: string, body: Buffer): void {
    if (type === "D") this.#answer?.rows.push(rowOf(body))
    else if (type === "E") this.#handleError(errorOf(body))
    else if (type === "R" && body.readInt32BE(0) !== 0)
      this.fail(new WireError("28000", "the server asks for a password"))
    else if (type === "Z") this.#end(this.#answer?.error)
  }

  /** A fatal error comes without ReadyForQuery, just before the end: it is the farewell if nothing follows. */
  #handleError(error: WireError): void {
    if (this.#answer !== undefined) this.#answer.error = error
    this.#farewell = error
  }

  #end(error: WireError | undefined): void {
    const answer = this.#answer
    this.#answer = undefined
    if (!this.#socket.destroyed) this.#farewell = undefined
    if (error === undefined) answer?.resolve(answer.rows)
    else answer?.reject(error)
  }
}

function openSocket(path: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    const fail = (error: NodeJS.ErrnoException) => {
      socket.destroy()
      reject(new WireError(error.code ?? "EIO", error.message))
    }
    socket.setTimeout(timeoutMs, () => fail(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })))
    socket.once("error", fail)
    socket.once("connect", () => {
      socket.setTimeout(0)
      socket.off("error", fail)
      resolve(socket)
    })
  })
}

/** Connects over a unix socket, or fails with a WireError. */
export async function openWire(options: WireOptions): Promise<WireConnection> {
  const socket = await openSocket(options.path, options.timeoutMs)
  const conversation = new Conversation(socket)
  socket.on("error", (error: NodeJS.ErrnoException) =>
    conversation.fail(new WireError(error.code ?? "EIO", error.message))
  )
  await conversation.ask(startupPacket(options), options.timeoutMs)
  return conversation
}
