import { randomBytes } from "node:crypto"
import { once } from "node:events"
import type { AddressInfo, Socket } from "node:net"
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server"

export interface SmtpLogin {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
}

export interface Envelope {
  readonly from: string
  readonly to: ReadonlyArray<string>
}

const HOST = "127.0.0.1"
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024
const CLOSE_TIMEOUT_MS = 2_000

/** A real SMTP server on loopback (AUTH, no TLS). A message is accepted once `keep` has it, never before. */
export class SmtpInbox {
  readonly login: SmtpLogin
  readonly #server: SMTPServer
  #answersToLose = 0
  #answersLost = 0

  private constructor(server: SMTPServer, login: SmtpLogin) {
    this.#server = server
    this.login = login
  }

  static async open(keep: (raw: Buffer, envelope: Envelope) => Promise<void>): Promise<SmtpInbox> {
    const username = "switchyard"
    const password = randomBytes(18).toString("base64url")
    let inbox: SmtpInbox | undefined
    const server = new SMTPServer({
      banner: "Birch Wholesale",
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      authMethods: ["PLAIN", "LOGIN"],
      size: MAX_MESSAGE_BYTES,
      closeTimeout: CLOSE_TIMEOUT_MS,
      onAuth: (auth, _session, done) => {
        const known = auth.username === username && auth.password === password
        done(known ? null : new Error("Invalid username or password"), known ? { user: username } : undefined)
      },
      onData: (stream, session, done) => {
        accept(stream, session, keep).then(
          () => (inbox?.losesAnswer(session) === true ? undefined : done(null, "accepted")),
          (cause: Error) => done(cause)
        )
      }
    })
    // A client that is killed in the middle of a sentence is no fault of the server's.
    server.on("error", () => undefined)
    server.listen(0, HOST)
    await once(server.server, "listening")
    const { port } = server.server.address() as AddressInfo
    inbox = new SmtpInbox(server, { host: HOST, port, username, password })
    return inbox
  }

  /** The next `count` messages are taken in, but the connection breaks before the sender hears so. */
  loseNextAnswers(count: number): void {
    this.#answersToLose += count
  }

  /** How often a sender really did not learn that its message was accepted by this dial. */
  get answersLost(): number {
    return this.#answersLost
  }

  losesAnswer(session: SMTPServerSession): boolean {
    if (this.#answersToLose === 0) return false
    this.#answersToLose -= 1
    this.#answersLost += 1
    for (const connection of this.#server.connections as Set<{
      readonly id: string
      readonly _socket: Socket
    }>) {
      if (connection.id === session.id) connection._socket.destroy()
    }
    return true
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve))
  }
}

async function accept(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  keep: (raw: Buffer, envelope: Envelope) => Promise<void>
): Promise<void> {
  const chunks: Array<Buffer> = []
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
  if (stream.sizeExceeded) {
    throw Object.assign(new Error("Message exceeds the maximum size"), { responseCode: 552 })
  }
  const { mailFrom, rcptTo } = session.envelope
  await keep(Buffer.concat(chunks), {
    from: mailFrom === false ? "" : mailFrom.address,
    to: rcptTo.map((recipient) => recipient.address)
  })
}
