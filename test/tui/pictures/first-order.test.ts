import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { forbiddenIn } from "../presenter/byte-scan.ts"
import { emulator, parsed } from "../presenter/fake-terminal.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { castText, readCast } from "./asciicast.ts"

const text = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "first-order.cast"), "utf8")
const { header, events } = readCast(text)
const played = events.map(([, , data]) => data).join("")

describe("the recording of the first order", () => {
  it("is an asciicast of version 2, of a usual size, short enough to look at", () => {
    expect(header).toMatchObject({ version: 2, width: 100, height: 30 })
    expect(events.at(-1)?.[0]).toBeLessThan(90)
    expect(Buffer.byteLength(text)).toBeLessThan(150_000)
  })

  it("ends with the order completed, its parcel told to the shop", async () => {
    const terminal = emulator(header.width, header.height)
    await parsed(terminal, played)
    const screen = textOfScreen(terminal).join("\n")
    expect(screen).toMatch(/#AC-1013 +Completed · 1 of 1 unit shipped/)
    expect(screen).toMatch(/the channel has it/)
  })

  it("shows each step on the way", async () => {
    const terminal = emulator(header.width, header.height)
    const wanted = [
      "needs a choice",
      "for future orders?",
      "can be processed",
      "PROCESS 1 order",
      "every receipt is held"
    ]
    const seen = new Set<string>()
    for (const [, , data] of events) {
      await parsed(terminal, data)
      const screen = textOfScreen(terminal).join("\n")
      for (const words of wanted) if (screen.includes(words)) seen.add(words)
    }
    expect([...seen]).toEqual(wanted)
  })

  it("sends a terminal nothing but what the console sends, and names no machine", () => {
    expect(forbiddenIn(played)).toEqual([])
    expect(played).not.toMatch(/\/(?:home|root|tmp|work|Users)\//)
  })
})

describe("reading a recording", () => {
  const whole = {
    header: { version: 2, width: 2, height: 1, title: "t", env: {} },
    events: [[0.5, "o", "a"]]
  } as const

  it("gives back what was written", () => {
    expect(readCast(castText(whole))).toEqual(whole)
  })

  it("names the line that is none", () => {
    expect(() => readCast('{"version":1}\n')).toThrow("no header of version 2")
    const head = JSON.stringify(whole.header)
    expect(() => readCast(`${head}\n[1,"o","a"]\n[0.5,"o","b"]\n`)).toThrow("line 3 goes back in time")
    expect(() => readCast(`${head}\n[1,"i","a"]\n`)).toThrow("line 2 is no output")
  })
})
