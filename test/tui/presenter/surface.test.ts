import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Presenter } from "../../../src/tui/presenter/presenter.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { Theme } from "../../../src/tui/theme.ts"
import { dressOf } from "../../../src/tui/themes/dress.ts"
import type { Glyphs } from "../../../src/tui/themes/glyphs.ts"
import type { ThemeName } from "../../../src/tui/themes/theme-names.ts"
import { FakeTerminal, parsed } from "./fake-terminal.ts"
import { picture, seenRow, textOfScreen } from "./screen-reading.ts"

let terminal: FakeTerminal
let presenter: Presenter
let theme: Theme

const dress = (name: ThemeName, glyphs: Glyphs = "unicode") => dressOf(name, "truecolor", {}, glyphs)

const open = async (name: ThemeName, glyphs?: Glyphs, words = "état → ▁▅█ 東 €5…"): Promise<void> => {
  theme = new Theme(dress(name, glyphs))
  presenter = new Presenter({ terminal, surface: theme })
  presenter.addRegion({
    measure: () => ({ x: 0, y: 0, width: 30, height: 4 }),
    paint: (canvas) => canvas.text(2, 1, safe(words), theme.of("need"))
  })
  presenter.enter()
  await terminal.settled()
}

const grounds = (): ReadonlySet<number> =>
  new Set(
    Array.from({ length: terminal.rows }, (_, y) => seenRow(terminal.screen, y))
      .flat()
      .map((cell) => Number(cell.look.split(",").at(-1)))
  )

/** What was drawn step by step equals what is drawn on an empty terminal. */
const expectWhole = async (): Promise<void> => {
  const other = new FakeTerminal(terminal.columns, terminal.rows)
  other.write(presenter.fullPaint())
  await parsed(other.screen)
  expect(picture(other.screen)).toEqual(picture(terminal.screen))
}

beforeEach(() => {
  terminal = new FakeTerminal(30, 4)
})
afterEach(() => presenter.close())

describe("the ground of a theme", () => {
  it("lies under every cell, the empty ones too", async () => {
    await open("dark")
    expect([...grounds()]).toEqual([0x15181e])
    await expectWhole()
  })

  it("is the terminal's own where the theme has none", async () => {
    await open("terminal")
    expect([...grounds()]).toEqual([-1])
  })

  it("changes everywhere with the theme, and back", async () => {
    await open("terminal")
    for (const name of ["light", "dark", "terminal", "high-contrast", "terminal"] as const) {
      theme.wear(dress(name))
      presenter.repaint()
      await terminal.settled()
      expect([...grounds()]).toEqual([
        theme.base.background === undefined ? -1 : theme.base.background & 0xffffff
      ])
      await expectWhole()
    }
  })

  it("is there again after the terminal was given away", async () => {
    await open("light")
    presenter.suspend()
    terminal.write("\x1b[2J")
    presenter.resume()
    await terminal.settled()
    expect([...grounds()]).toEqual([0xfbfbf8])
  })

  it("stays through a change of size", async () => {
    await open("dark")
    terminal.resize(24, 3)
    await terminal.settled()
    expect([...grounds()]).toEqual([0x15181e])
    await expectWhole()
  })
})

describe("characters on their way out", () => {
  it.each([
    ["unicode", "  état → ▁▅█ 東 €5…"],
    ["drawing", "  état > _+# 東 €5~"],
    ["ascii", "  etat > _+# ?? E5~"]
  ] as const)("%s", async (glyphs, shown) => {
    await open("terminal", glyphs)
    expect(textOfScreen(terminal.screen)[1]).toBe(shown)
  })

  it("are nothing but ASCII where the locale has nothing else", async () => {
    await open("terminal", "ascii", "Łódź ☎ 👩 ไทย ｗｉｄｅ e\u0301 ␛[2J")
    expect(/^\p{ASCII}*$/u.test(terminal.written.join(""))).toBe(true)
    expect(textOfScreen(terminal.screen)[1]).toContain("Lodz ?")
    await expectWhole()
  })
})
