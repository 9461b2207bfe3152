import type { TextProps } from "ink"
import { styles } from "./presenter/cells.ts"
import type { Color, Style, StyleId } from "./presenter/style-table.ts"
import type { Looks, Role } from "./themes/looks.ts"

export type { Looks, Role } from "./themes/looks.ts"

type Attribute = "bold" | "dim" | "italic" | "underline" | "inverse" | "strike"

const ansi = { red: 1, green: 2, yellow: 3, blue: 4, cyan: 6 } as const

/** The terminal's own sixteen colors, so that it looks right on light and dark. */
export const sixteenColors: Looks = {
  text: {},
  dim: { dim: true },
  rule: { dim: true },
  accent: { foreground: ansi.cyan },
  selection: { inverse: true },
  need: { foreground: ansi.red },
  ready: { foreground: ansi.green },
  done: { foreground: ansi.blue },
  doubt: { foreground: ansi.yellow },
  stale: { dim: true }
}

/** NO_COLOR: weight and inversion only; the words say the state in any theme. */
export const noColors: Looks = {
  text: {},
  dim: { dim: true },
  rule: { dim: true },
  accent: { bold: true },
  selection: { inverse: true },
  need: { bold: true },
  ready: {},
  done: {},
  doubt: { bold: true },
  stale: { dim: true }
}

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

const inkColor = (color: Color): string => {
  if (color < 8) return names[color] ?? "white"
  if (color < 16) return color === 8 ? "gray" : `${names[color - 8]}Bright`
  if (color < 256) return `ansi256(${color})`
  return `#${(color & 0xffffff).toString(16).padStart(6, "0")}`
}

const inkProps = (style: Style): TextProps => ({
  ...(style.foreground === undefined ? {} : { color: inkColor(style.foreground) }),
  ...(style.background === undefined ? {} : { backgroundColor: inkColor(style.background) }),
  ...(style.bold ? { bold: true } : {}),
  ...(style.dim ? { dimColor: true } : {}),
  ...(style.italic ? { italic: true } : {}),
  ...(style.underline ? { underline: true } : {}),
  ...(style.inverse ? { inverse: true } : {}),
  ...(style.strike ? { strikethrough: true } : {})
})

/** Roles as style ids for regions (`theme.of("need", "bold")`) and as props for Ink's `<Text {...theme.ink("dim")}>`. */
export class Theme {
  readonly hasColor: boolean
  #looks: Looks
  #selected = new Map<StyleId, StyleId>()

  constructor(looks: Looks, hasColor: boolean) {
    this.#looks = looks
    this.hasColor = hasColor
  }

  of(role: Role, ...attributes: readonly Attribute[]): StyleId {
    return styles.pin(this.#look(role, attributes))
  }

  ink(role: Role, ...attributes: readonly Attribute[]): TextProps {
    return inkProps(this.#look(role, attributes))
  }

  /** A cell's look on the selected row: one readable pair for the whole row, of which only the weight is kept. */
  selected(style: StyleId): StyleId {
    const known = this.#selected.get(style)
    if (known !== undefined) return known
    const made = styles.pin({ ...this.#looks.selection, ...(styles.get(style).bold ? { bold: true } : {}) })
    this.#selected.set(style, made)
    return made
  }

  #look(role: Role, attributes: readonly Attribute[]): Style {
    const look: { -readonly [Key in keyof Style]: Style[Key] } = { ...this.#looks[role] }
    for (const attribute of attributes) look[attribute] = true
    return look
  }
}

/** https://no-color.org: present and not empty. */
export const themeFor = (environment: { readonly NO_COLOR?: string | undefined }): Theme =>
  environment.NO_COLOR ? new Theme(noColors, false) : new Theme(sixteenColors, true)
