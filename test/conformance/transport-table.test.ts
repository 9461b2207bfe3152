import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import { supplierTransportsLayer } from "../../src/connectors/transports/transport-table.ts"
import { SupplierTransports } from "../../src/domain/ports/supplier-transports.ts"
import { memoryEdiInterchanges } from "../connectors/memory-edi-interchanges.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { intentOf, orderOf, supplierOf } from "../connectors/transports/transport-fixture.ts"

const layer = supplierTransportsLayer().pipe(
  Layer.provide(memoryVault({})),
  Layer.provide(memoryEdiInterchanges())
)
const run = <A, E>(use: (transports: SupplierTransports["Service"]) => Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(SupplierTransports.use(use).pipe(Effect.provide(layer)))

const kinds = await run((transports) => Effect.succeed(transports.kinds))

describe("the transport table", () => {
  it("names every transport once", () => {
    expect(new Set(kinds.map((kind) => kind.transport)).size).toBe(kinds.length)
  })
})

describe.each(kinds.map((kind) => [kind.transport, kind] as const))(
  "every transport keeps the contract: %s",
  (name, kind) => {
    const bare = supplierOf(name, {})
    const rendered = (more = {}) =>
      run((transports) => Effect.sync(() => transports.render(bare, orderOf(more))))

    it("says what it was tested by, and what each field is for", () => {
      expect(["live", "vendor sandbox", "recordings", "documents only"]).toContain(kind.testedBy)
      expect(new Set(kind.fields.map((field) => field.name)).size).toBe(kind.fields.length)
      for (const field of kind.fields) expect(field.help.length).toBeGreaterThan(10)
    })

    it("renders the same order to the same bytes and names, and another order to others", async () => {
      const [first, again, other] = [
        await rendered(),
        await rendered(),
        await rendered({ number: "ALD-000002" })
      ]
      expect(again).toEqual(first)
      expect(other.identifiers).not.toEqual(first.identifiers)
      expect(Object.keys(first.identifiers).length).toBeGreaterThan(0)
    })

    it("refuses to send without settings, before the mark", async () => {
      let marked = false
      const mark = Effect.sync(() => {
        marked = true
      })
      const intent = intentOf(await rendered())
      const failure = await run((transports) => Effect.flip(transports.send(bare, intent, mark)))
      expect(failure).toMatchObject({
        _tag: "TransportFailure",
        reason: "Misconfigured",
        settlement: { _tag: "Stop" }
      })
      expect(marked).toBe(false)
      expect(await run((transports) => Effect.flip(transports.test(bare)))).toMatchObject({
        reason: "Misconfigured"
      })
    })
  }
)

it("an unknown transport is named", async () => {
  const failure = await run((transports) => Effect.flip(transports.test(supplierOf("fax", {}))))
  expect(failure.message).toContain('"fax"')
})
