/** One line of a file, as it was written. */
export interface AliasLine {
  readonly line: number
  readonly type: string
  readonly alias: string
  readonly sku: string
}

export interface BrokenAlias {
  readonly line: number
  readonly column: string
  readonly reason: string
}

/** An alias that a product is to have. */
export interface WantedAlias {
  readonly type: string
  readonly alias: string
  readonly productId: number
  readonly sku: string
}

interface Holder {
  readonly productId: number
  readonly sku: string
}

/** An alias of several products, whoever they are: none of them is told under it. */
export interface AliasClash {
  readonly type: string
  readonly alias: string
  readonly skus: ReadonlyArray<string>
}

export interface AliasPlan {
  readonly add: ReadonlyArray<WantedAlias>
  readonly known: number
  /** Another product has it: left as it is, and named. */
  readonly clashes: ReadonlyArray<AliasClash>
}

const keyOf = ({ type, alias }: WantedAlias): string => JSON.stringify([type, alias])

/**
 * What of the wanted aliases is new. One that another product has, or that two of the wanted products would share, is never
 * added: neither of two with one alias would be told.
 */
export const planAliases = (
  wanted: ReadonlyArray<WantedAlias>,
  holders: (wanted: WantedAlias) => ReadonlyArray<Holder>
): AliasPlan => {
  const add: Array<WantedAlias> = []
  const clashes: Array<AliasClash> = []
  let known = 0
  for (const group of Map.groupBy(wanted, keyOf).values()) {
    const [first] = group
    if (first === undefined) continue
    const held = holders(first)
    const products = new Map([...held, ...group].map((h) => [h.productId, h.sku]))
    if (products.size > 1)
      clashes.push({ type: first.type, alias: first.alias, skus: [...products.values()].sort() })
    else if (held.length > 0) known += 1
    else add.push(first)
  }
  return { add, known, clashes }
}

/** What taking aliases back would do on a channel that is told under their type. */
export interface AliasLoss {
  readonly channel: string
  /** Names that one product alone has now: nobody is told under them any more. */
  readonly untold: number
  /** Names that several products have, so that none is told, and one alone has afterwards. */
  readonly toldAgain: number
}

const counted = (n: number, one: string, many: string): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`

const lossText = ({ channel, untold, toldAgain }: AliasLoss): string => {
  const shared = "that several products had"
  const parts = [
    ...(untold === 0 ? [] : [counted(untold, "name is told no more", "names are told no more")]),
    ...(toldAgain === 0 ? [] : [counted(toldAgain, `${shared} is told again`, `${shared} are told again`)])
  ]
  return `${channel}: ${parts.join(", ")}`
}

/** For the question before they are taken back: `Takes 3 aliases away. us-shop: 2 names are told no more.` */
export const aliasUndoText = (aliases: number, losses: ReadonlyArray<AliasLoss>): string => {
  const felt = losses.filter(({ untold, toldAgain }) => untold + toldAgain > 0)
  const channels =
    felt.length === 0
      ? "No channel is told under them."
      : `${felt.map(lossText).join("; ")}. What a channel shows stays there.`
  return `Takes ${counted(aliases, "alias", "aliases")} away. ${channels}`
}
