import * as Effect from "effect/Effect"
import { mapShipMethod } from "../../domain/operations/map-ship-method.ts"
import { previewMapping } from "../../domain/operations/preview-mapping.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { MappingStore } from "../../domain/ports/mapping-store.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import { answer, listOr, table } from "../answer.ts"
import { ownMethod } from "../choose-methods.ts"
import type { Input, Run } from "../command-row.ts"
import { findChannel, findSupplier } from "../find-party.ts"
import { argument, has } from "../input.ts"
import { mappingEffectText } from "../mapping-effect-text.ts"
import { whatIf } from "../mapping-what-if.ts"
import { methodName } from "../resolve-advice.ts"
import { sendsStopped } from "../sends-stopped.ts"
import { countOf } from "../wording.ts"

const wanted = Effect.fn("wanted")(function* (input: Input) {
  const supplier = yield* findSupplier(argument(input, "supplier"))
  const channel = has(input, "every-channel") ? null : yield* findChannel(argument(input, "channel"))
  const name = methodName({ carrier: argument(input, "carrier"), method: argument(input, "method") })
  const method = yield* ownMethod(supplier.name, supplier.shipMethods, name)
  const key = {
    channelId: channel?.id ?? null,
    supplierId: supplier.id,
    channelMethodName: argument(input, "name")
  }
  const where = channel === null ? "on every channel" : `on ${channel.name}`
  const says = `“${key.channelMethodName}” ${where} ships as ${methodName(method)} (${method.code}) at ${supplier.name}.`
  return { mapping: { ...key, shipMethodId: method.id }, says }
})

export const map: Run = (input) =>
  Effect.gen(function* () {
    const { mapping, says } = yield* wanted(input)
    if (has(input, "what-if")) {
      const { channelMethodName: name, shipMethodId: to, ...words } = mapping
      return yield* whatIf({ about: "method", ...words, name, to }, says)
    }
    const effect = yield* previewMapping(mapping)
    const said = mappingEffectText(effect, yield* sendsStopped)
    if (!has(input, "yes"))
      return answer(
        { done: false, mapping, effect, next: "--yes" },
        [says, said, "Nothing was saved. To save it, add --yes."],
        true
      )
    const checked = yield* mapShipMethod(mapping)
    return answer({ done: true, mapping, effect, checked }, [
      `Saved. ${says}`,
      said,
      `Checked anew: ${countOf(checked, "waiting order")}.`
    ])
  })

export const list: Run = () =>
  Effect.gen(function* () {
    const mappings = yield* (yield* MappingStore).list()
    const channels = new Map((yield* (yield* ChannelStore).list()).map((c) => [c.id, c.name]))
    const suppliers = new Map((yield* (yield* SupplierStore).list()).map((s) => [s.id, s]))
    const named = mappings.map((m) => {
      const supplier = suppliers.get(m.supplierId)
      const method = supplier?.shipMethods.find((s) => s.id === m.shipMethodId)
      return {
        ...m,
        channel: m.channelId === null ? null : (channels.get(m.channelId) ?? null),
        supplier: supplier?.name ?? null,
        method: method === undefined ? null : methodName(method)
      }
    })
    const rows = named.map((m) => [
      m.channelId === null ? "every channel" : (m.channel ?? "-"),
      m.supplier ?? "-",
      m.channelMethodName,
      m.method ?? "-"
    ])
    return answer(
      { mappings: named },
      listOr(
        "No ship method is mapped yet: switchyard map ship-method --help",
        table(["channel", "supplier", "channel's name", "supplier's carrier and method"], rows)
      )
    )
  })
