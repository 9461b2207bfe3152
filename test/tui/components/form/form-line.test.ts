import { describe, expect, it } from "vitest"
import {
  choice,
  choose,
  chooseAtCursor,
  moved,
  windowOf
} from "../../../../src/tui/components/form/choice.ts"
import { firstShown } from "../../../../src/tui/components/form/form-body.tsx"
import {
  choiceLines,
  type FormLine,
  fieldLine,
  lineText,
  part
} from "../../../../src/tui/components/form/form-line.ts"
import { edited, textEdit } from "../../../../src/tui/components/form/text-edit.ts"
import { paste } from "../../../../src/tui/key-splitter.ts"
import { columnsOf, type SafeText } from "../../../../src/tui/safe-text.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"

const look = { label: "City", labelWidth: 8, columns: 40, hasFocus: true }

describe("a field's line", () => {
  it("puts the cursor behind what was typed", () => {
    const line = fieldLine(textEdit("Wien"), look)
    expect(lineText(line)).toBe("▸ City     Wien")
    expect(line.cursor).toBe(11 + 4)
  })

  it("counts columns, not characters", () => {
    expect(fieldLine(textEdit("東京"), look).cursor).toBe(11 + 4)
  })

  it("keeps the cursor of a long text in sight, and says that something is cut", () => {
    const line = fieldLine(textEdit("x".repeat(100)), look)
    expect(line.cursor).toBeLessThan(40)
    expect(lineText(line)).toContain("…xxx")
  })

  it.each([
    [120, "200 characters at most; 37 were left out"],
    [80, "200 characters at most; 37 were left out"],
    [40, "at most 200; 37 left out"]
  ])("says at once, instead of its note, what it left out: %i columns", (columns, words) => {
    const edit = edited(textEdit("x".repeat(187)), paste("y".repeat(50)))
    const wide = { ...look, columns, labelWidth: columns < 80 ? 3 : 22, note: part("  changed", "accent") }
    const line = lineText(fieldLine(edit, wide))
    expect(line).toContain(words)
    expect(line).not.toContain("changed")
    expect(columnsOf(line as SafeText)).toBeLessThanOrEqual(columns)
  })

  it("keeps hostile text as text, within its columns", () => {
    for (const text of hostileCorpus) {
      const line = lineText(fieldLine(textEdit(text), { ...look, note: part(text, "need") }))
      expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      expect(columnsOf(line as SafeText)).toBeLessThanOrEqual(40)
    }
  })
})

describe("a choice", () => {
  const list = choice(["a", "b", "c"])
  it("has nothing chosen until it is said", () => {
    expect(list.chosen).toBeNull()
    expect(moved(list, 1)?.chosen).toBeNull()
    expect(chooseAtCursor(list).chosen).toBe("a")
  })
  it("cannot take what is not offered", () => {
    expect(choose(list, "z")).toBe(list)
  })
  it("ends at its ends, so that the next field is reached", () => {
    expect(moved(list, -1)).toBeNull()
  })
  it("shows a stretch around the cursor and counts the rest", () => {
    const long = { ...choice(Array.from({ length: 30 }, (_, i) => i)), cursor: 15 }
    expect(windowOf(long, 6)).toEqual({ from: 12, to: 18 })
    const lines = choiceLines(long, { columns: 40, hasFocus: true, most: 6, labelOf: String })
    expect(lines.map(lineText).at(-1)).toContain("24 more")
  })
})

describe("the form's body", () => {
  it("scrolls so that the focus is in sight", () => {
    const lines: ReadonlyArray<FormLine> = Array.from({ length: 30 }, (_, i) =>
      i === 20 ? { pieces: [], hasFocus: true } : { pieces: [] }
    )
    const first = firstShown(lines, 10)
    expect(first).toBeLessThanOrEqual(20)
    expect(first + 10).toBeGreaterThan(20)
  })
})
