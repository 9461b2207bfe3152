import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  edited,
  graphemesOf,
  leftOutNote,
  longestText,
  type TextEdit,
  textEdit,
  textOf
} from "../../../../src/tui/components/form/text-edit.ts"
import { type KeyEvent, paste } from "../../../../src/tui/key-splitter.ts"

const key = (name: string, text = ""): KeyEvent => ({ kind: "key", name, text })
const typedOn = (edit: TextEdit, ...events: ReadonlyArray<KeyEvent>): TextEdit => events.reduce(edited, edit)

describe("a text field", () => {
  it("takes letters where the cursor is", () => {
    const edit = typedOn(
      textEdit("Sprngfield"),
      key("home"),
      key("right"),
      key("right"),
      key("right"),
      key("i", "i")
    )
    expect(textOf(edit)).toBe("Springfield")
    expect(edit.cursor).toBe(4)
  })

  it("deletes whole clusters, never half of one", () => {
    const family = "👨‍👩‍👧"
    expect(textOf(typedOn(textEdit(`a${family}`), key("backspace")))).toBe("a")
    expect(textOf(typedOn(textEdit("e\u0301x"), key("home"), key("delete")))).toBe("x")
  })

  it("joins a combining mark to the letter before it", () => {
    const edit = typedOn(textEdit("e"), key("\u0301", "\u0301"))
    expect([textOf(edit), edit.cursor]).toEqual(["é", 1])
  })

  it("takes a paste as one line without controls", () => {
    expect(textOf(typedOn(textEdit(""), paste("14 Elm\r\nStreet\u202e\x1b[2J")))).toBe("14 Elm Street[2J")
  })

  it("keeps no more than its limit", () => {
    expect(textOf(typedOn(textEdit(""), paste("x".repeat(1000)))).length).toBe(longestText)
  })

  it("says how many letters of a paste it left out, and that it left out each that was typed behind them", () => {
    const cut = typedOn(textEdit("", 10), paste("x".repeat(7)), paste("y".repeat(40)))
    expect([textOf(cut), cut.leftOut]).toEqual(["xxxxxxxyyy", 37])
    expect(leftOutNote(cut)).toEqual(["10 characters at most; 37 were left out", "at most 10; 37 left out"])
    expect(typedOn(cut, key("z", "z"), key("z", "z")).leftOut).toBe(39)
    const one = typedOn(textEdit("x".repeat(10), 10), key("z", "z"))
    expect(leftOutNote(one)[0]).toBe("10 characters at most; 1 was left out")
    expect(textOf(one)).toBe("x".repeat(10))
  })

  it("counts letters, not what they are made of, and leaves out whole ones", () => {
    const family = "👨‍👩‍👧"
    const cut = typedOn(textEdit("", 20), paste(family.repeat(5)))
    expect([textOf(cut), cut.leftOut]).toEqual([family.repeat(2), 3])
  })

  it.each(["backspace", "ctrl-u", "ctrl-w", "home"])("has left nothing out any more after %s", (name) =>
    expect(typedOn(textEdit("", 3), paste("four"), key(name)).leftOut).toBeUndefined()
  )

  it("keeps its own limit through every key, and where what it holds is somebody else's", () => {
    const limited = typedOn(textEdit("", 5), paste("abcdefg"), key("backspace"), key("home"), key("ctrl-k"))
    expect(typedOn(limited, paste("abcdefg")).leftOut).toBe(2)
    expect(textOf(typedOn({ ...textEdit("abcde", 5), isNew: true }, paste("12345678")))).toBe("12345")
  })

  it("drops the end of the line that came with a copied line", () => {
    expect(textOf(typedOn(textEdit(""), paste("shpat_1\r\n")))).toBe("shpat_1")
  })

  it("ctrl-u, ctrl-k and ctrl-w clear before, behind, and a word", () => {
    const edit = typedOn(textEdit("14 Elm Street"), key("ctrl-w"))
    expect(textOf(edit)).toBe("14 Elm ")
    expect(textOf(typedOn(edit, key("ctrl-u")))).toBe("")
    expect(textOf(typedOn(edit, key("home"), key("ctrl-k")))).toBe("")
  })

  it("stays the same object for a key that says nothing to it", () => {
    const edit = textEdit("x")
    expect(edited(edit, key("f5"))).toBe(edit)
  })

  it("keeps its cursor inside and its text in clusters, whatever is typed", () => {
    const events = fc.oneof(
      fc.string({ unit: "grapheme" }).map(paste),
      fc
        .constantFrom("left", "right", "home", "end", "backspace", "delete", "ctrl-u", "ctrl-k", "ctrl-w")
        .map((n) => key(n))
    )
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (all) => {
        const edit = typedOn(textEdit(""), ...all)
        expect(edit.cursor).toBeGreaterThanOrEqual(0)
        expect(edit.cursor).toBeLessThanOrEqual(edit.graphemes.length)
        expect(edit.graphemes).toEqual(graphemesOf(textOf(edit)))
        expect(textOf(edit)).not.toMatch(/\p{Cc}/u)
      })
    )
  })
})
