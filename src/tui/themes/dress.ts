import type { Chosen } from "../chosen.ts"
import { defaultSettings } from "../console-file/console-settings.ts"
import type { Color, Style } from "../presenter/style-table.ts"
import { type ColorDepth, type ColorEnvironment, depthOf, shownAt } from "./color-depth.ts"
import { colorOf } from "./color-names.ts"
import { channelsOf, contrast } from "./contrast.ts"
import { type Glyphs, glyphsOf, type LocaleEnvironment } from "./glyphs.ts"
import { type Looks, type Role, roleNames } from "./looks.ts"
import { dark, highContrast, light, type Palette } from "./palettes.ts"
import { noColors, sixteenColors, sixteenHighContrast } from "./terminal.ts"
import { isThemeName, type ThemeName, themeNames } from "./theme-names.ts"

export type LooksEnvironment = ColorEnvironment &
  LocaleEnvironment & { readonly SWITCHYARD_THEME?: string | undefined }

type LooksChoice = Pick<ReturnType<Chosen["store"]["get"]>, "theme" | "colors" | "ascii">

/** Everything about how the console looks, decided once and changed as a whole. */
export interface Dress {
  readonly name: ThemeName
  readonly looks: Looks
  /** Under and on everything that has no color of its own; {}: the terminal's own pair. */
  readonly base: Style
  readonly depth: ColorDepth
  readonly glyphs: Glyphs
  /** What of the environment chose it before the file could; null: nothing did. */
  readonly decidedBy: string | null
}

const palettes: Readonly<Partial<Record<ThemeName, Palette>>> = { dark, light, "high-contrast": highContrast }

const hex = (text: string): Color => colorOf(text) ?? 7

const looksOf = ({ ground: _ground, selection, ...roles }: Palette): Looks => {
  const colored = Object.entries(roles).map(([role, color]) => [role, { foreground: hex(color) }] as const)
  const made: Readonly<Record<string, Style>> = {
    ...Object.fromEntries(colored),
    selection: { foreground: hex(selection.text), background: hex(selection.ground) }
  }
  return { ...sixteenColors, ...made }
}

const toDepth = (style: Style, depth: ColorDepth): Style => {
  const { foreground, background, ...attributes } = style
  const [front, back] = [foreground, background].map((c) => (c === undefined ? c : shownAt(c, depth)))
  return {
    ...attributes,
    ...(front === undefined ? {} : { foreground: front }),
    ...(back === undefined ? {} : { background: back })
  }
}

/** White or black, whichever can be read on it better; the terminal's own colors are taken for dark ones. */
const textOn = (ground: Color): Color => {
  const [white, black] = [hex("#ffffff"), hex("#000000")]
  if (channelsOf(ground) === null) return ground === 0 || ground === 8 || ground === 4 ? 15 : 0
  return (contrast(white, ground) ?? 0) >= (contrast(black, ground) ?? 0) ? white : black
}

/** `selection` is the color under the selected row; every other one is that of the letters. */
const withColors = (looks: Looks, colors: LooksChoice["colors"]): Looks => {
  const changed: { -readonly [Name in Role]: Style } = { ...looks }
  for (const role of roleNames) {
    const given = colors[role]
    const color = given === undefined ? null : colorOf(given)
    if (color === null) continue
    const { dim: _dim, inverse: _inverse, ...kept } = looks[role]
    changed[role] =
      role === "selection"
        ? { ...kept, background: color, foreground: textOn(color) }
        : { ...kept, foreground: color }
  }
  return changed
}

const ownLooks = (name: ThemeName, depth: ColorDepth): Looks => {
  if (depth === 0 || name === "plain") return noColors
  const palette = palettes[name]
  if (palette === undefined) return sixteenColors
  if (depth !== 16) return looksOf(palette)
  return name === "high-contrast" ? sixteenHighContrast : sixteenColors
}

const baseOf = (name: ThemeName, depth: ColorDepth): Style => {
  const palette = palettes[name]
  if (palette === undefined || depth === 0 || depth === 16) return {}
  return { foreground: hex(palette.text), background: hex(palette.ground) }
}

export const dressOf = (
  name: ThemeName,
  depth: ColorDepth,
  colors: LooksChoice["colors"],
  glyphs: Glyphs
): Dress => {
  const shown = name === "plain" ? 0 : depth
  const looks = shown === 0 ? ownLooks(name, 0) : withColors(ownLooks(name, shown), colors)
  const leveled = Object.entries(looks).map(([role, style]) => [role, toDepth(style, shown)] as const)
  const record: Readonly<Record<string, Style>> = Object.fromEntries(leveled)
  return {
    name,
    looks: { ...looks, ...record },
    base: toDepth(baseOf(name, shown), shown),
    depth: shown,
    glyphs,
    decidedBy: null
  }
}

/** NO_COLOR before everything, then SWITCHYARD_THEME, then the file. */
export const dressFor = (env: LooksEnvironment, settings: LooksChoice = defaultSettings): Dress => {
  const named = env.SWITCHYARD_THEME ?? ""
  const wanted = isThemeName(named) ? named : (settings.theme ?? "terminal")
  const depth = depthOf(env)
  const name = depth === 0 ? "plain" : isThemeName(wanted) ? wanted : "terminal"
  const decidedBy =
    depth === 0 ? (env.NO_COLOR ? "NO_COLOR" : "TERM=dumb") : isThemeName(named) ? "SWITCHYARD_THEME" : null
  return { ...dressOf(name, depth, settings.colors, glyphsOf(env, settings.ascii)), decidedBy }
}

/** One line when the environment names a theme that does not exist; null: nothing is wrong. */
export const themeTrouble = ({ SWITCHYARD_THEME: named = "" }: LooksEnvironment): string | null =>
  named === "" || isThemeName(named)
    ? null
    : `SWITCHYARD_THEME is “${named}”. There is ${themeNames.join(", ")}.`
