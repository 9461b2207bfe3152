import { once } from "node:events"
import { existsSync, readFileSync } from "node:fs"
import { connect, createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { startProcess } from "../../e2e-vendure/world/bounded-process.ts"

export const host = "127.0.0.1"

const readyWithinMs = 60_000
const setpriv = "/usr/bin/setpriv"

export interface Server {
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** These servers cannot say which port they were given, so one is found for each. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, host)
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  if (address === null || typeof address === "string") throw new Error("a TCP socket without a port")
  return address.port
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host)
    socket.setTimeout(5_000, () => socket.destroy())
    socket.once("connect", () => socket.destroy())
    let up = false
    socket.once("connect", () => {
      up = true
    })
    socket.once("error", () => undefined)
    socket.once("close", () => resolve(up))
  })

const tailOf = (file: string): string =>
  existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(-20).join("\n") : ""

/** Starts a server in the foreground and waits until its ports answer. It ends with us, also when we are killed. */
export const startServer = async (options: {
  readonly name: string
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly folder: string
  readonly ports: ReadonlyArray<number>
  /** Where the server itself writes what troubles it. */
  readonly logFile: string
}): Promise<Server> => {
  // A server that is silent in the foreground gets a line of the shell that becomes it.
  const line = ["sh", "-c", 'echo started; exec "$0" "$@"', options.command, ...options.args]
  const [command = "sh", ...args] = existsSync(setpriv)
    ? [setpriv, "--pdeathsig", "TERM", "--", ...line]
    : line
  const server = await startProcess({
    name: options.name,
    command,
    args,
    cwd: options.folder,
    logFile: join(options.folder, `${options.name}.out`),
    readyWithinMs,
    readyLine: (said) => (said === "started" ? true : undefined)
  })
  const until = performance.now() + readyWithinMs
  for (const port of options.ports)
    while (!(await answers(port))) {
      if (performance.now() > until) {
        await server.stop()
        throw new Error(`${options.name} does not answer on ${port}\n${tailOf(options.logFile)}`)
      }
      await sleep(50)
    }
  return server
}

/** The number of a system user, which a server becomes. */
export const systemUser = (name: string): { readonly uid: number; readonly gid: number } => {
  const row = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}:`))
    ?.split(":")
  if (row === undefined) throw new Error(`there is no user ${name}`)
  return { uid: Number(row[2]), gid: Number(row[3]) }
}

export const systemGroup = (name: string): number => {
  const row = readFileSync("/etc/group", "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}:`))
  if (row === undefined) throw new Error(`there is no group ${name}`)
  return Number(row.split(":")[2])
}
