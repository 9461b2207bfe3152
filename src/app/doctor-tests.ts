import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { commandLine } from "../domain/model/shell-word.ts"
import { ChannelStore } from "../domain/ports/channel-store.ts"
import { SalesChannels } from "../domain/ports/sales-channels.ts"
import { SupplierStore } from "../domain/ports/supplier-store.ts"
import { SupplierTransports } from "../domain/ports/supplier-transports.ts"
import type { Finding } from "./finding.ts"

/** One that hangs keeps the others waiting no longer than this. */
const patience = "60 seconds"
const atOnce = 4
const longest = 300

type Party = "channel" | "supplier"

const tried = <R>(
  what: Party,
  name: string,
  test: Effect.Effect<ReadonlyArray<string>, { readonly message: string }, R>
) =>
  Effect.map(Effect.result(Effect.timeout(test, patience)), (asked): Finding => {
    if (Result.isSuccess(asked))
      return {
        what: "test",
        ok: true,
        said: `${what} ${name}: ${asked.success.join(" ").slice(0, longest)}`
      }
    const { failure } = asked
    const why =
      "_tag" in failure && failure._tag === "TimeoutError" ? `no answer in ${patience}` : failure.message
    const again = commandLine(`${what}s`, "test", name)
    return {
      what: "test",
      ok: false,
      said: `${what} ${name}: ${why.replace(/\.$/, "").slice(0, longest)}. Mend it, then: ${again}`
    }
  })

/** Signs in at every channel and supplier as `channels test` and `suppliers test` do, a few at once. */
export const testParties = Effect.gen(function* () {
  const connectors = yield* SalesChannels
  const transports = yield* SupplierTransports
  const channels = (yield* (yield* ChannelStore).list()).filter(({ archivedAt }) => archivedAt === null)
  const suppliers = yield* (yield* SupplierStore).list()
  return yield* Effect.all(
    [
      ...channels.map((c) => tried("channel", c.name, connectors.test(c))),
      ...suppliers.map((s) => tried("supplier", s.name, transports.test(s)))
    ],
    { concurrency: atOnce }
  )
})
