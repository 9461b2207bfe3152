import { asciiDigits } from "../../../domain/model/decimal-digits.ts"
import { Fault } from "../../files/column-mapping.ts"
import { decimalOf } from "../../files/decimal-cell.ts"
import { oneLine } from "../../files/machine-cell.ts"
import { foreignText } from "../../foreign-text.ts"

const longestId = 200
const longestText = 500
const mostPieces = 1_000_000

const shown = (text: string): string => `"${foreignText(text)}"`

/** What a spreadsheet makes of a long number: the digits are lost, so nobody can tell which one it was. */
const scientific = /^\d(?:[.,]\d+)?E[+-]\d+$/i

/** Our files name it again, and a spreadsheet would run it. */
const formula = /^[=@]|^[+-](?![\p{L}\p{N}._-]*$)/u

/** A name that comes back in our files just as it came: short, one line, and not damaged by a spreadsheet. */
export const idCell = (text: string): string | Fault => {
  if (text === "") return new Fault("is empty")
  if (text.length > longestId) return new Fault(`is longer than ${longestId} characters`)
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) || !text.isWellFormed())
    return new Fault("holds a control character")
  if (scientific.test(text))
    return new Fault(
      `${shown(text)} was damaged by a spreadsheet; write the file without one, or keep the column as text`
    )
  return formula.test(text) ? new Fault(`${shown(text)} begins like a formula`) : text
}

/** Names and streets: line ends in them become a space, as on a label. */
export const textCell = (text: string): string | Fault => {
  const line = oneLine(text).toWellFormed()
  return line.length > longestText ? new Fault(`is longer than ${longestText} characters`) : line
}

/** Digits that are a name (postal code, telephone): what a spreadsheet made of them is not put on a parcel. */
export const digitsCell = (text: string): string | Fault =>
  scientific.test(text) ? new Fault(`${shown(text)} was damaged by a spreadsheet`) : textCell(text)

/** Whole pieces: `2`, `2.0`, `2,00`. */
export const quantityCell = (text: string): number | Fault => {
  if (text === "") return new Fault("is empty")
  const read = asciiDigits(text)
  const quantity = /^\d{1,7}([.,]0+)?$/.test(read) ? Number.parseInt(read, 10) : Number.NaN
  if (Number.isNaN(quantity)) return new Fault(`${shown(text)} is not a whole number`)
  return quantity > mostPieces ? new Fault(`${shown(text)} is more than ${mostPieces}`) : quantity
}

export type DecimalMark = "." | "," | null

/** With the mark known, the other one parts thousands and nothing is left to guess. */
const marked = {
  ".": { shape: /^(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,4})?$/, thousands: "," },
  ",": { shape: /^(?:\d{1,12}|\d{1,3}(?:\.\d{3}){1,3})(?:,\d{1,4})?$/, thousands: "." }
} as const

/** An amount as a plain decimal. */
export const amountCell =
  (mark: DecimalMark) =>
  (text: string): string | Fault => {
    const way = mark === null ? null : marked[mark]
    const read = asciiDigits(text)
    const known = way?.shape.test(read) ? read.replaceAll(way.thousands, "").replace(",", ".") : undefined
    const amount = way === null ? decimalOf(read) : known
    return amount ?? new Fault(`${shown(text)} is not one plain amount as decimalMark says they are written`)
  }

const yes = new Set(["yes", "y", "true", "1", "x"])
const no = new Set(["no", "n", "false", "0"])

export const yesNoCell = (text: string): boolean | Fault => {
  const word = text.toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : new Fault(`${shown(text)} is neither yes nor no`)
}

export const currencyCell = (text: string): string | Fault => {
  const code = text.toUpperCase()
  return /^[A-Z]{3}$/.test(code) ? code : new Fault(`${shown(text)} is no currency code like USD`)
}

export const dateCell =
  (read: (text: string) => Date | null) =>
  (text: string): Date | Fault =>
    read(text) ?? new Fault(`${shown(text)} is no day as the settings write one`)
