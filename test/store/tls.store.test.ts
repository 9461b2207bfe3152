import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { type AddressInfo, connect as connectSocket, createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TLSSocket } from "node:tls"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { connectionOf } from "../../src/app/config.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

const hasOpenssl = (() => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
})()

const openssl = (folder: string, ...args: ReadonlyArray<string>) =>
  execFileSync("openssl", args, { cwd: folder, stdio: "ignore" })

/** An authority and a server certificate for `db.example`, as a real remote database has one. */
const certify = (folder: string): void => {
  const days = ["-days", "2", "-nodes", "-newkey", "rsa:2048"]
  openssl(
    folder,
    "req",
    "-x509",
    ...days,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=test authority"
  )
  openssl(
    folder,
    "req",
    ...days.slice(2),
    "-keyout",
    "server.key",
    "-out",
    "server.csr",
    "-subj",
    "/CN=db.example",
    "-addext",
    "subjectAltName=DNS:db.example"
  )
  openssl(
    folder,
    "x509",
    "-req",
    "-in",
    "server.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-copy_extensions",
    "copy",
    "-out",
    "server.pem"
  )
}

/** Answers PostgreSQL's SSLRequest with S, ends the TLS here and hands the rest to the real server's socket. */
const tlsFront = (folder: string, to: string): Promise<Server> => {
  const secrets = {
    key: readFileSync(join(folder, "server.key")),
    cert: readFileSync(join(folder, "server.pem"))
  }
  const server = createServer((raw) => {
    raw.on("error", () => raw.destroy())
    raw.once("data", () => {
      raw.write("S")
      const secure = new TLSSocket(raw, { isServer: true, ...secrets })
      const inner = connectSocket(to)
      secure.on("error", () => inner.destroy())
      inner.on("error", () => secure.destroy())
      secure.pipe(inner).pipe(secure)
    })
  })
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)))
}

describe.skipIf(!hasOpenssl)("TLS to a remote database is verified", () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-tls-"))
  let options: ConnectionOptions
  let front: Server

  beforeAll(async () => {
    certify(folder)
    options = await createTestDatabase()
    front = await tlsFront(folder, join(options.host, `.s.PGSQL.${options.port}`))
  })
  afterAll(async () => {
    front.close()
    await dropTestDatabase(options)
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async (ssl: ConnectionOptions["ssl"]) => {
    const { port } = front.address() as AddressInfo
    const sql = connect({
      ...options,
      host: "127.0.0.1",
      port,
      max: 1,
      ...(ssl === undefined ? {} : { ssl })
    })
    try {
      const [row] = await sql<Array<{ one: number }>>`select 1 as one`
      return row?.one
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  const ca = () => readFileSync(join(folder, "ca.pem"), "utf8")

  test("a certificate of the given authority for the right name is accepted", async () => {
    expect(await ask({ ca: ca(), rejectUnauthorized: true, servername: "db.example" })).toBe(1)
  })

  test("another name is refused", async () => {
    await expect(ask({ ca: ca(), rejectUnauthorized: true, servername: "other.example" })).rejects.toThrow(
      /altnames|does not match/i
    )
  })

  test("an unknown authority is refused", async () => {
    await expect(ask({ rejectUnauthorized: true, servername: "db.example" })).rejects.toThrow(/certificate/i)
  })

  test("a remote DATABASE_URL means verified TLS, and nothing weaker is taken", () => {
    const url = `postgres://u:p@db.example/switchyard?sslrootcert=${encodeURIComponent(join(folder, "ca.pem"))}`
    expect(connectionOf(url).ssl).toEqual({ ca: ca(), rejectUnauthorized: true, servername: "db.example" })
    for (const mode of ["disable", "allow", "prefer", "require", "verify-ca"])
      expect(() => connectionOf(`postgres://u:p@db.example/switchyard?sslmode=${mode}`)).toThrow(
        /verify-full/
      )
    expect(connectionOf("postgres://u@/switchyard?host=/run/pg").ssl).toBeUndefined()
  })
})
