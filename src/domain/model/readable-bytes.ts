/** What no text has: a part that does is counted, and not shown. */
const controls = /[^\P{Cc}\t\r\n]/u

/** Suppliers take UTF-8 or Windows-1252; a name that was read by the wrong one of them is a name that no mask finds. */
const decoded = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}

/** The header that says so, what other headers follow it, the empty line, and the lines of the part. */
const encodedPart =
  /(^content-transfer-encoding:[ \t]*)base64[ \t]*(\r?\n(?:[^\r\n]+\r?\n)*\r?\n)((?:[a-z0-9+/]+={0,2}\r?\n?)+)/gim
const encodedWords = /(?:=\?utf-8\?b\?[^?\s]*\?=(?:\r?\n[ \t]+(?==\?))?)+/gi
const encodedWord = /=\?utf-8\?b\?([^?\s]*)\?=\s*/gi

const partText = (encoded: string): string => {
  const bytes = Buffer.from(encoded, "base64")
  const text = decoded(bytes)
  return controls.test(text) ? `(${bytes.length.toLocaleString("en-US")} bytes that are no text)` : text
}

const lineBreaks = /\r?\n$/

const openedPart = (_all: string, header: string, between: string, encoded: string): string => {
  const text = partText(encoded)
  return `${header}base64, decoded here${between}${text}${lineBreaks.test(text) ? "" : "\r\n"}`
}

const openedWords = (words: string): string =>
  words.replace(encodedWord, (_all, encoded: string) => Buffer.from(encoded, "base64").toString("utf8"))

/**
 * What a person can read of a purchase order's bytes. Of a mail its parts are decoded: as they travel nobody can read what
 * leaves, and no mask finds the buyer in them, while everybody who wants to can decode them.
 */
export const readableBytes = (content: Uint8Array): string =>
  decoded(content).replace(encodedPart, openedPart).replace(encodedWords, openedWords)
