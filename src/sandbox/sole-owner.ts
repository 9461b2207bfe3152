import { once } from "node:events"
import { realpathSync, unlinkSync } from "node:fs"
import { createConnection, createServer, type Server } from "node:net"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { WrongFolder } from "./deed.ts"
import { sha256 } from "./ledger.ts"

/**
 * Two worlds in one folder would write over each other's ledgers. A socket tells who lives from who only left a file behind;
 * it is not in the folder itself, whose path may be longer than a socket's may be.
 */
export async function claimFolder(dir: string): Promise<Server> {
  const name = `switchyard-sandbox-${sha256(`${userInfo().uid} ${realpathSync(dir)}`).slice(0, 16)}`
  const path = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
  try {
    return await listenAt(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw cause
    if (await answers(path))
      throw new WrongFolder(`a sandbox is open in ${dir} already. End it, or give another --dir.`)
    unlinkSync(path)
    return listenAt(path)
  }
}

async function listenAt(path: string): Promise<Server> {
  const server = createServer((socket) => socket.end())
  server.listen(path)
  await once(server, "listening")
  server.unref()
  return server
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
}
