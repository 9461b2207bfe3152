import { describe, expect, it } from "vitest"
import { pageKeyOf, pageKeyText } from "../../src/cli/page-key.ts"
import { countOf } from "../../src/cli/wording.ts"
import { orderName } from "../../src/domain/model/order.ts"
import { commandLine } from "../../src/domain/model/shell-word.ts"

describe("words", () => {
  it("name orders with one mark, and count with one or many", () => {
    expect([orderName("1043"), orderName("#1043")]).toEqual(["#1043", "#1043"])
    expect([countOf(0, "order"), countOf(1, "order"), countOf(2, "order")]).toEqual([
      "0 orders",
      "1 order",
      "2 orders"
    ])
  })

  it("of a suggested command are safe to paste", () => {
    expect(commandLine("orders", "show", "1043")).toBe("switchyard orders show 1043")
    expect(commandLine("suppliers", "show", "$(rm -rf ~); it's")).toBe(
      "switchyard suppliers show '$(rm -rf ~); it'\\''s'"
    )
  })

  it("of a page's end lead to the next page", () => {
    const row = { placedAt: new Date("2026-11-22T03:25:47.123Z"), id: 42 }
    expect(pageKeyOf(pageKeyText(row))).toEqual(row)
    for (const wrong of [
      "",
      "42",
      "2026-11-22_42",
      "2026-13-45T99:99:99.000Z_1",
      "2026-11-22T03:25:47.000Z_x"
    ])
      expect(pageKeyOf(wrong)).toBeNull()
  })
})
