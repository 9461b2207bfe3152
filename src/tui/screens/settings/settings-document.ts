import { type Piece, painted, paintPieces, piece } from "../../components/painted.ts"
import { troubleText } from "../../console-file/console-settings.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../themes/looks.ts"

type Line = ReadonlyArray<Piece>

const sampleStates: ReadonlyArray<readonly [Role, string]> = [
  ["need", "r RESOLVE"],
  ["ready", "P PROCESS"],
  ["doubt", "d IN DOUBT"],
  ["done", "done"],
  ["text", "text"],
  ["dim", "dim"],
  ["accent", "accent"],
  ["selection", " selected "]
]

/** What the theme looks like, beside the line that changes it. */
const sample = (desk: Desk): Line =>
  sampleStates.flatMap(([role, words], index) => [
    ...(index === 0 ? [] : [piece(safe("  "), desk.theme.of("text"))]),
    piece(safe(words), desk.theme.of(role, ...(role === "text" || role === "dim" ? [] : ["bold" as const])))
  ])

const depthWords = (desk: Desk): string => {
  const { depth, name, glyphs } = desk.theme.dress
  const colors = depth === 0 ? "no color" : depth === "truecolor" ? "16 million colors" : `${depth} colors`
  const own = depth === 16 && name !== "terminal" ? ", so the terminal's own are used" : ""
  const characters = { unicode: "", drawing: "; drawn in ASCII", ascii: "; ASCII only, as the locale says" }
  return `This terminal shows ${colors}${own}${characters[glyphs]}.`
}

const fileWords = ({ preferences: { path, isFileThere, troubles } }: Desk): ReadonlyArray<string> => {
  if (path === null) return ["There is no HOME: what is chosen here holds until the console is left."]
  const [first] = troubles
  const state = isFileThere
    ? path
    : `${path} (not there yet; switchyard console --print-config has all of it)`
  return first === undefined
    ? [`File: ${state}`]
    : [`File: ${path}: ${troubles.length} wrong, and not used. ${troubleText(first)}`]
}

const named = (names: ReadonlyArray<string>): string => (names.length === 0 ? "as shipped" : names.join(", "))

const ownWords = ({ preferences }: Desk): ReadonlyArray<string> => {
  const { columns, views, keys, colors } = preferences.store.get()
  const viewNames = Object.entries(views).flatMap(([list, all]) => all.map(({ name }) => `${list}: ${name}`))
  const keyNames = Object.entries(keys).flatMap(([screen, all]) =>
    Object.entries(all).map(([action, own]) => `${screen}.${action} ${own.join(" ")}`)
  )
  return [
    `Columns: ${named(Object.entries(columns).map(([list, shown]) => `${list}: ${shown.join(" ")}`))}`,
    `Views: ${viewNames.length === 0 ? "none saved" : viewNames.join(", ")}`,
    `Keys: ${named(keyNames)}`,
    ...(Object.keys(colors).length === 0 ? [] : [`Colors: ${Object.entries(colors).flat().join(" ")}`])
  ]
}

const sessionWords = ({ session }: Desk): string =>
  `You are ${session.actor} (${session.role}) on ${session.environment}, ${session.databaseName}${session.version === undefined ? "" : `; switchyard ${session.version}`}.`

/** Below the choices: the theme as it looks, the file, what else it says, and who one is. */
export const settingsBelow = (desk: Desk, about: () => string): RegionSource =>
  painted(
    (canvas) => {
      const { theme } = desk
      paintPieces(canvas, 1, 0, sample(desk))
      const words = [
        about(),
        depthWords(desk),
        "",
        ...fileWords(desk),
        ...ownWords(desk),
        "",
        sessionWords(desk)
      ]
      const lines = words.flatMap((line) =>
        line === "" ? [safe("")] : wrapped(safe(line), canvas.width - 2, 3)
      )
      for (const [index, line] of lines.entries())
        canvas.text(1, 2 + index, line, theme.of(index === 0 ? "dim" : "text"))
    },
    [(changed) => subscribeSlice(desk.preferences.store, (settings) => settings, changed)]
  )
