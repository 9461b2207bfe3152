import { createServer } from "node:net"
import type { Operator } from "./operator.ts"
import type { Report } from "./report.ts"

/** A server that answers PostgreSQL's start with the one error a wrong password brings. */
const passwordRefuser = async (): Promise<{ port: number; close: () => void }> => {
  const field = (kind: string, text: string) => Buffer.from(`${kind}${text}\0`)
  const fields = Buffer.concat([
    field("S", "FATAL"),
    field("V", "FATAL"),
    field("C", "28P01"),
    field("M", 'password authentication failed for user "us"'),
    Buffer.from([0])
  ])
  const head = Buffer.alloc(5)
  head.write("E")
  head.writeInt32BE(fields.length + 4, 1)
  const server = createServer((socket) => {
    socket.on("error", () => {})
    socket.once("data", () => socket.end(Buffer.concat([head, fields])))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () => server.close()
  }
}

/** A wrong DATABASE_URL, in every way that it can be wrong. */
export const wrongDatabaseUrl = async (operator: Operator, report: Report): Promise<void> => {
  const list = (url: string) => operator.with({ DATABASE_URL: url }).run(["orders", "list"])
  report.refused("DATABASE_URL that is no URL", await list("our database"), 2, /DATABASE_URL is not a URL/)
  report.refused("DATABASE_URL of another scheme", await list("mysql://db/x"), 2, /begin with postgres:\/\//)
  report.refused(
    "DATABASE_URL without a database",
    await list("postgres://u@127.0.0.1:5432"),
    2,
    /names no database/
  )
  report.refused(
    "DATABASE_URL with a wrong port",
    await list("postgres://u@127.0.0.1:99999/x"),
    2,
    /not a URL|port/
  )
  report.refused(
    "a remote database without TLS",
    await list("postgres://u:secret-word@db.example.com/x?sslmode=disable"),
    2,
    /sslmode=disable/,
    /verify-full/
  )
  report.refused(
    "a host that refuses",
    await list("postgres://u:secret-word@127.0.0.1:1/x"),
    1,
    /127\.0\.0\.1/,
    /DATABASE_URL|doctor/
  )
  report.refused(
    "a host that does not exist",
    await list("postgres://u:secret-word@no-such-host.invalid/x"),
    1,
    /no-such-host\.invalid/
  )
  const refuser = await passwordRefuser()
  const wrong = await list(`postgres://us:secret-word@127.0.0.1:${refuser.port}/x`)
  refuser.close()
  report.refused("a wrong password", wrong, 1, /password/)
  report.check("the password is not repeated", !/secret-word/.test(wrong.stderr + wrong.stdout), wrong)
}

/** All that is wrong is said at once. */
export const severalAtOnce = async (operator: Operator, report: Report): Promise<void> => {
  const said = await operator
    .with({ DATABASE_URL: "mysql://db/x", SWITCHYARD_SMTP_URL: "smtp://mail.example" })
    .run(["orders", "list"])
  report.listed(
    "two wrong variables are both named",
    said,
    2,
    /DATABASE_URL/,
    /SWITCHYARD_SMTP_URL needs \?from=/
  )
  const world = await operator.with({ SWITCHYARD_WORLD: "mars" }).run(["doctor"])
  report.refused("a world that does not exist", world, 2, /SWITCHYARD_WORLD is “mars”/, /live or sandbox/)
}

/** A home that cannot be made is said by its name. */
export const wrongHome = async (operator: Operator, report: Report): Promise<void> => {
  const orders = (home: string) => operator.with({ SWITCHYARD_HOME: home }).run(["orders", "list"])
  report.refused(
    "a home below a file",
    await orders("/etc/hostname/switchyard"),
    1,
    /\/etc\/hostname/,
    /SWITCHYARD_HOME/
  )
  report.refused(
    "a home that may not be written",
    await orders("/sys/switchyard"),
    1,
    /\/sys/,
    /SWITCHYARD_HOME/
  )
}
