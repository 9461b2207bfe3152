const stars = "***"

/** A run of these begins once, so that a long one is read once. */
const local = "[\\p{L}\\p{N}\\p{M}._%+'-]"
const domain = "(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}\\p{L}{2,24}"
const mail = new RegExp(`(?<!${local})('*)${local}+(@|%40)(?=${domain})`, "giu")

/** Neither in the middle of a word nor of a longer number: ids, amounts, addresses of machines, checksums. */
const before = "(?<![\\p{L}\\p{N}_#/=.,:+-]|\\d )"
const after = "(?![\\p{L}\\p{N}_/]|[.,:-]\\d| \\d)"
const gap = "[ .-]?"

/** `+1234567.89` is money. */
const isNoAmount = "(?!\\d+\\.\\d{1,2}(?![\\d .-]))"
/** What the dialing begins with says that it is one: `+49 30 1234567`. */
const international = `(?:(?<=%2B)|(?<![\\p{L}\\p{N}_/.+-])\\+)${isNoAmount}[1-9](?:[ ().-]{0,2}\\d){7,14}${after}`
/** `(217) 555-0142`, `1-217-555-0142`, `217.555.0142`: no area and no exchange begins with 0 or 1. */
const bracketed = `${before}(?:1${gap})?\\([2-9]\\d\\d\\) ?[2-9]\\d\\d${gap}\\d{4}${after}`
const spaced = `${before}(?:1([ .-]))?[2-9]\\d\\d([ .-])[2-9]\\d\\d\\2\\d{4}${after}`
const number = new RegExp(`${international}|${bracketed}|${spaced}`, "giu")

/** Bare digits are a phone only where the text says so. */
const label =
  "(?<![\\p{L}])(?:[\\p{L}_]{0,20}phone|tel|mobile|cell|fax)(?:[ _]?(?:number|no\\.?))?[\\\\\"'“: =]{1,6}"
const isoDate = "(?!\\d{4}-\\d\\d-\\d\\d)"
const labeled = new RegExp(`(${label})${isoDate}[+(]?\\d(?:[ ().-]{0,2}\\d){6,14}${after}`, "giu")

/**
 * Text of which no order is known, without mail addresses and phones: the domain stays, it says whose machine it was. Numbers
 * that are not written as phones are left alone, since an error without its order and its SKU helps nobody.
 */
export const withoutContacts: { (text: string): string; (text: string | null): string | null } = ((
  text: string | null
) =>
  text === null
    ? null
    : text
        .replace(mail, `$1${stars}$2`)
        .replace(labeled, `$1${stars}`)
        .replace(number, stars)) as typeof withoutContacts
