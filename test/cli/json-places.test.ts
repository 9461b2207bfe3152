import * as fc from "fast-check"
import { expect, test } from "vitest"
import { JsonFault, placedJson } from "../../src/cli/json-places.ts"

const faultOf = (text: string): JsonFault => {
  try {
    placedJson(text)
  } catch (cause) {
    if (cause instanceof JsonFault) return cause
    throw cause
  }
  throw new Error("it was taken")
}

test("a field's line is found by its path, and the nearest one above where it is missing", () => {
  const { lineOf } = placedJson('{\n "a": 1,\n "b": [\n  { "c": 2 },\n  { "c": 3 }\n ]\n}')
  expect(lineOf(["b", 1, "c"])).toBe(5)
  expect(lineOf(["b", "0"])).toBe(4)
  expect(lineOf(["b", 7, "c"])).toBe(3)
  expect(lineOf(["z"])).toBe(1)
})

test.each([
  ['{\n  "a": 1\n  "b": 2\n}', 3, ", or } is expected"],
  ['{\n  "a": 1,\n}', 3, "nothing follows this comma"],
  ['{ "a": 1, "a": 2 }', 1, "a is there twice"],
  ["{ 'a': 1 }", 1, "a name in quotes"],
  ['{ "a": "x\ny" }', 1, "text in quotes"],
  ['{ "a": 01 }', 1, "this is no a value"],
  ["", 1, "a value"],
  ["{} x", 1, "the end is expected"],
  [`${"[".repeat(60)}`, 1, "too deep"]
])("%j is refused at line %i", (text, line, words) => {
  const fault = faultOf(text)
  expect(fault.message).toContain(words)
  expect(fault.line).toBe(line)
})

test("it takes what JSON.parse takes, and gives the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, null, 1)
      expect(placedJson(text).value).toEqual(JSON.parse(text))
    })
  )
})

test("it refuses what JSON.parse refuses", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      let sound = true
      try {
        JSON.parse(text)
      } catch {
        sound = false
      }
      if (!sound) expect(() => placedJson(text)).toThrow(JsonFault)
    })
  )
})
