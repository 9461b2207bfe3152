import { type KeyRow, keyNames } from "../key-row.ts"
import { listColumns } from "../list-columns.ts"
import { tabNames } from "../tabs.ts"
import { dark } from "../themes/palettes.ts"
import { themeNames } from "../themes/theme-names.ts"
import { isFixed } from "./check-keys.ts"
import { written } from "./edit-file.ts"

const head = `# The console of Switchyard: how it looks and which keys it has, for the person whose file this is.
# It is read when the console is opened, from $XDG_CONFIG_HOME/switchyard/console.toml (~/.config without that variable).
# Everything here is as it is without the file: take the # away from what you want otherwise.
# "switchyard console --check-config" says what is wrong in it, with line and column.

# The screen on which the console begins, and where esc leads in the end: ${tabNames.join(", ")}.
#home = "triage"

# ASCII instead of lines, arrows and dots. Left out: as the locale says.
#ascii = true

# A cell that changed is bold and underlined for a moment.
#flash = true

# Times in UTC instead of your own zone; u switches while the console is open.
#utc = false
`

const looks = `[theme]
# ${themeNames.join(", ")}. SWITCHYARD_THEME goes before it, NO_COLOR before both.
#name = "terminal"
# Single colors of it: "#rrggbb", a name ("red", "bright-red") or a number of the palette ("208").
#need = ${written(dark.need)}
#ready = ${written(dark.ready)}
#done = ${written(dark.done)}
#doubt = ${written(dark.doubt)}
#accent = ${written(dark.accent)}
# Under the selected row; its letters become white or black, whichever can be read.
#selection = ${written(dark.selection.ground)}
`

const lists = (): string =>
  [
    "# Which columns a list shows, in their order. What does not fit is left out from the end of this list.",
    "[columns]",
    ...Object.entries(listColumns).map(([list, columns]) => `#${list} = ${written(columns)}`),
    "",
    "# Views that the list offers by name; the console writes those that you save there to the end of this file.",
    "#[[views.orders]]",
    '#name = "waits for me"',
    '#query = "state:resolve"',
    '#sort = ""',
    ""
  ].join("\n")

const keysOf = (row: KeyRow): string => {
  const names = keyNames(row)
  return written(names.length === 1 ? names[0] : names)
}

/** One action may have several rows, as a key that is text has in a form; the file names each action once. */
const keyLine = (row: KeyRow): ReadonlyArray<string> => {
  const command = row.command === undefined ? "" : `; switchyard ${row.command}`
  const line = `${row.action} = ${keysOf(row)}`
  return [isFixed(row) ? `# ${line} stays as it is: ${row.label}` : `#${line} # ${row.label}${command}`]
}

const keysOfScreen = (screen: string, keymap: ReadonlyArray<KeyRow>): string =>
  [`[keys.${screen}]`, ...keymap.filter((row) => row.screen === screen).flatMap(keyLine), ""].join("\n")

/** A file with every setting as it is shipped, each behind a `#`. */
export const defaultFile = (keymap: ReadonlyArray<KeyRow>): string =>
  [
    head,
    looks,
    lists(),
    '# Keys: a name or a list of them ("j", "space", "page-down", "ctrl-x", ["j", "down"]). Lower case looks, UPPER CASE changes:',
    "# that stays so. esc, ctrl-c, ctrl-z, ? and X are the same for everybody.",
    ...[...new Set(keymap.map(({ screen }) => screen))].map((screen) => keysOfScreen(screen, keymap))
  ].join("\n")
