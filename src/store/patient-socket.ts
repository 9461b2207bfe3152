import { Socket } from "node:net"
import type { Duplex } from "node:stream"
import { SecuredSocket, type TlsOptions } from "./secured-socket.ts"

/** What of its options postgres.js hands to a socket factory. */
interface Address {
  readonly path?: string | false
  readonly host: ReadonlyArray<string>
  readonly port: ReadonlyArray<number>
}

const rounds = 3

const later = (count: number, work: () => void): void => {
  setImmediate(() => (count > 1 ? later(count - 1, work) : work()))
}

/**
 * A socket that tells of its end a few rounds of the event loop late. postgres.js gathers small writes in a timer; when a
 * connection closes while one is pending, the driver drops the timer and forgets that it did, and the connection never
 * writes again: every attempt to connect anew waits out the connect timeout. By telling late, what was gathered is written
 * first, and fails in the ordinary way.
 *
 * The end is always told as one without an error. After an error the driver takes it that whoever waited has been told;
 * but a transaction answers the error with its `rollback`, and that one is neither sent nor refused: it stays, takes the
 * answer of the next connection's first query, and the transaction that gets the connection waits for ever.
 */
const patient = <S extends Duplex>(socket: S): S => {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...values: Array<unknown>) => boolean
  const tell = (event: string | symbol, ...values: Array<unknown>): boolean => {
    if (event !== "close") return emit(event, ...values)
    later(rounds, () => emit(event, false))
    return true
  }
  socket.emit = tell as S["emit"]
  return socket
}

export const openPatientSocket =
  (tls: TlsOptions | undefined) =>
  (address: Address): Duplex => {
    const port = address.port[0] ?? 5432
    const host = address.host[0] ?? "localhost"
    if (tls !== undefined) return patient(new SecuredSocket(port, host, tls))
    const socket = patient(new Socket())
    if (typeof address.path === "string") socket.connect(address.path)
    else socket.connect(port, host)
    return socket
  }
