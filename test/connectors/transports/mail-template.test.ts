import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  filledTemplate,
  mailTemplate,
  TemplateFault
} from "../../../src/connectors/transports/mail-template.ts"
import { templateFault } from "../../../src/connectors/transports/purchase-order-mail-text.ts"

const known = new Set(["po", "source", "lines"])
const blocks = new Set(["lines"])
const fill = (text: string, values: Readonly<Record<string, string | ReadonlyArray<string>>>) =>
  filledTemplate(mailTemplate(text, known, blocks), values)

describe("a mail's template", () => {
  it("fills places, keeps doubled braces, and repeats the indent of a block", () => {
    expect(fill("PO {po} {{raw}}\n  {lines}\nend", { po: "A-1", lines: ["1 x a", "2 x b"] })).toEqual([
      "PO A-1 {raw}",
      "  1 x a",
      "  2 x b",
      "end"
    ])
  })

  it("leaves a line out that is only about what is not there", () => {
    expect(fill("Source: {source}\nPO {po}{source}\n\nx", { po: "1", source: "" })).toEqual(["PO 1", "", "x"])
  })

  it.each([
    ["{nope}", "has no place {nope}"],
    ["a { b", "single {"],
    ["a } b", "single }"],
    ["text {lines}", "{lines} beside other text"],
    ["x".repeat(20_001), "longer than 20000"]
  ])("refuses %j", (text, words) => {
    expect(() => mailTemplate(text, known, blocks)).toThrow(TemplateFault)
    expect(() => mailTemplate(text, known, blocks)).toThrow(words)
  })

  it("never reads a value as a template again, whatever a buyer typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (po, source) => {
        expect(fill("{po}|{source}", { po, source })).toEqual(
          po === "" && source === "" ? [] : [`${po}|${source}`]
        )
      })
    )
  })

  it("is refused or filled, never anything else, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("{", "}", "p", "o", "\n", " ", "l") }), (text) => {
        try {
          const lines = fill(text, { po: "1", source: "2", lines: ["3"] })
          expect(lines.join("\n").split("{{").join("")).not.toContain("{po}")
        } catch (cause) {
          expect(cause).toBeInstanceOf(TemplateFault)
        }
      })
    )
  })
})

describe("templates at set-up", () => {
  it.each([
    [{}, null],
    [{ subject: "Order {po} of {orderSource}", body: "Hi\n{lines}\n" }, null],
    [{ subject: "a\nBcc: x@y.example" }, "more than one line"],
    [{ subject: "x".repeat(201) }, "longer than 200"],
    [{ subject: "{lines}" }, "no place {lines}"],
    [{ body: "{customer}" }, "body has no place {customer}"]
  ])("judges %j", (settings, words) => {
    if (words === null) expect(templateFault(settings as Record<string, string>)).toBeNull()
    else expect(templateFault(settings as Record<string, string>)).toContain(words)
  })
})
