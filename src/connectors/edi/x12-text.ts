import { refuse } from "./x12-refusal.ts"
import type { X12Separators } from "./x12-separators.ts"

/** A partner's rule for what buyers and shops typed. Identifiers are never changed: they fit or are refused. */
export interface X12TextRule {
  /** `extended` is printable ASCII; `basic` has no lower case, which is raised, and fewer signs. */
  readonly characters: "basic" | "extended"
  /** What stands for a character that cannot be sent; null refuses the text instead. */
  readonly replacement: string | null
}

export const usualTextRule: X12TextRule = { characters: "extended", replacement: " " }

/** A value on its way into an element. */
export interface X12Value {
  readonly value: string
  /** Ours, for the refusal: `ship-to name`. */
  readonly field: string
  readonly kind: "identifier" | "text"
  readonly min: number
  readonly max: number
  /** Text that only informs may be cut to its length; all else is refused when too long. */
  readonly isCut: boolean
  /** Refused when nothing stands in it, or nothing is left of it. */
  readonly isRequired: boolean
}

export const identifier = (field: string, value: string, max: number, min = 1): X12Value => ({
  value,
  field,
  kind: "identifier",
  min,
  max,
  isCut: false,
  isRequired: false
})

export const required = (value: X12Value): X12Value => ({ ...value, isRequired: true })

export const text = (field: string, value: string, max: number, min = 1): X12Value => ({
  ...identifier(field, value, max, min),
  kind: "text"
})

export const cutText = (field: string, value: string, max: number): X12Value => ({
  ...text(field, value, max),
  isCut: true
})

const allowed = {
  basic: /^[A-Z0-9 !"&'()*+,\-./:;?=]$/,
  extended: /^[\x20-\x7e]$/
} as const

export interface Place {
  readonly ordinal: number
  readonly id: string
}

const isFit = (character: string, separators: X12Separators, rule: X12TextRule): boolean =>
  allowed[rule.characters].test(character) &&
  character !== separators.element &&
  character !== separators.component &&
  character !== separators.repetition &&
  character !== separators.terminator

/** Accents go before the rule is asked (Zoë is Zoe): a label must still be legible. */
const plain = (value: string, rule: X12TextRule): string => {
  const folded = value.normalize("NFKD").replace(/\p{M}+/gu, "")
  return rule.characters === "basic" ? folded.toUpperCase() : folded
}

const replaced = (value: X12Value, separators: X12Separators, rule: X12TextRule, place: Place, n: number) => {
  const substitute = rule.replacement
  const clean = Array.from(plain(value.value, rule), (character) => {
    if (isFit(character, separators, rule)) return character
    if (substitute === null || !(substitute === "" || isFit(substitute, separators, rule)))
      return refuse(place, n, "character", `${value.field} holds a character that the partner cannot take`)
    return substitute
  })
  const line = clean.join("").replace(/ +/g, " ").trim()
  // Nothing legible is left of a name in another script: a parcel without a name must not leave.
  if (!value.isCut && /[\p{L}\p{N}]/u.test(value.value) && !/[A-Za-z0-9]/.test(line))
    return refuse(place, n, "character", `nothing of ${value.field} is left in the partner's characters`)
  return value.isCut ? line.slice(0, value.max).trim() : line
}

const demandFit = (value: X12Value, separators: X12Separators, rule: X12TextRule, place: Place, n: number) =>
  Array.from(value.value).every((character) => isFit(character, separators, rule))
    ? value.value
    : refuse(place, n, "character", `${value.field} holds a separator or a character that cannot be sent`)

/** The text of an element. Whatever the value holds, no separator and no control comes out of here. */
export const elementText = (
  value: X12Value,
  separators: X12Separators,
  rule: X12TextRule,
  place: Place,
  n: number
): string => {
  const written =
    value.kind === "text"
      ? replaced(value, separators, rule, place, n)
      : demandFit(value, separators, rule, place, n)
  if (written === "" && value.isRequired)
    return refuse(place, n, "missing", `${value.field} must not be empty`)
  if (written.length > value.max)
    return refuse(
      place,
      n,
      "too_long",
      `${value.field} has ${written.length} of at most ${value.max} characters`
    )
  if (written !== "" && written.length < value.min)
    return refuse(place, n, "too_short", `${value.field} needs ${value.min} characters`)
  return written
}
