/** What each byte means; 0x80 to 0x9f hold letters and marks, five of them nothing. */
const decoded = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
const bytes = new Map(
  [...decoded].flatMap((character, byte) =>
    byte >= 0x80 && byte < 0xa0 && /\p{Cc}/u.test(character) ? [] : [[character, byte] as const]
  )
)

/** The text in the code page of older Windows, or the first character that it does not have. */
export const windows1252 = (text: string): Uint8Array | { readonly missing: string } => {
  const encoded: Array<number> = []
  for (const character of text) {
    const byte = bytes.get(character)
    if (byte === undefined) return { missing: character }
    encoded.push(byte)
  }
  return Uint8Array.from(encoded)
}

/** `"🦜" (U+1F99C)` */
export const characterName = (character: string): string =>
  `"${character}" (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`
