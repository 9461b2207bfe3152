import { describe, expect, it } from "vitest"
import { emulator, parsed } from "../presenter/fake-terminal.ts"
import { escaped, svgOf } from "./svg.ts"

const told = { title: "A & B", description: "x < y" }

const picture = async (bytes: string): Promise<string> => {
  const terminal = emulator(20, 3)
  await parsed(terminal, bytes)
  return svgOf(terminal, told)
}

/** Each text of a picture, with the column at which it begins and how many columns it has. */
const textsOf = (svg: string): ReadonlyArray<readonly [string, number, number]> =>
  [...svg.matchAll(/<text class="\w+" x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)">([^<]*)<\/text>/g)].map(
    ([, x, length, text]) => [
      text ?? "",
      Math.round((Number(x) - 14) / 8.43),
      Math.round(Number(length) / 8.43)
    ]
  )

/** How the letters of a text are drawn. */
const styleOf = (svg: string, text: string): string => {
  const name = new RegExp(`class="(\\w+)"[^>]*>${text}<`).exec(svg)?.[1]
  return new RegExp(`\\.${name}{([^}]*)}`).exec(svg)?.[1] ?? ""
}

describe("a screen as a picture", () => {
  it("puts each stretch of letters at its own column", async () => {
    expect(textsOf(await picture("  one two   three"))).toEqual([
      ["one two", 2, 7],
      ["three", 12, 5]
    ])
  })

  it("gives a wide letter two columns, and a letter with its accent one", async () => {
    expect(textsOf(await picture("中村a e\u0301b"))).toEqual([
      ["中", 0, 2],
      ["村", 2, 2],
      ["a", 4, 1],
      ["e\u0301", 6, 1],
      ["b", 7, 1]
    ])
  })

  it("swaps the colors of what is inverse, and draws the ground under it", async () => {
    const svg = await picture("a \x1b[7mchosen\x1b[0m")
    expect(styleOf(svg, "a")).toBe("fill:#d9dce3")
    expect(styleOf(svg, "chosen")).toBe("fill:#15181e")
    expect(svg).toMatch(/<rect x="30.86" y="14" width="50.58" height="19" fill="#d9dce3"\/>/)
  })

  it("knows the sixteen colors, the 256 and all of them, bold and underlined", async () => {
    const svg = await picture("\x1b[1;31mred \x1b[0;38;5;196mcube \x1b[38;5;255mgray \x1b[4;38;2;1;2;3mown")
    expect(styleOf(svg, "red")).toBe("fill:#ff8078;font-weight:700")
    expect(styleOf(svg, "cube")).toBe("fill:#ff0000")
    expect(styleOf(svg, "gray")).toBe("fill:#eeeeee")
    expect(styleOf(svg, "own")).toBe("fill:#010203;text-decoration:underline")
  })

  it("draws a rule as a line", async () => {
    const svg = await picture("─────")
    expect(textsOf(svg)).toEqual([])
    expect(svg).toMatch(/<rect class="c0" x="14" y="23.5" width="42.15" height="1"\/>/)
  })

  it("has a title and a description, and nothing of the text is markup", async () => {
    const svg = await picture("<b>&amp;")
    expect(svg).toContain('<title id="title">A &amp; B</title>')
    expect(svg).toContain('<desc id="description">x &lt; y</desc>')
    expect(svg).toContain(">&lt;b&gt;&amp;amp;</text>")
  })

  it("has no letter that XML cannot write", () => {
    expect(escaped("a\u0007b\ud800c\uffff\t😀")).toBe("a\ufffdb\ufffdc\ufffd\t😀")
  })
})
