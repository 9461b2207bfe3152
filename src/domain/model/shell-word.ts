/** A word as a POSIX shell takes it: commands that are shown can be copied, whatever a foreign name holds. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_.,:@%+=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** A path: the `~` of who typed it stays their home in a shell, too. */
export const shellPath = (path: string): string => {
  const [home = ""] = /^~(?:\/|$)/.exec(path) ?? []
  const rest = path.slice(home.length)
  return home !== "" && rest === "" ? home : home + shellWord(rest)
}

export const commandLine = (...words: ReadonlyArray<string>): string =>
  ["switchyard", ...words.map(shellWord)].join(" ")
