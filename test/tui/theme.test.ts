import { describe, expect, it } from "vitest"
import { styles } from "../../src/tui/presenter/cells.ts"
import type { Color, Style } from "../../src/tui/presenter/style-table.ts"
import { Theme, themeFor } from "../../src/tui/theme.ts"
import { depthOf } from "../../src/tui/themes/color-depth.ts"
import { contrast, readable } from "../../src/tui/themes/contrast.ts"
import { dressFor, dressOf, themeTrouble } from "../../src/tui/themes/dress.ts"
import { type Role, roleNames } from "../../src/tui/themes/looks.ts"
import { themeNames } from "../../src/tui/themes/theme-names.ts"

const rgb = { COLORTERM: "truecolor" }
const own = ["dark", "light", "high-contrast"] as const
const words: ReadonlyArray<Role> = roleNames.filter((role) => role !== "selection" && role !== "rule")

const pairOf = (base: Style, style: Style): readonly [Color, Color] => {
  const front = style.foreground ?? base.foreground
  const back = style.background ?? base.background
  if (front === undefined || back === undefined) throw new Error("a color is the terminal's own")
  return style.inverse ? [back, front] : [front, back]
}

const ratio = (base: Style, style: Style): number => contrast(...pairOf(base, style)) ?? 0

describe("a theme", () => {
  it("gives the same look to regions and to Ink", () => {
    const theme = themeFor({})
    expect(styles.get(theme.of("need", "bold"))).toEqual({ foreground: 1, bold: true })
    expect(theme.ink("need", "bold")).toEqual({ color: "red", bold: true })
    expect(theme.ink("dim")).toEqual({ dimColor: true })
  })

  it("uses the terminal's own colors only, unless another is chosen", () => {
    const { looks, base } = dressFor(rgb)
    expect(base).toEqual({})
    for (const role of roleNames) {
      const { foreground = 0, background = 0 } = looks[role]
      expect(Math.max(foreground, background)).toBeLessThan(16)
    }
  })

  it("has no color under NO_COLOR, where an empty value counts as unset", () => {
    const wish = { SWITCHYARD_THEME: "dark", ...rgb }
    expect(themeFor({ ...wish, NO_COLOR: "1" }).hasColor).toBe(false)
    expect(themeFor({ ...wish, NO_COLOR: "" }).hasColor).toBe(true)
    const { looks, base, name } = dressFor({ ...wish, NO_COLOR: "1" })
    expect([name, base]).toEqual(["plain", {}])
    for (const role of roleNames) {
      expect(looks[role].foreground).toBeUndefined()
      expect(looks[role].background).toBeUndefined()
    }
  })

  it("shows the selection with one pair of colors, of which a cell keeps its weight and underline", () => {
    const theme = themeFor({})
    expect(styles.get(theme.selected(theme.of("need", "bold")))).toEqual({ inverse: true, bold: true })
    expect(styles.get(theme.selected(theme.of("text", "underline")))).toEqual({
      inverse: true,
      underline: true
    })
    expect(styles.get(theme.selected(theme.of("dim")))).toEqual({ inverse: true })
  })

  it("is chosen by the environment before the file", () => {
    const file = { theme: "light", colors: {}, ascii: null }
    expect(dressFor(rgb, file).name).toBe("light")
    expect(dressFor({ ...rgb, SWITCHYARD_THEME: "dark" }, file).name).toBe("dark")
    expect(dressFor({ ...rgb, SWITCHYARD_THEME: "drak" }, file).name).toBe("light")
    expect(themeTrouble({ SWITCHYARD_THEME: "drak" })).toContain("“drak”")
    expect(themeTrouble({ SWITCHYARD_THEME: "dark" })).toBeNull()
  })

  it("takes single colors from the file, and keeps the selection readable on the one it gets", () => {
    const colors = { need: "#ff00ff", selection: "#ffe000" }
    const { looks } = dressFor(rgb, { theme: "dark", colors, ascii: null })
    expect(looks.need.foreground).toBe(0x1ff00ff)
    expect(ratio({}, looks.selection)).toBeGreaterThan(readable)
  })

  it("can be changed while something is painted with it", () => {
    const theme = new Theme(dressFor(rgb))
    const before = theme.selected(theme.of("text"))
    theme.wear(dressOf("dark", "truecolor", {}, "unicode"))
    expect(theme.selected(theme.of("text"))).not.toBe(before)
    expect(theme.base.background).toBeDefined()
  })
})

describe.each(own)("the theme %s", (name) => {
  it.each(["truecolor", 256] as const)(
    "can be read in %s colors: every state on its ground and selected",
    (depth) => {
      const { looks, base } = dressOf(name, depth, {}, "unicode")
      const low = words.filter((role) => ratio(base, looks[role]) < readable)
      expect(low).toEqual([])
      expect(ratio(base, looks.selection)).toBeGreaterThanOrEqual(readable)
      // The flag at the bottom: letters and ground change places.
      const flags = (["done", "need"] as const).map((role) => ratio(base, { ...looks[role], inverse: true }))
      expect(Math.min(...flags)).toBeGreaterThanOrEqual(readable)
    }
  )

  it("grays nothing by the dim attribute, whose contrast nobody knows", () => {
    const { looks } = dressOf(name, "truecolor", {}, "unicode")
    expect(roleNames.filter((role) => looks[role].dim === true)).toEqual([])
  })

  it("has states that differ from each other and from text", () => {
    const { looks } = dressOf(name, "truecolor", {}, "unicode")
    const states = (["text", "need", "ready", "done", "doubt"] as const).map((role) => looks[role].foreground)
    expect(new Set(states).size).toBe(states.length)
  })
})

describe("the contrast of high-contrast", () => {
  it("is at least 7 in every pair", () => {
    const { looks, base } = dressOf("high-contrast", "truecolor", {}, "unicode")
    expect(Math.min(...words.map((role) => ratio(base, looks[role])))).toBeGreaterThanOrEqual(7)
  })
})

describe("how many colors a terminal has", () => {
  it.each([
    [{}, 16],
    [{ TERM: "linux" }, 16],
    [{ TERM: "xterm-256color" }, 256],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, "truecolor"],
    [{ TERM: "screen", COLORTERM: "24bit" }, "truecolor"],
    [{ TERM: "dumb" }, 0],
    [{ NO_COLOR: "1", COLORTERM: "truecolor" }, 0]
  ] as const)("%o: %s", (env, depth) => expect(depthOf(env)).toBe(depth))

  it("keeps a theme within them", () => {
    for (const name of themeNames) {
      for (const style of Object.values(dressOf(name, 256, {}, "unicode").looks))
        expect(Math.max(style.foreground ?? 0, style.background ?? 0)).toBeLessThan(256)
      const { looks, base } = dressOf(name, 16, { need: "#ff0000" }, "unicode")
      expect(base).toEqual({})
      for (const style of Object.values(looks))
        expect(Math.max(style.foreground ?? 0, style.background ?? 0)).toBeLessThan(16)
    }
  })
})

describe("contrast", () => {
  it("is WCAG's", () => {
    expect(contrast(0x1000000, 0x1ffffff)).toBeCloseTo(21, 5)
    expect(contrast(0x1777777, 0x1ffffff)).toBeCloseTo(4.478, 2)
    expect(contrast(1, 0x1ffffff)).toBeNull()
  })
})
