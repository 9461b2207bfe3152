const foreignDigit = /[^\P{Nd}0-9]/gu
const isDigit = /^\p{Nd}$/u
const mostBefore = 100

/** Every script's digits stand in Unicode in tens from 0 to 9; where several tens touch, each has its own ten. */
const digitValue = (code: number): number => {
  let first = code
  while (code - first < mostBefore && isDigit.test(String.fromCodePoint(first - 1))) first -= 1
  return (code - first) % 10
}

/**
 * The text with the decimal digits of every script as 0 to 9: what a phone number or a count in Arabic-Indic or full-width
 * digits says. For reading alone; what is kept and shown stays as it came.
 */
export const asciiDigits = (text: string): string =>
  text.replace(foreignDigit, (one) => String(digitValue(one.codePointAt(0) ?? 0)))
