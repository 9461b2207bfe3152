/** One SKU under which a channel could be told about a product; null: the product has no alias of the type. */
export interface AliasClaim {
  readonly sku: string
  readonly alias: string | null
}

/**
 * Under which name a channel is told about a product, or why it is not told.
 * ignored: without the alias type that the channel chose; neither sent nor set to zero (requirement IV-3).
 * conflict: another product has the same alias; neither is sent, because one of the two would be oversold.
 */
export type ToldAs =
  | { readonly _tag: "Told"; readonly sku: string; readonly as: string }
  | { readonly _tag: "Ignored"; readonly sku: string }
  | {
      readonly _tag: "Conflict"
      readonly sku: string
      readonly as: string
      readonly others: ReadonlyArray<string>
    }

/** The master SKU is its own name; an alias counts while one product alone has it. A product may have several aliases. */
export const toldAs = (type: string | null, claims: ReadonlyArray<AliasClaim>): ReadonlyArray<ToldAs> => {
  const holders = new Map<string, Set<string>>()
  for (const { sku, alias } of claims)
    if (alias !== null) holders.set(alias, (holders.get(alias) ?? new Set()).add(sku))
  return claims.map(({ sku, alias }): ToldAs => {
    if (type === null) return { _tag: "Told", sku, as: sku }
    if (alias === null) return { _tag: "Ignored", sku }
    const others = [...(holders.get(alias) ?? [])].filter((other) => other !== sku).sort()
    return others.length === 0
      ? { _tag: "Told", sku, as: alias }
      : { _tag: "Conflict", sku, as: alias, others }
  })
}

const isOneLine = (text: string): boolean => text.trim() === text && text !== "" && !/\p{Cc}/u.test(text)

/** What is wrong with the name of a type; null: nothing. What a channel calls products in its orders is kept beside these. */
export const aliasTypeFault = (type: string): string | null =>
  isOneLine(type) && type.length <= 80 && !type.startsWith("channel:")
    ? null
    : "An alias type is one line of 1 to 80 characters, and does not begin with channel:."

export const aliasFault = (alias: string): string | null =>
  isOneLine(alias) && alias.length <= 200 ? null : "An alias is one line of 1 to 200 characters."
