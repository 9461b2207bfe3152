import { holdKinds } from "./hold.ts"
import { type OrderStatus, orderStatuses } from "./order-status.ts"

/**
 * What a field takes. `part`: text that its value has somewhere. `whole`: the value itself; `starts` also takes `AB*`.
 * `choice`: one of the words. `amount`, `count`: a number that is compared. `span`: how long ago, or how long from now.
 */
export type FieldTakes = "part" | "whole" | "starts" | "choice" | "amount" | "count" | "since" | "until"

/** How it is found: by an index, or by looking at the newest orders one by one, of which there is a limit. */
export type FieldCost = "index" | "newest"

export interface QueryField {
  readonly name: string
  readonly also: ReadonlyArray<string>
  readonly takes: FieldTakes
  readonly means: string
  readonly example: string
  /** The words of a `choice`, and those that a `until` takes besides a time. */
  readonly words: ReadonlyArray<string>
  readonly cost: FieldCost
}

const holdWords = Object.keys(holdKinds)
const statusWords = orderStatuses.map((status: OrderStatus) => status.replaceAll("_", "-"))
const dueWords = ["overdue", "set", "none"]

const field = <Name extends string>(
  name: Name,
  takes: FieldTakes,
  cost: FieldCost,
  means: string,
  example: string,
  more: { readonly also?: ReadonlyArray<string>; readonly words?: ReadonlyArray<string> } = {}
) => ({ name, takes, cost, means, example, also: more.also ?? [], words: more.words ?? [] })

/** The one table of fields: the parser, the completion, the help and the docs are made of it. */
const table = [
  field("channel", "part", "newest", "a part of the channel's name", "channel:acme"),
  field(
    "supplier",
    "part",
    "index",
    "a part of the name of a supplier it goes to; of orders not sent yet, the newest 3,000",
    "supplier:north"
  ),
  field("customer", "part", "index", "a part of the buyer's name or e-mail", "customer:jane"),
  field("sku", "starts", "index", "the SKU of a line, the channel's or ours", "sku:AB-1"),
  field("order", "starts", "index", "its number or id on the channel", "order:1042"),
  field("po", "starts", "index", "the number of a purchase order", "po:SY-000311"),
  field("state", "choice", "index", "what stands in its ACTION column", "state:resolve", {
    also: ["action"],
    words: ["resolve", "process", "doubt", "failed", "rejected", "authorize", "sending", "shadow", "open"]
  }),
  field("status", "choice", "index", "its status", "status:shipped", { words: statusWords }),
  field("hold", "choice", "index", "an open hold of this kind", "hold:phone_missing", {
    also: ["reason"],
    words: holdWords
  }),
  field("ship", "part", "newest", "a part of the ship method's name on the channel", "ship:2-day", {
    also: ["method"]
  }),
  field("country", "whole", "newest", "the two letters of the country it goes to", "country:US"),
  field(
    "total",
    "amount",
    "newest",
    "its total, in its own currency or only in the one named",
    "total>100USD"
  ),
  field("qty", "count", "newest", "how many units", "qty>=5"),
  field(
    "age",
    "since",
    "newest",
    "as its AGE column: since it was placed, once sent since its status",
    "age>10m"
  ),
  field("came", "since", "newest", "since it was downloaded", "came<24h"),
  field("sent", "since", "newest", "since a purchase order of it was sent", "sent<1h"),
  field("shipped", "since", "newest", "since one of its parcels was told of", "shipped<24h"),
  field("shipby", "until", "index", "when the channel wants it to have left, counted from now", "shipby<4h", {
    words: dueWords
  }),
  field("ackby", "until", "index", "when a supplier's answer is due, counted from now", "ackby:overdue", {
    words: dueWords
  }),
  field("tag", "whole", "index", "a tag that somebody gave it", "tag:vip"),
  field("note", "part", "index", "a part of a note", "note:call"),
  field("assignee", "whole", "index", "whom it is for; none: nobody", "assignee:ana"),
  field("is", "choice", "index", "what is true of it", "is:held", {
    words: ["held", "doubt", "authorize", "paid", "shadow", "marked", "needing", "handover"]
  })
] as const satisfies ReadonlyArray<QueryField>

export type QueryFieldName = (typeof table)[number]["name"]

export const queryFields: ReadonlyArray<QueryField & { readonly name: QueryFieldName }> = table

const byName = new Map(
  queryFields.flatMap((row) => [row.name, ...row.also].map((name) => [name, row] as const))
)

export const queryFieldNames: ReadonlyArray<string> = [...byName.keys()]

export const queryFieldNamed = (name: string) => byName.get(name.toLowerCase()) ?? null

const forms: Readonly<Record<FieldTakes, string>> = {
  part: "text, in quotes if it has spaces",
  whole: "the whole value",
  starts: "the whole value, or its beginning with * behind it",
  choice: "one of its words",
  amount: "> >= < <= and an amount, with a currency if you like",
  count: ": > >= < <= and a whole number",
  since: "> or < and a number with m, h, d or w",
  until: "> or < and a number with m, h, d or w; or overdue, set, none"
}

/** What may stand behind the name, for help and for the words of a fault. */
export const takesWords = (row: QueryField): string =>
  row.takes === "choice" ? row.words.join(", ") : forms[row.takes]
