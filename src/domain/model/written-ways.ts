const accents = /[\u0300-\u036f]/g
const beyondAscii = /[^\x20-\x7e]+/g
const hasMore = /[^\x20-\x7e]/
const isPlain = /^[\w\s.-]*$/

/** Zoë is Zoe: on a label, in EDI, from a supplier whose programs know no accents. */
const withoutAccents = (text: string): string => text.normalize("NFKD").replace(accents, "").normalize("NFC")

/** Spaces stay: how they are written is a matter of what stands between words. */
const inUrl = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll("%20", " ")
const signCode = (sign: string): string => `%${sign.charCodeAt(0).toString(16)}`
const inForm = (text: string): string => inUrl(text).replace(/[!'()~]/g, signCode)
const inMail = (text: string): string =>
  text.replace(/[^\s!-<>-~]+/g, (signs) => inUrl(signs).replaceAll("%", "=").replace(/^=$/, "=3d"))
const inJson = (text: string): string =>
  text.replace(beyondAscii, (signs) =>
    Array.from({ length: signs.length }, (_, at) => signs.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join("")
  )

/** The same text as others may write it down, itself among them: the same in the database's masks (store/mask-functions). */
export const writtenWays = (text: string): ReadonlyArray<string> => {
  if (isPlain.test(text)) return [text]
  const ways = [text, inUrl(text), inForm(text), inMail(text)]
  if (!hasMore.test(text)) return [...new Set(ways)]
  const [composed, apart] = [text.normalize("NFC"), text.normalize("NFD")]
  return [...new Set([...ways, withoutAccents(text), composed, apart, inJson(text)])]
}

const letters = /[a-z0-9]{3,}/gi

/** What no way of writing changes: the longest run of letters of English. null: there is none that is worth looking for. */
export const sureLetters = (text: string): string | null =>
  (text.match(letters) ?? []).reduce<string | null>(
    (longest, run) => (longest !== null && longest.length >= run.length ? longest : run),
    null
  )
