import * as Effect from "effect/Effect"
import { type AvailabilityStep, stepNames } from "../../domain/model/availability.ts"
import { namesWords } from "../../domain/model/inventory-words.ts"
import { listingStates } from "../../domain/model/stock-word.ts"
import { type ListedPosition, listInventory } from "../../domain/operations/list-inventory.ts"
import { inventoryFilters } from "../../domain/ports/inventory-store.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { argument, has, text } from "../input.ts"
import { progress } from "../progress.ts"
import { withSpreadsheet } from "../spreadsheet.ts"
import { countOf } from "../wording.ts"

const pageSize = 500
const toldEvery = 20_000

const columns = [
  "sku",
  "title",
  "told as",
  "standing",
  ...stepNames,
  "to be told",
  "channel shows",
  "shown at",
  "told at",
  "state",
  "reason"
]

type Page = Effect.Success<ReturnType<typeof listInventory>>

const operandOf = (steps: ReadonlyArray<AvailabilityStep>, name: string): string =>
  String(steps.find((s) => s.name === name)?.operand ?? "")

const rowOf = ({ product, standing, names, available, sent }: ListedPosition): ReadonlyArray<string> => {
  const steps = available?.steps ?? []
  return [
    product.sku,
    product.title,
    namesWords(names),
    standing,
    ...stepNames.map((name) => operandOf(steps, name)),
    standing === "told" ? String(available?.quantity ?? "") : "",
    sent.map((s) => String(s.shown ?? "?")).join(" "),
    sent.map((s) => s.shownAt?.toISOString() ?? "").join(" "),
    sent.map((s) => s.toldAt?.toISOString() ?? "").join(" "),
    listingStates(available?.quantity ?? null, sent).join(", "),
    sent.map((s) => s.reason).join(" ")
  ]
}

/** Writes what a channel is to be told into a file, page by page. */
export const exportList: Run = (input) =>
  Effect.gen(function* () {
    const file = argument(input, "file")
    const channel = yield* findChannel(text(input, "channel") ?? "")
    const filter = inventoryFilters.find((f) => has(input, f)) ?? null
    const search = text(input, "search") ?? ""
    const written = yield* withSpreadsheet(file, columns, (write) =>
      Effect.gen(function* () {
        let count = 0
        let after: string | null = null
        do {
          const page: Page = yield* listInventory(channel, filter, after, pageSize, search)
          yield* write(page.positions.map(rowOf))
          count += page.positions.length
          if (count > 0 && count % toldEvery === 0) yield* progress(`${count} written`)
          after = page.after
        } while (after !== null)
        return count
      })
    )
    return answer({ file, channel: channel.name, products: written }, [
      `Wrote ${countOf(written, "product")} of ${channel.name} to ${file}.`
    ])
  })
