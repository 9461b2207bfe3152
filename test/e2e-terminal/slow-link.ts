import { once } from "node:events"
import { connect, createServer, type Server, type Socket } from "node:net"

const host = "127.0.0.1"

/** What comes in leaves as long after, in its order; what is under way when the link is cut is lost. */
const carry = (from: Socket, to: Socket, delayMs: number): void => {
  const later = (act: () => void): void => {
    setTimeout(() => {
      if (!to.destroyed) act()
    }, delayMs)
  }
  from.on("data", (bytes) => later(() => to.write(bytes)))
  from.on("end", () => later(() => to.end()))
  from.on("error", () => to.destroy())
  from.on("close", () => later(() => to.destroy()))
}

/** A TCP proxy on loopback that is as slow as a bad link: this kernel has no netem (decisions B14). */
export class SlowLink {
  readonly port: number
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(server: Server, port: number, sockets: Set<Socket>) {
    this.#server = server
    this.port = port
    this.#sockets = sockets
  }

  static async to(port: number, delayMs: number): Promise<SlowLink> {
    const sockets = new Set<Socket>()
    const server = createServer((near) => {
      const far = connect(port, host)
      for (const socket of [near, far]) {
        sockets.add(socket.setNoDelay(true))
        socket.once("close", () => sockets.delete(socket))
      }
      carry(near, far, delayMs)
      carry(far, near, delayMs)
    }).listen(0, host)
    await once(server, "listening")
    const address = server.address()
    if (address === null || typeof address === "string") throw new Error("a TCP server without a port")
    return new SlowLink(server, address.port, sockets)
  }

  /** As when a train enters a tunnel and does not come out: both sides lose it at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, "close")
  }
}
