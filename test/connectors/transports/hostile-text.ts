import * as fc from "fast-check"

/** What ends a cell, a row, a command or a formula's harmlessness somewhere, and what encodings trip over. */
const hostile = [
  ..."\"',;|\t\r\n\u0000\u0085\u2028\ufeff=+-@ \\/.:~*%\u202e\u00e9\u0141\u{1f99c}",
  "\ud83d",
  "aZ0"
]

const character = fc.oneof(
  fc.constantFrom(...hostile),
  fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point))
)

/** Any text, hostile more often than not. fast-check's own binary strings take seconds to make on a busy machine. */
export const hostileText = (limits: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.array(character, { maxLength: 20, ...limits }).map((characters) => characters.join(""))
