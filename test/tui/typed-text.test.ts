import { describe, expect, it } from "vitest"
import type { KeyEvent } from "../../src/tui/key-splitter.ts"
import { typedText } from "../../src/tui/typed-text.ts"

const key = (name: string, text = ""): KeyEvent => ({ kind: "key", name, text })
const paste = (text: string): KeyEvent => ({ kind: "paste", text })

const line = (longest: number) => {
  const said: Array<string> = []
  const desk = { say: (_tone: string, text: string) => void said.push(text) }
  let text = ""
  return {
    said,
    type: (...events: ReadonlyArray<KeyEvent>): string => {
      for (const event of events) text = typedText(text, event, longest, desk)
      return text
    }
  }
}

describe("a line that keeps so much", () => {
  it("says how much of a paste was left out, in the words of the forms", () => {
    const { type, said } = line(10)
    expect(type(paste("abcdefghijklm"))).toBe("abcdefghij")
    expect(said).toEqual(["10 characters at most; 3 were left out."])
  })

  it("says of letters that are typed on how many they are by now, and begins anew after another edit", () => {
    const { type, said } = line(3)
    type(paste("abc"), key("d", "d"), key("e", "e"), key("backspace"), key("f", "f"), key("g", "g"))
    expect(said.map((words) => words.replace("3 characters at most; ", ""))).toEqual([
      "1 was left out.",
      "2 were left out.",
      "1 was left out."
    ])
    expect(type()).toBe("abf")
  })

  it("cuts no letter in half, and says nothing where all has room", () => {
    const { type, said } = line(3)
    expect(type(key("a", "a"), paste("👨‍👩‍👧"))).toBe("a")
    expect(said).toEqual(["3 characters at most; 1 was left out."])
    expect(line(3).said).toEqual([])
  })

  it("says of a paste of several lines that only the first was taken", () => {
    const { type, said } = line(40)
    expect(type(paste("\nthe buyer is away\r\n\r\nuntil Monday\rask Ada\n"))).toBe("the buyer is away")
    expect(said).toEqual(["One line only: the first of the 3 that were pasted was taken."])
  })

  it("says both of several lines of which the first is too long already", () => {
    const { type, said } = line(3)
    expect(type(paste("abcdef\nghi"))).toBe("abc")
    expect(said).toEqual([
      "One line only: the first of the 2 that were pasted was taken; 3 characters at most; 3 were left out."
    ])
  })

  it("takes a line that was copied with its end as one line", () => {
    const { type, said } = line(20)
    expect(type(paste("#1042\n"))).toBe("#1042")
    expect(said).toEqual([])
  })
})
