import * as Effect from "effect/Effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { connectionOf } from "../../src/app/config.ts"
import { migrationsFolder } from "../../src/app/open-database.ts"
import { connect } from "../../src/store/database.ts"
import { openSchema } from "../../src/store/migrate.ts"
import { type SecuredServer, startSecured } from "./secured-server.ts"

let server: SecuredServer
beforeAll(async () => {
  server = await startSecured()
})
afterAll(() => server.stop())

const withCa = (file: string) => `${server.url}?sslmode=verify-full&sslrootcert=${encodeURIComponent(file)}`
const opening = (url: string) => openSchema(connectionOf(url), migrationsFolder())
const refusalOf = (url: string) => Effect.runPromise(Effect.map(Effect.flip(opening(url)), (e) => e.message))

it("a read-only login comes over verified TLS, and is known as one", async () => {
  const url = withCa(server.ca)
  expect(await Effect.runPromise(opening(url))).toMatchObject({ applied: [], readOnly: true })
  const sql = connect({ ...connectionOf(url), readOnly: true, max: 1 })
  try {
    const [row] = await sql`
      select ssl, current_user as who, (select count(*)::int from orders) as orders from pg_stat_ssl where pid = pg_backend_pid()`
    expect(row).toEqual({ ssl: true, who: "night_desk", orders: 0 })
    await expect(sql`select from switchyard.orders`).rejects.toThrow(/permission denied/)
  } finally {
    await sql.end({ timeout: 2 })
  }
})

it("a certificate of another authority is refused, and the error says where its own goes", async () => {
  expect(await refusalOf(withCa(server.otherCa))).toMatch(
    /authority that is not known here, so nothing was sent to it\. Add its authority to DATABASE_URL: \?sslmode=verify-full&sslrootcert=/
  )
  expect(await refusalOf(`${server.url}?sslmode=verify-full`)).toMatch(/Add its authority to DATABASE_URL/)
})

it("plain text is refused by the server, and the error says that it wants TLS", async () => {
  expect(await refusalOf(server.url)).toMatch(
    /takes this login over TLS only\. Add to DATABASE_URL: \?sslmode=verify-full&sslrootcert=/
  )
})

it("a password in an error is nowhere", async () => {
  const password = new URL(server.url).password
  expect(password.length).toBeGreaterThan(20)
  for (const url of [server.url, withCa(server.otherCa)]) expect(await refusalOf(url)).not.toContain(password)
})
