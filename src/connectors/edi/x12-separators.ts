import { refuse } from "./x12-refusal.ts"

export interface X12Separators {
  readonly element: string
  readonly component: string
  /** From 5010 on ISA11 is the repetition separator; before, it names a standard and nothing repeats. */
  readonly repetition: string | null
  readonly terminator: string
}

export const usualSeparators: X12Separators = {
  element: "*",
  component: ">",
  repetition: "^",
  terminator: "~"
}

/** Characters of ISA up to and with its terminator: all its elements have fixed widths. */
export const isaLength = 106
export const isaWidths: ReadonlyArray<number> = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

const signs = /^[!-/:-@[-`{-~]$/
/** The four separators of ASCII, and line ends: controls that partners do use. */
const separatorControls = ["\u001c", "\u001d", "\u001e", "\u001f", "\r", "\n"]

const isFit = (separator: string): boolean => signs.test(separator) || separatorControls.includes(separator)

/** Separators must differ from one another and from what data is made of; else nothing can be told apart. */
export const demandSeparators = (
  separators: X12Separators,
  place: { readonly ordinal: number; readonly id: string }
): X12Separators => {
  const { element, component, repetition, terminator } = separators
  const all = [element, component, terminator, ...(repetition === null ? [] : [repetition])]
  if (!all.every(isFit))
    return refuse(place, 0, "separators", "a separator is a letter, a digit, a space or no single character")
  if (new Set(all).size !== all.length) return refuse(place, 0, "separators", "two separators are the same")
  return separators
}
