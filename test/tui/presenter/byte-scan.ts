/** The only sequences that may reach the terminal: CUP, CUF, EL, SGR, five private modes, and OSC 52 with base64 (`y`), in tmux wrapped. */
const allowed = [
  String.raw`\x1b\[\d+;\d+H`,
  String.raw`\x1b\[\d+C`,
  String.raw`\x1b\[K`,
  String.raw`\x1b\[[\d;]*m`,
  String.raw`\x1b\[\?(?:2026|1049|25|2004|7)[hl]`,
  String.raw`\x1bPtmux;\x1b\x1b\]52;c;[A-Za-z0-9+/]*={0,2}\x07\x1b\\`,
  String.raw`\x1b\]52;c;[A-Za-z0-9+/]*={0,2}\x07`
]
const allowedSequence = new RegExp(allowed.join("|"), "g")
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const sgrSequence = /\x1b\[([\d;]*)m/g
/** What text must not hold: controls, and everything that reorders or hides. */
const forbidden =
  /\u034f|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]|\u17b4|\u17b5|\p{Variation_Selector}/gu

/** Every forbidden character, in hex, that is left when the closed list is taken away. */
export const forbiddenIn = (bytes: string): string[] =>
  [...bytes.replace(allowedSequence, "").matchAll(forbidden)].map(
    ([found]) => found.codePointAt(0)?.toString(16) ?? ""
  )

export const sgrCodes = (bytes: string): string[] =>
  [...bytes.matchAll(sgrSequence)].flatMap(([, codes]) => (codes || "0").split(";"))
