/** Characters of a search that are looked at. */
const longestTerm = 100

export const cleanTerm = (search: string): string => search.replaceAll("\0", "").trim().slice(0, longestTerm)

/** A term as an `ilike` pattern in which nothing is a wildcard. */
export const containing = (term: string): string => `%${term.replace(/[\\%_]/g, "\\$&")}%`

/** The trigram index can only help when three letters or digits stand together. */
export const hasTrigram = (term: string): boolean => /[\p{L}\p{N}]{3}/u.test(term)
