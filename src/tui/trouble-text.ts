import type { Reading } from "./live-query.ts"

/** What a screen says of a reading that failed; null: it did not. The rule above the keys says what then happens by itself. */
export const troubleText = ({ value, failure }: Reading<unknown>): string | null => {
  if (failure === null) return null
  return value === null ? `It cannot be read: ${failure}` : `What is shown may be old: ${failure}`
}
