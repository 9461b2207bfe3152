import "../presenter/force-color.ts"
import { beforeAll, describe, expect, it } from "vitest"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { type Easel, easelOf, stopTime } from "./easel.tsx"
import { galleryRows } from "./gallery-rows.ts"
import { usualWorld } from "./usual-world.ts"

const size = { columns: 80, rows: 24 }
const pasted = 5000
const aPaste = `\x1b[200~${"x".repeat(pasted)}\x1b[201~`

interface Prompt {
  readonly screen: ScreenName
  readonly keys: ReadonlyArray<string>
}
const prompt = (screen: ScreenName, ...keys: ReadonlyArray<string>): Prompt => ({ screen, keys })

/** Every line that is typed outside of forms, empty when it begins. */
const prompts: ReadonlyArray<Prompt> = [
  prompt("orders", "/"),
  prompt("orders", "j", "U"),
  prompt("orders", "v", "s"),
  prompt("orders", "?", "/"),
  prompt("orders", ":"),
  prompt("order", "n"),
  prompt("order", "G"),
  prompt("order", "U"),
  prompt("order", "C", "1"),
  prompt("activity", "/"),
  prompt("alerts", "D"),
  prompt("doubt", "A"),
  prompt("authorize", "D"),
  prompt("exceptions", "]", "]", "D"),
  prompt("feeds", "R"),
  prompt("inventory", "/"),
  prompt("inventory", "c"),
  prompt("inventory", "I"),
  prompt("jobs", "/"),
  prompt("jobs", "P"),
  prompt("mappings", "/"),
  prompt("mappings", "I"),
  prompt("reviews", "D"),
  prompt("reviews", "P")
]

const opened = async ({ screen, keys }: Prompt, env = {}): Promise<Easel> => {
  const place = galleryRows[screen].place((words) => words)
  const easel = await easelOf(usualWorld(), place, size, undefined, env)
  for (const key of keys) await easel.press(key)
  return easel
}

beforeAll(stopTime)

describe("what is pasted into a line and does not fit", () => {
  for (const one of prompts)
    it(`is counted where the eyes are: ${one.screen} ${one.keys.join(" ")}`, async () => {
      const easel = await opened(one)
      await easel.press(aPaste)
      const said = textOfScreen(easel.terminal.screen).slice(-2).join(" ")
      easel.close()
      const [, most = "", left = ""] =
        /([\d,]+) characters at most; ([\d,]+) were left out\./.exec(said) ?? []
      expect(said).toMatch(/characters at most/)
      expect(Number(most.replace(",", "")) + Number(left.replace(",", ""))).toBe(pasted)
    })

  it("is said to a screen reader", async () => {
    const easel = await opened(prompt("alerts", "D"), { INK_SCREEN_READER: "1" })
    await easel.press(aPaste)
    const said = easel.terminal.written.join("")
    easel.close()
    expect(said).toContain("300 characters at most; 4,700 were left out.")
  })
})
