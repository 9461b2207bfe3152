import { type QueryField, queryFields, takesWords } from "../domain/model/order-query-fields.ts"
import { orderSorts, sortMeans } from "../domain/model/order-sort.ts"

const cell = (text: string): string => text.replaceAll("|", "\\|")

const row = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |`

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n")

const costWords: Readonly<Record<QueryField["cost"], string>> = {
  index: "by an index",
  newest: "among the newest 25,000"
}

const fieldRow = (field: QueryField): ReadonlyArray<string> => [
  [field.name, ...field.also].map((name) => `\`${name}\``).join(", "),
  field.means,
  takesWords(field),
  `\`${field.example}\``,
  costWords[field.cost]
]

/** docs/generated/order-query.md: made of the table that the parser reads. */
export const queryMarkdown = (): string =>
  [
    "# The query of orders",
    "`/` in the console's list of orders and `switchyard orders list --query` take the same line:",
    '```text\nchannel:acme state:resolve age>10m sku:AB-1 "two words" -tag:vip\n```',
    [
      "- All parts are true of an order that is listed.",
      "- A word without a field is looked for in numbers (order, purchase order, tracking), buyer, e-mail and SKUs; the whole name of a channel or a supplier means its orders.",
      "- A comma means or: `state:resolve,failed`. A minus in front means not: `-channel:acme`. The same field twice means both: `total>10 total<20`.",
      "- Quotes keep spaces, and make text of what looks like a field; `\\` in them takes the next letter as it is.",
      "- Letters are compared whatever their case."
    ].join("\n"),
    "## Fields",
    table(["field", "finds by", "takes", "for example", "is found"], queryFields.map(fieldRow)),
    "What no index knows is looked for among the newest orders that the rest of the query allows (`state`, `status` and `is` have indexes of their own); the list then says how many were looked at, and `end` looks further back. A field that an index knows, beside it, makes the search complete.",
    "## Sorts",
    table(
      ["sort", "lists"],
      orderSorts.map((sort) => [`\`${sort}\``, sortMeans[sort]])
    )
  ].join("\n\n")
