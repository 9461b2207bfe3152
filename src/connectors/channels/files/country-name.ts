import countries from "i18n-iso-countries"

/** What people write and no list of countries holds. */
const spoken: Readonly<Record<string, string>> = {
  uk: "GB",
  greatbritain: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  us: "US",
  america: "US",
  holland: "NL"
}

const bare = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")

/** Names in all languages that the list has. English goes first; a name of two countries in other languages names none. */
const names = (() => {
  let table: Map<string, string | null> | undefined
  return (): ReadonlyMap<string, string | null> => {
    if (table !== undefined) return table
    table = new Map<string, string | null>()
    for (const language of ["en", ...countries.getSupportedLanguages().filter((code) => code !== "en")])
      for (const [code, some] of Object.entries(countries.getNames(language, { select: "all" })))
        for (const name of some.map(bare)) {
          const other = table.get(name)
          if (other === undefined) table.set(name, code)
          else if (other !== code && language !== "en" && !english(name)) table.set(name, null)
        }
    return table
  }
})()

const english = (() => {
  let known: Set<string> | undefined
  return (name: string): boolean => {
    known ??= new Set(
      Object.values(countries.getNames("en", { select: "all" }))
        .flat()
        .map(bare)
    )
    return known.has(name)
  }
})()

/** Finds a country by what a file calls it. Whoever reads no files is spared the names of all languages, a megabyte of text. */
export type CountryOf = (text: string) => string

/** A country by its code of two or three letters or by its name; what is none of these stays as it is, for a person. */
export const countryOf: CountryOf = (text) => {
  const upper = text.trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(upper) && countries.isValid(upper)) return upper
  const long = /^[A-Z]{3}$/.test(upper) ? countries.alpha3ToAlpha2(upper) : undefined
  const name = bare(text)
  return long ?? (Object.hasOwn(spoken, name) ? spoken[name] : undefined) ?? names().get(name) ?? text.trim()
}
