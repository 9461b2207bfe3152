import type { Input } from "./command-row.ts"

export const argument = (input: Input, name: string): string => {
  const value = input.arguments[name]
  if (value === undefined) throw new Error(`the command's row has no required argument ${name}`)
  return value
}

export const text = (input: Input, flag: string): string | undefined => {
  const value = input.flags[flag]
  return typeof value === "string" ? value : undefined
}

export const texts = (input: Input, flag: string): ReadonlyArray<string> => {
  const value = input.flags[flag]
  return Array.isArray(value) ? value : []
}

export const number = (input: Input, flag: string): number | undefined => {
  const value = input.flags[flag]
  return typeof value === "number" ? value : undefined
}

export const has = (input: Input, flag: string): boolean => input.flags[flag] !== undefined

/** A choice of `yes` and `no`. */
export const yesNo = (input: Input, flag: string): boolean | undefined => {
  const value = text(input, flag)
  return value === undefined ? undefined : value === "yes"
}

/** `field=value`: everything after the first `=` is the value. null: there is no name before an `=`. */
export const pairOf = (given: string): readonly [string, string] | null => {
  const at = given.indexOf("=")
  return at <= 0 ? null : [given.slice(0, at), given.slice(at + 1)]
}

/** For flags whose pairs the row's check has let through already. */
export const pairs = (input: Input, flag: string): ReadonlyArray<readonly [string, string]> =>
  texts(input, flag).flatMap((given) => {
    const pair = pairOf(given)
    return pair === null ? [] : [pair]
  })
