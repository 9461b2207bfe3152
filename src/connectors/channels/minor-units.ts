const digits = new Map<string, number>()

/** Digits behind the decimal point by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number => {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat("en", { style: "currency", currency })
  const found = format.resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, found)
  return found
}

/** 8564 USD -> "85.64", 8564 JPY -> "8564": by moving the point in the text, so that nothing is rounded. */
export const fromMinorUnits = (amount: number, currency: string): string => {
  const places = minorDigits(currency)
  const sign = amount < 0 ? "-" : ""
  const text = String(Math.abs(amount)).padStart(places + 1, "0")
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`
}
