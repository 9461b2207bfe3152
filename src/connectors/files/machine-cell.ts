import { asciiDigits } from "../../domain/model/decimal-digits.ts"

/**
 * The one place that decides what a cell of a purchase order file may be. The file is read by a machine, and now and
 * then opened in a spreadsheet by a person, which runs a cell that begins like a formula.
 *
 * - Identifiers (number, line id, SKU, ship-method code): never changed, not by a byte. Every cell is quoted, so that
 *   none can leave its column. They come from the merchant's own catalog, not from a buyer.
 * - Text that others typed (names, address, titles, source): controls and line ends become one space, and a text that
 *   begins like a formula gets an apostrophe, which spreadsheets take as "this is text".
 * - A telephone number in international form begins with + and stays as it is: its digits are harmless.
 */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu
const looksLikeFormula = /^[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]/u
const internationalPhone = /^\+[0-9][0-9 ().\-/]*(?:x[0-9]+)?$/

/** One line of text without controls, as names and streets go on labels. */
export const oneLine = (text: string): string => text.replace(controls, " ").trim()

export const freeText = (text: string): string => {
  const line = oneLine(text)
  return looksLikeFormula.test(line) ? `'${line}` : line
}

export const phoneText = (text: string): string => {
  const line = oneLine(text)
  return internationalPhone.test(asciiDigits(line)) ? line : freeText(line)
}
