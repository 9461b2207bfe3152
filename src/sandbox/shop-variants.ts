import { GraphQLError, type GraphQLObjectType, type GraphQLSchema } from "graphql"
import { baker, northwind, orphan } from "./catalog.ts"
import type { ShopBook } from "./shop-book.ts"
import { type ListOptions, listRows } from "./shop-list.ts"
import { allocatedPieces } from "./shop-stock.ts"

const location = { __typename: "StockLocation", id: "1", name: "Default Stock Location", description: "" }

/** One request's view of the stock. */
export interface StockContext {
  readonly book: ShopBook
  readonly allocated: () => ReadonlyMap<string, number>
}

export function stockContext(book: ShopBook): StockContext {
  let known: ReadonlyMap<string, number> | undefined
  return {
    book,
    allocated: () => {
      known ??= allocatedPieces(book.orders)
      return known
    }
  }
}

type Resolver = (variant: { readonly sku: string }, args: unknown, context: StockContext) => unknown

const stockFields: Readonly<Record<string, Resolver>> = {
  trackInventory: () => "INHERIT",
  outOfStockThreshold: () => 0,
  stockOnHand: ({ sku }, _args, { book }) => book.stock.onHand(sku),
  stockAllocated: ({ sku }, _args, { allocated }) => allocated().get(sku) ?? 0,
  stockLevels: ({ sku }, _args, { book, allocated }) => [
    {
      id: `${location.id}-${sku}`,
      stockLocationId: location.id,
      stockLocation: location,
      stockOnHand: book.stock.onHand(sku),
      stockAllocated: allocated().get(sku) ?? 0
    }
  ]
}

/** A variant shows its stock wherever it stands: in the list, and in the lines of an order. */
export function addStockFields(schema: GraphQLSchema): GraphQLSchema {
  const fields = (
    schema.getType("ProductVariant") as GraphQLObjectType<{ sku: string }, StockContext>
  ).getFields()
  for (const [name, resolve] of Object.entries(stockFields)) {
    const field = fields[name]
    if (field === undefined) throw new Error(`the shop's schema has no ProductVariant.${name}`)
    field.resolve = resolve
  }
  return schema
}

interface Sold {
  readonly sku: string
  readonly name: string
  readonly price: number
}

/** All that the shop sells, and whatever else it ever sold. */
function soldBy(book: ShopBook): ReadonlyMap<string, Sold> {
  const catalog = [...northwind.products, ...baker.products, orphan]
  const lines = book.orders.flatMap((order) => order.placed.lines)
  return new Map([
    ...catalog.map(({ sku, title, price }) => [sku, { sku, name: title, price }] as const),
    ...lines.map(({ sku, name, unitPrice }) => [sku, { sku, name, price: unitPrice }] as const)
  ])
}

const view = ({ sku, name, price }: Sold, currencyCode: string) => ({
  __typename: "ProductVariant",
  id: sku,
  sku,
  name,
  price,
  priceWithTax: price,
  currencyCode
})

export interface StockInput {
  readonly id: string
  readonly stockOnHand?: number | null
  readonly stockLevels?: ReadonlyArray<{
    readonly stockLocationId: string
    readonly stockOnHand: number
  }> | null
}

/** The queries and the mutation about stock, by Vendure's names. */
export const stockRoots = (book: ShopBook, currencyCode: string) => ({
  globalSettings: () => ({ id: "1", trackInventory: true, outOfStockThreshold: 0 }),
  stockLocations: () => ({ items: [location], totalItems: 1 }),
  productVariants: ({ options }: { options?: ListOptions }) =>
    listRows(
      [...soldBy(book).values()].map((sold) => view(sold, currencyCode)),
      options ?? {}
    ),
  updateProductVariants: ({ input }: { input: ReadonlyArray<StockInput> }) => {
    const sold = soldBy(book)
    const rows = input.map(({ id }) => {
      const found = sold.get(id)
      if (found === undefined)
        throw new GraphQLError(`No ProductVariant with the id "${id}" could be found`, {
          extensions: { code: "ENTITY_NOT_FOUND" }
        })
      return view(found, currencyCode)
    })
    book.setStock(Object.fromEntries(input.flatMap(levelOf)))
    return rows
  }
})

/** A location that is not there is no refusal at Vendure: its database fails. */
function levelOf(input: StockInput): ReadonlyArray<readonly [string, number]> {
  const levels = input.stockLevels ?? []
  if (levels.some((level) => level.stockLocationId !== location.id))
    throw new GraphQLError('insert or update on table "stock_level" violates foreign key constraint')
  const quantity = levels.at(-1)?.stockOnHand ?? input.stockOnHand
  return quantity === null || quantity === undefined ? [] : [[input.id, quantity]]
}
