import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { foreignText } from "../../src/connectors/foreign-text.ts"

const secrets = [Redacted.make("Bearer v^1.1#i^1"), Redacted.make("Atzr|refresh")]

describe("text of another party", () => {
  it("is one short line", () => {
    expect(foreignText(" a\r\n\u001b[31mb\u2028c ")).toBe("a [31mb c")
    expect(foreignText("x".repeat(5000))).toBe(`${"x".repeat(300)}...`)
  })

  it("does not repeat what we sent, neither as it is nor as a form carries it", () => {
    expect(foreignText("no: v^1.1#i^1, Atzr|refresh", secrets)).toBe("no: [secret], [secret]")
    expect(foreignText("no: token=v%5E1.1%23i%5E1&refresh_token=Atzr%7Crefresh", secrets)).toBe(
      "no: token=[secret]&refresh_token=[secret]"
    )
  })
})
