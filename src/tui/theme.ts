import type { TextProps } from "ink"
import type { ConsoleSettings } from "./console-file/console-settings.ts"
import { forgetPainted, styles } from "./presenter/cells.ts"
import { type FlashClock, noFlash } from "./presenter/flash.ts"
import type { Color, Style, StyleId } from "./presenter/style-table.ts"
import type { Surface } from "./presenter/surface.ts"
import { type Dress, dressFor, type LooksEnvironment } from "./themes/dress.ts"
import { shownGlyph } from "./themes/glyphs.ts"
import type { Role } from "./themes/looks.ts"

export type { Looks, Role } from "./themes/looks.ts"

type Attribute = "bold" | "dim" | "italic" | "underline" | "inverse" | "strike"

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

/**
 * Roles as style ids for regions (`theme.of("need", "bold")`) and as props for Ink's `<Text {...theme.ink("dim")}>`.
 * Another dress can be put on while the console is open; what is painted asks again each time.
 */
export class Theme implements Surface {
  /** When a changed cell has been marked for long enough; nothing is marked until the console has a clock. */
  flash: FlashClock = noFlash
  #dress: Dress
  /** Looks are asked for by each line that is painted, and stay the same until another dress is worn. */
  #roles = new Map<string, StyleId>()
  #selected = new Map<StyleId, StyleId>()
  #flashed = new Map<StyleId, StyleId>()

  constructor(dress: Dress) {
    this.#dress = dress
  }

  get dress(): Dress {
    return this.#dress
  }

  /** What of the environment decides how it looks, whatever the file says; null: nothing does. */
  get decidedBy(): string | null {
    return this.#dress.decidedBy
  }

  get hasColor(): boolean {
    return this.#dress.depth !== 0
  }

  get base(): Style {
    return this.#dress.base
  }

  /** Everything painted so far is to be painted anew after this (`Presenter.repaint`). */
  wear(dress: Dress): void {
    this.#dress = dress
    this.#roles.clear()
    this.#selected.clear()
    this.#flashed.clear()
    forgetPainted()
  }

  glyph(text: string, width: number): string {
    return shownGlyph(text, width, this.#dress.glyphs)
  }

  get isAscii(): boolean {
    return this.#dress.glyphs !== "unicode"
  }

  of(role: Role, ...attributes: readonly Attribute[]): StyleId {
    const name = attributes.length === 0 ? role : `${role} ${attributes.join(" ")}`
    const known = this.#roles.get(name)
    if (known !== undefined) return known
    const made = styles.pin(this.#look(role, attributes))
    if (!styles.isExhausted) this.#roles.set(name, made)
    return made
  }

  ink(role: Role, ...attributes: readonly Attribute[]): TextProps {
    return inkProps(this.#look(role, attributes))
  }

  /** A look for a moment, which is told without color: bold and underlined. */
  flashed(style: StyleId): StyleId {
    const known = this.#flashed.get(style)
    if (known !== undefined) return known
    const made = styles.pin({ ...styles.get(style), bold: true, underline: true })
    if (!styles.isExhausted) this.#flashed.set(style, made)
    return made
  }

  /** A cell's look on the selected row: one readable pair for the whole row, of which weight and underline are kept. */
  selected(style: StyleId): StyleId {
    const known = this.#selected.get(style)
    if (known !== undefined) return known
    const { bold, underline } = styles.get(style)
    const kept = { ...(bold ? { bold } : {}), ...(underline ? { underline } : {}) }
    const made = styles.pin({ ...this.#dress.looks.selection, ...kept })
    this.#selected.set(style, made)
    return made
  }

  #look(role: Role, attributes: readonly Attribute[]): Style {
    const look: { -readonly [Key in keyof Style]: Style[Key] } = { ...this.#dress.looks[role] }
    for (const attribute of attributes) look[attribute] = true
    return look
  }
}

export const themeFor = (environment: LooksEnvironment, settings?: ConsoleSettings): Theme =>
  new Theme(dressFor(environment, settings))
