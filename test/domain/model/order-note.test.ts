import { describe, expect, test } from "vitest"
import { assigneeOf, longestNote, noteText, readTags, tagOf } from "../../../src/domain/model/order-note.ts"

describe("a note", () => {
  test("keeps its lines, not the controls of a terminal", () => {
    expect(noteText("  a\r\nb\u001b[31m\u0000c\t.  ")).toBe("a\nb[31mc\t.")
  })
  test("says something, and not too much", () => {
    expect(noteText(" \n ")).toBeNull()
    expect(noteText("x".repeat(longestNote))).not.toBeNull()
    expect(noteText("x".repeat(longestNote + 1))).toBeNull()
  })
})

describe("a tag", () => {
  test.each([
    ["VIP", "vip"],
    ["#Gift-1.a_b", "gift-1.a_b"],
    ["Größe", "größe"],
    ["2nd", "2nd"]
  ])("%s is %s", (given, tag) => expect(tagOf(given)).toBe(tag))
  test.each(["", "-a", "a b", "a:b", "a,b", 'a"', "(a)", "a\u0000", "x".repeat(41)])("%j is none", (given) =>
    expect(tagOf(given)).toBeNull()
  )
  test("a minus takes one off; what is no tag comes back as it was typed", () => {
    expect(readTags("VIP, -later vip a:b")).toEqual({ on: ["vip"], off: ["later"], wrong: ["a:b"] })
    expect(readTags(Array.from({ length: 22 }, (_, n) => `t${n}`).join(" ")).wrong).toEqual(["t20", "t21"])
  })
})

test("an assignee is a name on one line", () => {
  expect(assigneeOf(" ana ")).toBe("ana")
  expect(assigneeOf(" ")).toBeNull()
  expect(assigneeOf("a\nb")).toBeNull()
  expect(assigneeOf("x".repeat(101))).toBeNull()
})
