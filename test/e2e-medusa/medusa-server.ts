import { randomBytes } from "node:crypto"
import { writeFile } from "node:fs/promises"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { join } from "node:path"
import { runCommand, startProcess } from "../e2e-vendure/world/bounded-process.ts"
import { createShopDatabase, type PostgresConnection } from "../e2e-vendure/world/shop-database.ts"
import { installBeside } from "../e2e-vendure/world/vendure-install.ts"
import type { MedusaServer } from "./play.ts"

const version = "2.21.2"
const packages = ["medusa", "framework", "cli", "admin-sdk"].map((name) => [`@medusajs/${name}`, version])
const manifest = JSON.stringify(
  { name: "switchyard-e2e-medusa", private: true, dependencies: Object.fromEntries(packages) },
  null,
  2
)

const config = `const { defineConfig } = require("@medusajs/framework/utils")
module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: { storeCors: "*", adminCors: "*", authCors: "*", jwtSecret: "e2e", cookieSecret: "e2e" }
  }
})
`

const migrateMs = 5 * 60_000
const bootMs = 3 * 60_000

const portOf = (server: Server): number => (server.address() as AddressInfo).port

const listening = async (onSocket: (socket: Socket) => void): Promise<Server> => {
  const server = createServer(onSocket)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return server
}

/** Medusa's database driver knows no socket folders: a door on loopback leads to ours. */
const openDoor = ({ host, port }: PostgresConnection): Promise<Server> =>
  listening((guest) => {
    const house = connect(join(host, `.s.PGSQL.${port}`))
    guest.pipe(house).pipe(guest)
    // Either end may go at any time; the other goes with it.
    guest.on("error", () => house.destroy()).on("close", () => house.destroy())
    house.on("error", () => guest.destroy()).on("close", () => guest.destroy())
  })

const freePort = async (): Promise<number> => {
  const server = await listening(() => undefined)
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

export interface RunningMedusa extends MedusaServer {
  readonly stop: () => Promise<void>
}

/** A real Medusa as a process of its own on loopback, with an empty database and one admin user. */
export const startMedusa = async (
  cacheDir: string,
  postgres: PostgresConnection,
  logFile: string
): Promise<RunningMedusa> => {
  const cwd = await installBeside(cacheDir, { name: "medusa", manifest, witness: "@medusajs/medusa" })
  await writeFile(join(cwd, "medusa-config.js"), config)
  const database = await createShopDatabase(postgres, `medusa_${randomBytes(6).toString("hex")}`)
  const door = await openDoor(postgres)
  const own = {
    NODE_ENV: "production",
    MEDUSA_DISABLE_TELEMETRY: "true",
    DATABASE_URL: `postgres://${database.user}@127.0.0.1:${portOf(door)}/${database.database}`
  }
  const env = { ...process.env, ...own }
  const program = join(cwd, "node_modules", ".bin", "medusa")
  const login = { email: "admin@example.test", password: randomBytes(18).toString("base64url") }
  const medusa = (timeoutMs: number, ...args: ReadonlyArray<string>) =>
    runCommand({ command: program, args, cwd, env, timeoutMs })
  const close = async () => {
    door.close()
    await database.drop()
  }
  try {
    await medusa(migrateMs, "db:migrate")
    await medusa(bootMs, "user", "-e", login.email, "-p", login.password)
    const port = await freePort()
    const server = await startProcess({
      name: "Medusa",
      command: "env",
      args: [
        ...Object.entries(own).map(([name, value]) => `${name}=${value}`),
        program,
        "start",
        "--port",
        String(port)
      ],
      cwd,
      logFile,
      readyWithinMs: bootMs,
      readyLine: (line) => (line.includes("Server is ready on port") ? port : undefined)
    })
    const stop = async () => {
      await server.stop()
      await close()
    }
    return { url: `http://127.0.0.1:${port}`, ...login, stop }
  } catch (cause) {
    await close()
    throw cause
  }
}
