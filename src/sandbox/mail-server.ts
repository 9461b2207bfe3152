import { once } from "node:events"
import type { Socket } from "node:net"
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server"
import { delayMsOf, type Fault, type Faults } from "./faults.ts"
import { loopback, portOf } from "./http-front.ts"

export interface Envelope {
  readonly from: string
  readonly to: ReadonlyArray<string>
}

/** Null: kept. Otherwise the reason of a refusal for good (550). */
export type Keep = (raw: Buffer, envelope: Envelope) => string | null

export interface MailServer {
  readonly port: number
  readonly close: () => Promise<void>
}

export interface MailServerOptions {
  readonly port: number
  readonly username: string
  readonly password: string
  readonly keep: Keep
  readonly faults: Faults
}

const longestMessage = 10 * 1024 * 1024
const closeTimeoutMs = 200

/** A real SMTP server on loopback (AUTH, no TLS). A message is accepted when `keep` has it, never before. */
export async function openMail(options: MailServerOptions): Promise<MailServer> {
  const { username, password } = options
  const server: SMTPServer = new SMTPServer({
    banner: "Switchyard sandbox",
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    size: longestMessage,
    closeTimeout: closeTimeoutMs,
    onAuth: (auth, _session, done) => {
      const known = auth.username === username && auth.password === password
      if (known) done(null, { user: username })
      else done(new Error("Invalid username or password"))
    },
    onData: (stream, session, done) => {
      receive(stream, session, options).then(
        (answered) => (answered ? done(null, "accepted") : hangUp(server, session)),
        (cause: Error) => done(cause)
      )
    }
  })
  // A client that is killed in the middle of a sentence is no fault of the server's.
  server.on("error", () => undefined)
  server.listen(options.port, loopback)
  await once(server.server, "listening")
  return {
    port: portOf(server.server),
    close: () => new Promise((resolve) => server.close(() => resolve()))
  }
}

/** False: the connection ends in place of an answer. */
async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { keep, faults }: MailServerOptions
): Promise<boolean> {
  const chunks: Array<Buffer> = []
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
  if (stream.sizeExceeded) throw answer(552, "5.3.4 Message exceeds the maximum size")
  const fault = faults.draw(["delay", "drop-request", "drop-answer", "too-many-requests", "server-error"])
  const refusal = refusalOf(fault)
  if (refusal !== null) throw refusal
  if (fault?.kind === "drop-request") return false
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, delayMsOf(fault)))
  const { mailFrom, rcptTo } = session.envelope
  const reason = keep(Buffer.concat(chunks), {
    from: mailFrom === false ? "" : mailFrom.address,
    to: rcptTo.map((recipient) => recipient.address)
  })
  if (reason !== null) throw answer(550, `5.7.1 ${reason}`)
  return fault?.kind !== "drop-answer"
}

function refusalOf(fault: Fault | null): Error | null {
  if (fault?.kind === "too-many-requests") return answer(450, "4.7.1 Too many messages, try again later")
  return fault?.kind === "server-error" ? answer(451, "4.3.0 Local error in processing") : null
}

const answer = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })

function hangUp(server: SMTPServer, session: SMTPServerSession): void {
  const connections = server.connections as Set<{ readonly id: string; readonly _socket: Socket }>
  for (const connection of connections) if (connection.id === session.id) connection._socket.destroy()
}
