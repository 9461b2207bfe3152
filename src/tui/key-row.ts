import type { ScreenName } from "./screen.ts"

/** One key as data: hints, help and docs are made of these rows, and the router looks them up. */
export interface KeyRow {
  /** `everywhere`: on every screen, unless the screen has the same key. */
  readonly screen: ScreenName | "everywhere"
  /** As the key splitter names it; several names for one action by a space: `j down`. `gt` is `g`, then `t`. */
  readonly keys: string
  /** The name in the screen's `actions`. */
  readonly action: string
  readonly label: string
  /** The command that does the same; every key that changes something has one. */
  readonly command?: string
  /** In words, when it works. */
  readonly when?: string
  /** The keys it has in the program, when the person's own file gave it others. */
  readonly shipped?: string
  /** Left out of the hint line (help has it). */
  readonly isQuiet?: true
}

/** `gt`: two keys, of which the first waits for the second. */
export const isChord = (key: string): boolean => /^g[a-z,]$/.test(key)

/** A key that a text field takes for itself. */
export const isTextKey = (key: string): boolean => key === "space" || [...key].length === 1 || isChord(key)

export const keyNames = (row: KeyRow): ReadonlyArray<string> => row.keys.split(" ")
