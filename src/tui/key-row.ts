import type { ScreenName } from "./screen.ts"

/**
 * `asks`: one line with the effect, then `y` or the count that it names. `there`: it opens a page or a form, and that asks.
 * `saves`: a form that shows what it does; ctrl-s is its yes (decisions A15).
 */
export type Yes = "asks" | "there" | "saves"

const yesWords: Readonly<Record<Yes, string>> = {
  asks: "asks first",
  there: "what it opens asks first",
  saves: "ctrl-s is the yes"
}

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
  /** Of a key that changes something: how its effect is stated and said yes to. Enter is never that yes. */
  readonly yes?: Yes
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

/** When it works, and how a change is said yes to. */
export const whenWords = ({ when, yes }: Pick<KeyRow, "when" | "yes">): string =>
  [when, yes === undefined ? undefined : yesWords[yes]].filter((part) => part !== undefined).join("; ")
