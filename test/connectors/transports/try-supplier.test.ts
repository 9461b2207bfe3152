import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, expect, test } from "vitest"
import { supplierTransportsLayer } from "../../../src/connectors/transports/transport-table.ts"
import { trySupplierChange } from "../../../src/domain/operations/try-supplier.ts"
import { VaultFailure } from "../../../src/domain/ports/failure.ts"
import { SupplierTransports } from "../../../src/domain/ports/supplier-transports.ts"
import { Vault } from "../../../src/domain/ports/vault.ts"
import { memoryEdiInterchanges } from "../memory-edi-interchanges.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpUser } from "./sftp-server.ts"
import { supplierOf } from "./transport-fixture.ts"

let server: SftpTestServer
beforeAll(async () => {
  server = await SftpTestServer.open()
})
afterAll(() => server[Symbol.asyncDispose]())

type Secrets = Readonly<Record<string, Redacted.Redacted>>

/** The password of supplier 3 is stored; others are lent. */
const vault = (): Vault["Service"] => {
  const owners = new Map<string, Secrets>([["supplier:3", { password: Redacted.make(sftpPassword) }]])
  return Vault.of({
    put: () => Effect.die(new Error("a trial stores nothing")),
    forget: () => Effect.die(new Error("a trial stores nothing")),
    get: (owner, field) => {
      const secret = owners.get(owner)?.[field]
      return secret === undefined
        ? Effect.fail(new VaultFailure({ reason: "NotStored", message: `no ${field}` }))
        : Effect.succeed(secret)
    },
    fields: (owner) => Effect.sync(() => Object.keys(owners.get(owner) ?? {})),
    lend: (owner, secrets) =>
      Effect.acquireRelease(
        Effect.sync(() => void owners.set(owner, secrets)),
        () => Effect.sync(() => owners.delete(owner))
      )
  })
}

const layer = () =>
  supplierTransportsLayer().pipe(
    Layer.provide(memoryEdiInterchanges()),
    Layer.provideMerge(Layer.succeed(Vault, vault()))
  )

const settings = () => ({
  host: "127.0.0.1",
  port: String(server.port),
  user: sftpUser,
  hostKey: hostFingerprint,
  inboundFolder: "inbound",
  outboundFolder: "outbound"
})

test("a wrong password is refused right after the right one, whose connection is still kept for the next batch", async () => {
  const stored = supplierOf("sftp-csv", settings())
  const tried = (secrets: Secrets) =>
    trySupplierChange(stored, {}, secrets).pipe(
      Effect.map(() => "works"),
      Effect.catch((failure) => Effect.succeed(failure.message))
    )
  const wrong = { password: Redacted.make("hunter2") }
  const said = await Effect.runPromise(
    Effect.gen(function* () {
      // As the worker's own reading does.
      yield* (yield* SupplierTransports).test(stored)
      return [yield* tried({}), yield* tried(wrong), yield* tried({}), yield* tried(wrong)]
    }).pipe(Effect.provide(layer()))
  )
  expect(said).toEqual(["works", expect.stringContaining("refuses the login"), "works", said[1]])
  expect(JSON.stringify(said)).not.toContain("hunter2")
})

test("it is the settings that are given that are signed in with, not the stored ones", async () => {
  const stored = supplierOf("sftp-csv", { ...settings(), port: "1" })
  const lines = await Effect.runPromise(
    trySupplierChange(stored, { settings: settings() }, {}).pipe(Effect.provide(layer()))
  )
  expect(lines.join(" ")).toContain("Inbound folder inbound is there")
})
