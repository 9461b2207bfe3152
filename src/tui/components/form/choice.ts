/** One of several, or none yet. The cursor is where the hand is; what is chosen is what was said. */
export interface Choice<Key> {
  readonly keys: ReadonlyArray<Key>
  readonly cursor: number
  readonly chosen: Key | null
}

/** Nothing is chosen for a person: the cursor may stand on what is likely, no more. */
export const choice = <Key>(keys: ReadonlyArray<Key>, chosen: Key | null = null): Choice<Key> => ({
  keys,
  cursor: Math.max(0, chosen === null ? 0 : keys.indexOf(chosen)),
  chosen
})

/** null: the cursor would leave the list, so the field above or below is meant. */
export const moved = <Key>(list: Choice<Key>, by: number): Choice<Key> | null => {
  const cursor = list.cursor + by
  return cursor < 0 || cursor >= list.keys.length ? null : { ...list, cursor }
}

export const choose = <Key>(list: Choice<Key>, key: Key): Choice<Key> =>
  list.keys.includes(key) ? { ...list, chosen: key, cursor: list.keys.indexOf(key) } : list

export const chooseAtCursor = <Key>(list: Choice<Key>): Choice<Key> => {
  const key = list.keys[list.cursor]
  return key === undefined ? list : { ...list, chosen: key }
}

/** The part of a long list to show: at most `most` entries around the cursor. */
export const windowOf = (
  list: Choice<unknown>,
  most: number
): { readonly from: number; readonly to: number } => {
  const from = Math.max(0, Math.min(list.cursor - Math.floor(most / 2), list.keys.length - most))
  return { from, to: Math.min(list.keys.length, from + most) }
}
