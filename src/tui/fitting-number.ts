const compact = [1, 0].map(
  (digits) => new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: digits })
)

/** A number that is cut would read as a smaller one: what does not fit is rounded, and says so by its letter. */
export const fittingNumber = (n: number, columns: number): string => {
  const wordings = [n.toLocaleString("en-US"), ...compact.map((format) => format.format(n))]
  return wordings.find((wording) => wording.length <= columns) ?? wordings.at(-1) ?? ""
}
