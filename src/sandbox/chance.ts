import { createHash } from "node:crypto"

/**
 * Everything random here is drawn by name: the same seed and name give the same number, whatever else was drawn before and
 * in whichever order the parties took their turns.
 */
export const chance = (seed: number, ...name: ReadonlyArray<string | number>): number =>
  createHash("sha256")
    .update([seed, ...name].join("\u0000"))
    .digest()
    .readUInt32BE(0) /
  2 ** 32

export const pick = <A>(choices: readonly [A, ...Array<A>], drawn: number): A =>
  choices[Math.floor(drawn * choices.length)] ?? choices[0]

export const digits = (count: number, seed: number, ...name: ReadonlyArray<string | number>): string =>
  Array.from({ length: count }, (_, place) => Math.floor(chance(seed, ...name, place) * 10)).join("")
