import { isRecord } from "../files/json-path.ts"
import { foreignText } from "../foreign-text.ts"

export type Settings = Readonly<Record<string, string>>

/** What keeps settings from working, in words for who typed them. Thrown inside the profile, a value outside. */
export class EdiFault extends Error {}

export const chosen = (settings: Settings, name: string): string => (settings[name] ?? "").trim()

export const demanded = (settings: Settings, name: string): string => {
  const text = chosen(settings, name)
  if (text === "") throw new EdiFault(`Settings are missing: ${name}.`)
  return text
}

export const oneOf = <A extends string>(
  settings: Settings,
  name: string,
  words: readonly [A, ...ReadonlyArray<A>]
): A => {
  const text = chosen(settings, name)
  if (text === "") return words[0]
  const word = words.find((each) => each === text)
  if (word === undefined)
    throw new EdiFault(`${name} "${foreignText(text)}" is not one of ${words.join(", ")}.`)
  return word
}

/** A code of X12: capitals and digits. Empty where it may be. */
export const code = (settings: Settings, name: string, usual: string, most: number): string => {
  const text = chosen(settings, name) || usual
  if (!/^[A-Z0-9]*$/.test(text) || text.length > most)
    throw new EdiFault(`${name} "${foreignText(text)}" is not a code of at most ${most} capitals and digits.`)
  return text
}

const parsed = (name: string, text: string, example: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new EdiFault(`${name} is not JSON like ${example}.`)
  }
}

/** `{"VR": "123"}`: texts by name. */
export const textsByName = (settings: Settings, name: string, example: string) => {
  const text = chosen(settings, name)
  const json = text === "" ? {} : parsed(name, text, example)
  if (!isRecord(json)) throw new EdiFault(`${name} is not an object like ${example}.`)
  return Object.entries(json).map(([key, value]): readonly [string, string] => {
    if (typeof value !== "string" && typeof value !== "number")
      throw new EdiFault(`${name}.${foreignText(key)} is no text. Write ${example}.`)
    return [key, String(value)]
  })
}

/** `[["SU", "Alder", "92", "0042"]]`: rows of four texts. */
export const rowsOfFour = (settings: Settings, name: string, example: string) => {
  const text = chosen(settings, name)
  const json = text === "" ? [] : parsed(name, text, example)
  if (!Array.isArray(json)) throw new EdiFault(`${name} is not a list like ${example}.`)
  return json.map((row: unknown): readonly [string, string, string, string] => {
    const texts = Array.isArray(row) ? row.filter((cell): cell is string => typeof cell === "string") : []
    const [kind, value, qualifier, id] = texts
    if (texts.length !== 4 || kind === undefined || value === undefined)
      throw new EdiFault(`${name} holds a row that is not four texts, as ${example}.`)
    return [kind, value, qualifier ?? "", id ?? ""]
  })
}
