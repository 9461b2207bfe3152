import { type ChannelField, namedOrField, numberField, optionalField } from "./channel-field.ts"
import type { ChannelPage } from "./channel-page.ts"
import type { StockRules } from "./stock-rules.ts"
import { typedNumber } from "./typed-value.ts"

const part = "stock"
const needs = "inventory"
const mostPieces = 1_000_000

const stocked = <Key extends keyof StockRules>(key: Key) => ({
  get: (page: ChannelPage): StockRules[Key] => page.stock[key],
  set: (page: ChannelPage, value: StockRules[Key]): ChannelPage => ({
    ...page,
    stock: { ...page.stock, [key]: value }
  })
})

export const stockFields: ReadonlyArray<ChannelField> = [
  namedOrField(
    {
      name: "warehouse",
      label: "Sync inventory with",
      part,
      needs,
      help: "Whose stock counts for this channel: all warehouses added up, or one by its name."
    },
    "COMBINE ALL WAREHOUSES",
    "name|COMBINE ALL WAREHOUSES",
    stocked("warehouse")
  ),
  namedOrField(
    {
      name: "alias",
      label: "Sync inventory alias",
      part,
      needs,
      help: "Which SKU the channel is told: our master SKU, or the alias of this type. A product without that alias is left out: neither sent nor set to zero."
    },
    "Master SKU",
    "type|Master SKU",
    stocked("alias")
  ),
  optionalField(
    {
      name: "minimum-level",
      label: "Minimum level",
      part,
      needs: "available quantity",
      help: "Less than this is told as 0, so that the last pieces are not oversold; this many is still told. none: everything is told."
    },
    "pieces",
    (text) => typedNumber(text, 1, mostPieces),
    stocked("minimumLevel")
  ),
  numberField(
    {
      name: "safety-stock",
      label: "Safety stock",
      part,
      needs,
      help: "So many pieces of each product are kept back before anything is offered here."
    },
    "pieces",
    [0, mostPieces],
    stocked("safetyStock")
  ),
  numberField(
    {
      name: "share-percent",
      label: "Share in per cent",
      part,
      needs,
      help: "How much of what is left after safety stock is offered on this channel."
    },
    "0-100",
    [0, 100],
    stocked("sharePercent")
  ),
  optionalField(
    {
      name: "stock-cap",
      label: "Cap",
      part,
      needs,
      help: "Never more than so many pieces of one product are shown here, however many there are. none: no cap."
    },
    "pieces",
    (text) => typedNumber(text, 0, mostPieces),
    stocked("cap")
  )
]
