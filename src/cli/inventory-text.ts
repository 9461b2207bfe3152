import { explainedWords } from "../domain/model/inventory-words.ts"
import type { ExplainedInventory } from "../domain/operations/explain-inventory.ts"
import { type Block, table } from "./answer.ts"
import { moment } from "./moment.ts"

/** The same words as on the console's screen. */
export const explainedText = (explained: ExplainedInventory): ReadonlyArray<Block> =>
  explainedWords(explained, moment).map((words) =>
    typeof words === "string" ? words : table(words.columns, words.rows)
  )

export const explainedJson = ({
  channel,
  product,
  position,
  levels,
  claims,
  demand
}: ExplainedInventory) => ({
  sku: product.sku,
  title: product.title,
  channel: channel.name,
  rules: channel.stock,
  standing: position.standing,
  names: position.names,
  quantity: position.standing === "told" ? (position.available?.quantity ?? null) : null,
  steps: position.available?.steps ?? [],
  sent: position.sent,
  levels,
  claims,
  demand
})
