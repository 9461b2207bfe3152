/** A word as a POSIX shell takes it: suggested commands can be copied, whatever a foreign name holds. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_.,:@%+=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

export const commandLine = (...words: ReadonlyArray<string>): string =>
  ["switchyard", ...words.map(shellWord)].join(" ")
