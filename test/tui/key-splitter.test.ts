import type { Key } from "ink"
import { describe, expect, it } from "vitest"
import { paste, splitKeys } from "../../src/tui/key-splitter.ts"

const noKey: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false
}

const names = (input: string, key: Partial<Key> = {}): string[] =>
  splitKeys(input, { ...noKey, ...key }).map(({ name }) => name)

describe("splitKeys", () => {
  it("splits what one read brought", () => {
    expect(names("jjj")).toEqual(["j", "j", "j"])
    expect(names("j\r")).toEqual(["j", "enter"])
    expect(names("a b\t\x7f\x13")).toEqual(["a", "space", "b", "tab", "backspace", "ctrl-s"])
    expect(names("e\u0301👨‍👩‍👧x")).toEqual(["e\u0301", "👨‍👩‍👧", "x"])
  })

  it("names keys that are not text", () => {
    expect(names("", { return: true })).toEqual(["enter"])
    expect(names("", { escape: true })).toEqual(["esc"])
    expect(names("", { escape: true, meta: true })).toEqual(["esc"])
    expect(names("", { upArrow: true })).toEqual(["up"])
    expect(names("", { pageDown: true })).toEqual(["page-down"])
    expect(names("", { tab: true, shift: true })).toEqual(["shift-tab"])
    expect(names("", { rightArrow: true, ctrl: true })).toEqual(["ctrl-right"])
  })

  it("names control and alt combinations", () => {
    expect(names("s", { ctrl: true })).toEqual(["ctrl-s"])
    expect(names(" ", { ctrl: true })).toEqual(["ctrl-space"])
    expect(names("x", { meta: true })).toEqual(["alt-x"])
  })

  it("keeps upper case, because it means another command", () => {
    expect(names("P", { shift: true })).toEqual(["P"])
  })

  it("gives text to what can be inserted, and only to that", () => {
    expect(splitKeys("a \r", noKey).map(({ text }) => text)).toEqual(["a", " ", ""])
    expect(splitKeys("s", { ...noKey, ctrl: true })[0]?.text).toBe("")
  })

  it("ignores released keys and unknown control characters", () => {
    expect(names("j", { eventType: "release" })).toEqual([])
    expect(names("\x9bj\x1e")).toEqual(["j"])
  })

  it("keeps a paste apart", () => {
    expect(paste("dd\r")).toEqual({ kind: "paste", text: "dd\r" })
  })
})
