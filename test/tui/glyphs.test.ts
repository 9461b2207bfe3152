import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { glyphsOf, shownGlyph } from "../../src/tui/themes/glyphs.ts"

describe("what the locale can show", () => {
  it.each([
    [{}, null, "unicode"],
    [{ LANG: "en_US.UTF-8" }, null, "unicode"],
    [{ LANG: "en_US.UTF-8" }, true, "drawing"],
    [{ LC_ALL: "C", LANG: "en_US.UTF-8" }, null, "ascii"],
    [{ LC_ALL: "C.utf8" }, null, "unicode"],
    [{ LC_CTYPE: "POSIX" }, null, "ascii"],
    [{ LANG: "de_DE.ISO-8859-1" }, null, "ascii"],
    [{ LANG: "C" }, false, "unicode"],
    [{ TERM: "linux" }, null, "drawing"],
    [{ TERM: "linux" }, false, "unicode"]
  ] as const)("%o and ascii = %s: %s", (env, wanted, glyphs) => expect(glyphsOf(env, wanted)).toBe(glyphs))
})

describe("characters that the console draws with", () => {
  const files = readdirSync("src/tui", { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name)
  )
  const isProse = (name: string): boolean => /glyphs\.ts$|safe-text\.ts$|graphemes\.ts$/.test(name)

  it("have an ASCII one each, wherever they are used", () => {
    const used = new Set(
      files
        .filter((name) => !isProse(name))
        .flatMap((name) => readFileSync(join("src/tui", name), "utf8").match(/[^\p{ASCII}]/gu) ?? [])
    )
    expect(used.size).toBeGreaterThan(5)
    const without = [...used].filter((one) => shownGlyph(one, 1, "drawing") === one && !/[\p{L}€]/u.test(one))
    expect(without).toEqual([])
  })

  it("keep eight levels of a spark line apart", () => {
    const levels = [..."▁▂▃▄▅▆▇█"].map((level) => shownGlyph(level, 1, "drawing"))
    expect(new Set(levels).size).toBe(8)
  })

  it("take as many columns as before", () => {
    for (const [text, width] of [
      ["東", 2],
      ["é", 1],
      ["▁", 1],
      ["👩", 2]
    ] as const)
      expect(shownGlyph(text, width, "ascii")).toHaveLength(width)
  })
})
