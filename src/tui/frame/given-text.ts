import { sanitized } from "../components/form/text-edit.ts"

/** More than anybody writes by hand; a file that is longer is not taken. */
export const longestGiven = 20_000

/** What an editor left in its file, by the rules of typed text: lines stay lines, controls do not. */
export const givenText = (file: string): string =>
  file
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .map((line) => sanitized(line).trimEnd())
    .join("\n")
    .replace(/\n+$/, "")

const hidden = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u2028\u2029]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g

/** A pager may hand controls to the terminal (`cat`, `less -r`), so they are written out. */
export const pagerText = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replace(control, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(hidden, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
