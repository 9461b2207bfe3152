import * as Effect from "effect/Effect"
import { namesWords } from "../../domain/model/inventory-words.ts"
import { listingStates } from "../../domain/model/stock-word.ts"
import { explainInventory } from "../../domain/operations/explain-inventory.ts"
import { type ListedPosition, listInventory } from "../../domain/operations/list-inventory.ts"
import { refreshInventory } from "../../domain/operations/refresh-inventory.ts"
import { setStockAlias } from "../../domain/operations/set-stock-alias.ts"
import { type InventoryFilter, inventoryFilters } from "../../domain/ports/inventory-store.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { argument, has, number, text } from "../input.ts"
import { explainedJson, explainedText } from "../inventory-text.ts"
import { countOf } from "../wording.ts"

const chosenChannel = (input: Input) => findChannel(text(input, "channel") ?? "")

export const explain: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* chosenChannel(input)
    const explained = yield* explainInventory(channel, argument(input, "sku"))
    return answer(explainedJson(explained), explainedText(explained))
  })

const cells = ({ product, standing, names, available, sent }: ListedPosition): ReadonlyArray<string> => {
  const left = (step: string) => String(available?.steps.find((s) => s.name === step)?.left ?? "-")
  const operand = (step: string) => String(available?.steps.find((s) => s.name === step)?.operand ?? "-")
  const shown = [...new Set(sent.map((s) => s.shown))]
  return [
    product.sku,
    namesWords(names),
    left("on hand"),
    operand("committed"),
    operand("unsent demand"),
    standing === "told" ? String(available?.quantity ?? "-") : "-",
    shown.map((n) => String(n ?? "?")).join(" ") || "-",
    standing === "told"
      ? [...new Set(listingStates(available?.quantity ?? null, sent))].join(", ") || "not computed yet"
      : standing
  ]
}
const columns = ["sku", "told as", ">on hand", ">committed", ">demand", ">told", ">shown", "state"]

const none: Readonly<Record<InventoryFilter, string>> = {
  differs: "Nothing differs, as of the last switchyard inventory refresh.",
  ignored: "No product is left out: all have the channel's alias, or it is told the master SKU.",
  conflict: "No alias of this channel has two products.",
  unknown: "Some supplier said what there is of every product.",
  held: "No feed is held: switchyard inventory feeds shows what came."
}

const emptyWords = (filter: InventoryFilter | null, search: string): string => {
  if (search !== "")
    return `No product${filter === null ? "" : " of these"} has “${search}” in its SKU or title.`
  return filter === null ? "There are no products. switchyard suppliers products imports them." : none[filter]
}

const rowJson = ({ product, standing, names, available, sent }: ListedPosition) => ({
  sku: product.sku,
  title: product.title,
  standing,
  names,
  quantity: standing === "told" ? (available?.quantity ?? null) : null,
  steps: available?.steps ?? [],
  sent
})

export const list: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* chosenChannel(input)
    const filter = inventoryFilters.find((f) => has(input, f)) ?? null
    const given = text(input, "after") ?? null
    const search = text(input, "search") ?? ""
    const page = yield* listInventory(channel, filter, given, number(input, "limit") ?? 50, search)
    const json = { channel: channel.name, products: page.positions.map(rowJson), after: page.after }
    const whole = emptyWords(filter, search)
    const empty = given === null ? whole : "That was the last page."
    return answer(json, [
      ...listOr(empty, table(columns, page.positions.map(cells))),
      ...(page.after === null ? [] : [`More: the same command with --after ${page.after}`])
    ])
  })

export const refresh: Run = (input) =>
  Effect.gen(function* () {
    const name = text(input, "channel")
    const channel = name === undefined ? null : yield* findChannel(name)
    const counts = yield* refreshInventory(channel)
    return answer({ done: true, channel: channel?.name ?? null, ...counts }, [
      `${countOf(counts.changed, "number")} new or changed, ${counts.gone} not told any more${channel === null ? "" : ` on ${channel.name}`}.`
    ])
  })

export const alias: Run = (input) =>
  Effect.gen(function* () {
    const given = {
      type: argument(input, "type"),
      alias: argument(input, "alias"),
      sku: argument(input, "sku"),
      remove: has(input, "remove")
    }
    const { did, others } = yield* setStockAlias(given)
    const before = given.remove ? "did not have it" : "had it before"
    const said = given.remove ? "Taken away." : `Saved. ${given.alias} (${given.type}) is ${given.sku}.`
    const conflict =
      others.length === 0 || given.remove
        ? []
        : [`Conflict: ${others.join(", ")} has it too. None of them is sent where ${given.type} is told.`]
    return answer({ done: did, ...given, others }, [did ? said : `${given.sku} ${before}.`, ...conflict])
  })
