import { describe, expect, it } from "vitest"
import { styles } from "../../src/tui/presenter/cells.ts"
import { noColors, type Role, sixteenColors, Theme, themeFor } from "../../src/tui/theme.ts"

const roles = Object.keys(sixteenColors) as Role[]

describe("a theme", () => {
  it("gives the same look to regions and to Ink", () => {
    const theme = themeFor({})
    expect(styles.get(theme.of("need", "bold"))).toEqual({ foreground: 1, bold: true })
    expect(theme.ink("need", "bold")).toEqual({ color: "red", bold: true })
    expect(theme.ink("dim")).toEqual({ dimColor: true })
  })

  it("uses the terminal's own colors only", () => {
    for (const role of roles) {
      const { foreground = 0, background = 0 } = sixteenColors[role]
      expect(Math.max(foreground, background)).toBeLessThan(16)
    }
  })

  it("has no color under NO_COLOR, where an empty value counts as unset", () => {
    expect(themeFor({ NO_COLOR: "1" }).hasColor).toBe(false)
    expect(themeFor({ NO_COLOR: "" }).hasColor).toBe(true)
    for (const role of roles) {
      expect(noColors[role].foreground).toBeUndefined()
      expect(noColors[role].background).toBeUndefined()
    }
  })

  it("shows the selection with one pair of colors, of which a cell keeps only its weight", () => {
    const theme = new Theme(sixteenColors, true)
    expect(styles.get(theme.selected(theme.of("need", "bold")))).toEqual({ inverse: true, bold: true })
    expect(styles.get(theme.selected(theme.of("dim")))).toEqual({ inverse: true })
  })
})
