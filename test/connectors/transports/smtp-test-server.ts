import type { AddressInfo } from "node:net"
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server"

export const mailUser = "shop"
export const mailPassword = "canary-mail-58"

export interface Taken {
  readonly from: string
  readonly to: ReadonlyArray<string>
  readonly raw: Buffer
}

interface SmtpRefusal extends Error {
  responseCode?: number
}

const refusal = (code: number, text: string): Error => {
  const error: SmtpRefusal = new Error(text)
  error.responseCode = code
  return error
}

export interface SmtpFaults {
  /** A reply code for a step. */
  mail?: number
  recipient?: number
  data?: number
  /** Hangs up after the whole message came, before or after it was kept. */
  hangUp?: "before" | "after"
  silent?: boolean
}

/** A real SMTP server that keeps what it took. */
export class SmtpTestServer implements AsyncDisposable {
  readonly taken: Array<Taken> = []
  readonly faults: SmtpFaults = {}
  /** How many messages began, that is: how often DATA was agreed. */
  begun = 0
  #server: SMTPServer | undefined

  /** `starttls` offers encryption with smtp-server's own certificate, which nobody signed, or with the one given. */
  static async open(
    options: {
      readonly starttls: boolean
      readonly identity?: { readonly key: string; readonly cert: string }
    } = { starttls: false }
  ): Promise<SmtpTestServer> {
    const server = new SmtpTestServer()
    server.#server = new SMTPServer({
      ...(options.identity === undefined ? {} : { key: options.identity.key, cert: options.identity.cert }),
      disabledCommands: options.starttls ? [] : ["STARTTLS"],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      onAuth: (auth, _session, done) =>
        auth.username === mailUser && auth.password === mailPassword
          ? done(null, { user: mailUser })
          : done(refusal(535, `no ${auth.password} here`)),
      onMailFrom: (_address, _session, done) =>
        done(server.faults.mail === undefined ? null : refusal(server.faults.mail, "sender not wanted")),
      onRcptTo: (_address, _session, done) =>
        done(
          server.faults.recipient === undefined ? null : refusal(server.faults.recipient, "mailbox not here")
        ),
      onData: (stream, session, done) => void server.#take(stream, session, done)
    })
    server.#server.on("error", () => {})
    await new Promise<void>((resolve) => server.#server?.listen(0, "127.0.0.1", resolve))
    return server
  }

  get port(): number {
    if (this.#server === undefined) throw new Error("the server is not open")
    return (this.#server.server.address() as AddressInfo).port
  }

  #hangUp(): void {
    for (const connection of this.#server?.connections ?? []) connection.close()
  }

  async #take(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, message?: string) => void
  ): Promise<void> {
    this.begun += 1
    const chunks: Array<Buffer> = []
    try {
      for await (const chunk of stream) chunks.push(chunk as Buffer)
    } catch {
      // The client hung up in the middle: there is nothing to keep and nobody to answer.
      return
    }
    if (this.faults.hangUp === "before") return this.#hangUp()
    if (this.faults.data !== undefined) return done(refusal(this.faults.data, "content not wanted"))
    const sender = session.envelope.mailFrom
    this.taken.push({
      from: sender === false ? "" : sender.address,
      to: session.envelope.rcptTo.map((r) => r.address),
      raw: Buffer.concat(chunks)
    })
    if (this.faults.hangUp === "after") return this.#hangUp()
    if (!this.faults.silent) done(null, "OK queued as Q4711")
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hangUp()
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()))
  }
}
