import { minorDigits } from "../minor-units.ts"

const places = 4
const scale = 10n ** BigInt(places)

/** Ten-thousandths: what is behind the fourth place is no price. */
const scaled = (text: string): bigint => {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".")
  const units = BigInt(whole) * scale + BigInt(fraction.padEnd(places, "0").slice(0, places))
  return text.startsWith("-") ? -units : units
}

/** eBay names what all pieces of a line cost together; the price of one is rounded to four places at most. */
export const unitPrice = (lineCost: string, quantity: number, currency: string): string => {
  const pieces = BigInt(Math.max(1, quantity))
  const units = scaled(lineCost)
  const sign = units < 0n ? "-" : ""
  const each = ((units < 0n ? -units : units) * 2n + pieces) / (pieces * 2n)
  const fraction = String(each % scale)
    .padStart(places, "0")
    .replace(/0+$/, "")
    .padEnd(minorDigits(currency), "0")
  return `${sign}${each / scale}${fraction === "" ? "" : `.${fraction}`}`
}
