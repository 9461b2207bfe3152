import * as BigDecimal from "effect/BigDecimal"

/** Decimal text as numeric(19,4) gives it, with an ISO 4217 code. Never summed over currencies. */
export interface Money {
  readonly amount: string
  readonly currency: string
}

export const money = (amount: string, currency: string): Money => ({ amount, currency })

const decimal = (amount: string) => BigDecimal.fromStringUnsafe(amount)

/** One sum per currency, sorted by currency. */
export const sumByCurrency = (amounts: ReadonlyArray<Money>): ReadonlyArray<Money> => {
  const sums = new Map<string, BigDecimal.BigDecimal>()
  for (const m of amounts)
    sums.set(m.currency, BigDecimal.sum(sums.get(m.currency) ?? decimal("0"), decimal(m.amount)))
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => money(BigDecimal.format(sum), currency))
}

/** The exact sum of amounts in one currency. */
export const total = (amounts: ReadonlyArray<string>): string =>
  BigDecimal.format(amounts.reduce((sum, amount) => BigDecimal.sum(sum, decimal(amount)), decimal("0")))

export const times = (unit: string, quantity: number): string =>
  BigDecimal.format(BigDecimal.multiply(decimal(unit), BigDecimal.fromNumberUnsafe(quantity)))

export const exceeds = (amount: string, limit: string): boolean =>
  BigDecimal.isGreaterThan(decimal(amount), decimal(limit))

const symbols: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£" }

/** `$1,204.00`, `€80.00`, `PLN 12.50`: two decimals at least, four at most. */
export const formatMoney = (m: Money): string => {
  const [whole = "0", fraction = ""] = plain(m.amount).split(".")
  const negative = whole.startsWith("-")
  const grouped = whole.replace("-", "").replace(/\B(?=(\d{3})+(?!\d))/g, ",")
  const cents = fraction.replace(/0+$/, "").padEnd(2, "0")
  const symbol = symbols[m.currency] ?? `${m.currency} `
  return `${negative ? "-" : ""}${symbol}${grouped}.${cents}`
}

/** BigDecimal may print an exponent for very large scales; numeric text never has one. */
const plain = (amount: string): string => (amount.includes("e") ? Number(amount).toFixed(4) : amount)

/** `41.50`: as other systems write an amount. Two decimals at least, four at most. */
export const plainAmount = (amount: string): string => {
  const [whole = "0", fraction = ""] = plain(amount).split(".")
  return `${whole}.${fraction.replace(/0+$/, "").padEnd(2, "0")}`
}

export const formatSum = (amounts: ReadonlyArray<Money>): string => {
  const sums = sumByCurrency(amounts)
  return sums.length === 0 ? "nothing" : sums.map(formatMoney).join(" and ")
}
