import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { answer, table } from "../../src/cli/answer.ts"
import { type Format, renderAnswer, renderJson } from "../../src/cli/render-answer.ts"
import { hostileCorpus } from "../tui/hostile-corpus.ts"

const text: Format = { json: false, columns: null, color: false }
const json: Format = { ...text, json: true }
/** What steers a terminal: every control character but the line feed. */
const steering = /[^\P{Cc}\n]/u

describe("the renderer", () => {
  it("aligns columns by what is seen, numbers to the right", () => {
    const shown = table(
      ["name", ">qty", "city"],
      [
        ["Ann", "2", "Rome"],
        ["李小龍", "11", "Łódź"]
      ]
    )
    expect(renderAnswer(answer(null, [shown]), text)).toBe(
      "name    qty  city\nAnn       2  Rome\n李小龍   11  Łódź\n"
    )
  })

  it("cuts to a terminal's width and nowhere else", () => {
    const long = answer(null, [table(["name"], [["x".repeat(100)]])])
    const lines = renderAnswer(long, { ...text, columns: 20 }).split("\n")
    expect(lines[1]).toBe(`${"x".repeat(19)}…`)
    expect(renderAnswer(long, text)).toContain("x".repeat(100))
  })

  it("lets one overlong text push out its own row alone", () => {
    const long = "x".repeat(10_000)
    const shown = answer(null, [
      table(
        ["order", "method", "status"],
        [
          ["1", "Ground", "ready"],
          ["2", long, "held"]
        ]
      )
    ])
    const [head = "", first = "", second = ""] = renderAnswer(shown, { ...text, columns: 120 }).split("\n")
    expect(head.trim().split(/ +/)).toEqual(["order", "method", "status"])
    expect(first).toMatch(/^1 +Ground +ready$/)
    expect(first.indexOf("ready")).toBe(head.indexOf("status"))
    expect(second).toHaveLength(120)
    const piped = renderAnswer(shown, text).split("\n")
    expect(piped[1]?.length).toBeLessThan(300)
    expect(piped[2]).toBe(`2      ${long}  held`)
  })

  it("styles headings only where colors are wanted", () => {
    const shown = answer(null, [table(["name"], [["Ann"]])])
    expect(renderAnswer(shown, { ...text, color: true })).toBe("\u001b[1mname\u001b[22m\nAnn\n")
    expect(renderAnswer(shown, text)).toBe("name\nAnn\n")
  })

  it.each(hostileCorpus.map((h) => [JSON.stringify(h), h] as const))("lets no %s through", (_, hostile) => {
    const shown = answer({ name: hostile }, [hostile, table([hostile], [[hostile]])])
    const written = renderAnswer(shown, text)
    expect(written).not.toMatch(steering)
    expect(written.split("\n")).toHaveLength(4)
    expect(renderAnswer(shown, json)).not.toMatch(steering)
  })

  it.each(hostileCorpus.map((h) => [JSON.stringify(h), h] as const))(
    "keeps %s whole in JSON",
    (_, hostile) => {
      expect(JSON.parse(renderJson({ name: hostile }))).toEqual({ name: hostile })
    }
  )

  it("writes JSON with two spaces, exact times, and never a secret", () => {
    const written = renderJson({
      at: new Date(0),
      secret: Redacted.make("hunter2"),
      counts: new Map([["new", 2]]),
      bytes: new TextEncoder().encode("hi"),
      big: 12n
    })
    expect(written).not.toContain("hunter2")
    expect(written).toContain('{\n  "at": "1970-01-01T00:00:00.000Z",\n')
    expect(JSON.parse(written)).toMatchObject({ counts: { new: 2 }, bytes: "aGk=", big: "12" })
  })

  it("writes nothing for an answer without text", () => {
    expect(renderAnswer(answer({}, []), text)).toBe("")
  })
})
