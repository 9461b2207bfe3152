import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { loopback, portOf } from "./http-front.ts"
import type { Mailbox } from "./mailbox.ts"
import { type MailboxLogin, type MailboxManners, MailboxSession } from "./mailbox-session.ts"

export interface MailboxServer {
  readonly port: number
  readonly close: () => Promise<void>
}

/** A mailbox by IMAP on loopback, without TLS. */
export async function openMailbox(
  port: number,
  mailbox: Mailbox,
  options: MailboxLogin & MailboxManners
): Promise<MailboxServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // A client that is killed in the middle of a sentence is no fault of the server's.
    socket.on("error", () => undefined)
    socket.on("close", () => sockets.delete(socket))
    const session = new MailboxSession(mailbox, options, socket)
    socket.write("* OK Switchyard sandbox mailbox\r\n")
    socket.on("data", (chunk: Buffer) => session.take(chunk))
  })
  server.listen(port, loopback)
  await once(server, "listening")
  return {
    port: portOf(server),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}
