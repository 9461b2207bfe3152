import { once } from "node:events"
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { expect, onTestFinished, test } from "vitest"
import { openSession, type Session } from "../../src/jobs/session.ts"
import type { ConnectionOptions } from "../../src/store/database.ts"
import { withJobHouse } from "./job-house.ts"

const house = withJobHouse()

/** Passes on what a client says to PostgreSQL, and cuts every connection at its `most`-th message from the client. */
const cuttingProxy = async (to: ConnectionOptions) => {
  let most = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = to.host.startsWith("/")
      ? createConnection(`${to.host}/.s.PGSQL.${to.port}`)
      : createConnection(to.port, to.host)
    let said = 0
    open.add(client)
    const cut = () => {
      client.destroy()
      upstream.destroy()
      open.delete(client)
    }
    client.on("data", (bytes) => {
      said += 1
      if (said > most) cut()
      else upstream.write(bytes)
    })
    upstream.on("data", (bytes) => client.write(bytes))
    for (const socket of [client, upstream]) socket.on("error", cut).on("close", cut)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return {
    connection: { ...to, host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    cutAt: (messages: number) => {
      most = messages
    }
  }
}

const closed = async (session: Session) => {
  await session.retire().catch(() => {})
  await session.close()
}

test("a registration that is cut off anywhere fails as a value, and leaves no failure that belongs to nobody", {
  timeout: 120_000
}, async () => {
  const orphans: Array<unknown> = []
  const heard = (cause: unknown) => orphans.push(cause)
  process.prependListener("unhandledRejection", heard)
  onTestFinished(() => {
    process.off("unhandledRejection", heard)
  })
  const proxy = await cuttingProxy(house.options())
  const opened: Array<boolean> = []
  while (opened.at(-1) !== true && opened.length < 40) {
    proxy.cutAt(opened.length)
    const exit = await Effect.runPromiseExit(
      openSession({
        connection: proxy.connection,
        name: "cut",
        version: "1",
        workingOn: () => "",
        load: () => ({}),
        onWake: () => {}
      })
    )
    opened.push(Exit.isSuccess(exit))
    if (Exit.isSuccess(exit)) await closed(exit.value)
  }
  expect(orphans).toEqual([])
  expect(opened.length).toBeGreaterThan(4)
  expect(opened.at(-1)).toBe(true)
})
