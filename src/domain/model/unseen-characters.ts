/** C1 controls, line separators, what only steers or joins, and the Hangul fillers, which are letters that show nothing. */
const unseen = /[\u007f-\u009f\u2028\u2029\u115f\u1160\u3164\uffa0\p{Cf}]/gu

/**
 * The same data, written so that no character of it can steer the terminal it is looked at in: JSON itself escapes only what is
 * below the space, and U+009B alone begins a sequence.
 */
export const escapeUnseen = (json: string): string =>
  json.replace(unseen, (character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join("")
  )
