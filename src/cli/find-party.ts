import * as Effect from "effect/Effect"
import { ChannelStore } from "../domain/ports/channel-store.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { SupplierStore } from "../domain/ports/supplier-store.ts"
import { didYouMean } from "./nearest.ts"

export const findChannel = Effect.fn("findChannel")(function* (name: string) {
  const channels = yield* ChannelStore
  const channel = yield* channels.byName(name)
  if (channel !== null) return channel
  const known = (yield* channels.list()).map((c) => c.name)
  return yield* new Refusal({
    message: `There is no channel “${name}”.${didYouMean(name, known)} switchyard channels list shows all.`
  })
})

export const findSupplier = Effect.fn("findSupplier")(function* (name: string) {
  const suppliers = yield* SupplierStore
  const supplier = yield* suppliers.byName(name)
  if (supplier !== null) return supplier
  const known = (yield* suppliers.list()).map((s) => s.name)
  return yield* new Refusal({
    message: `There is no supplier “${name}”.${didYouMean(name, known)} switchyard suppliers list shows all.`
  })
})
