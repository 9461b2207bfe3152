import { PassThrough } from "node:stream"
import fc from "fast-check"
import { Box } from "ink"
import { afterEach, describe, expect, it } from "vitest"
import { type KeyEvent, plainKey } from "../../../src/tui/key-splitter.ts"
import { KeyInput } from "../../../src/tui/presenter/key-input.ts"
import { type MountedConsole, mountConsole } from "../../../src/tui/presenter/mount-console.tsx"
import { useKeys } from "../../../src/tui/presenter/use-keys.ts"
import { themeFor } from "../../../src/tui/theme.ts"
import { FakeInput, FakeTerminal } from "./fake-terminal.ts"

const esc = "\x1b"
const printable = Array.from({ length: 0x7f - 0x20 }, (_, n) => String.fromCharCode(0x20 + n))
const arrows = ["A", "B", "C", "D"].map((letter) => `${esc}[${letter}`)
const theme = themeFor({ TERM: "xterm-256color" })

const Listener = ({ events }: { readonly events: Array<KeyEvent> }) => {
  useKeys((event) => events.push(event))
  return <Box />
}

const open: Array<MountedConsole> = []
afterEach(() => {
  for (const mounted of open.splice(0)) mounted.close()
})

const listening = async () => {
  const events: Array<KeyEvent> = []
  const input = new FakeInput()
  open.push(
    mountConsole(<Listener events={events} />, {
      theme,
      terminal: new FakeTerminal(80, 24),
      input: input.asStdin
    })
  )
  while (input.listenerCount("data") === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  return { events, input }
}

/** The same bytes, all of them through Ink: the shortcut takes one key a read, so another is read with each. */
const throughInk = (events: ReadonlyArray<KeyEvent>): ReadonlyArray<KeyEvent> =>
  events.filter((event) => event.kind === "paste" || event.name !== "page-up")

describe("the keyboard before Ink", () => {
  it("reads a plain key as Ink would", async () => {
    const [straight, ink] = [await listening(), await listening()]
    for (const key of [...printable, ...arrows]) {
      straight.input.type(key)
      ink.input.type(`${key}${esc}[5~`)
    }
    expect(straight.events).toHaveLength(printable.length + arrows.length)
    expect(straight.events).toEqual(throughInk(ink.events))
  })

  it("takes no key out of a paste, wherever its reads end", async () => {
    const { events, input } = await listening()
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...printable), { minLength: 1, maxLength: 12 }), (keys) => {
        events.length = 0
        input.type(`${esc}[200~`)
        for (const key of keys) input.type(key)
        input.type(`${esc}[201~`)
        expect(events).toEqual([{ kind: "paste", text: keys.join("") }])
      })
    )
  })

  it("leaves the letter behind an esc to Ink, for they may be one key", () => {
    let now = 0
    const terminal = new FakeInput()
    const keys = new KeyInput(terminal.asStdin, () => now)
    const taken: Array<string> = []
    const left: Array<string | null> = []
    keys.takeKeys(({ name }) => taken.push(name))
    keys.on("readable", () => left.push(keys.read()))
    terminal.type(esc)
    now = 15
    terminal.type("x")
    now = 150
    terminal.type("y")
    expect({ taken, left }).toEqual({ taken: ["y"], left: [esc, "x"] })
  })

  it("keeps keys of both ways in their order", async () => {
    const { events, input } = await listening()
    for (const key of ["a", "bc", `${esc}[5~`, "d", "é", "e", `${esc}[A`]) input.type(key)
    expect(events.map((event) => event.kind === "key" && event.name)).toEqual([
      ...["a", "b", "c", "page-up", "d", "é", "e", "up"]
    ])
  })

  it("reads nothing while Ink does not: what is typed then is another program's", () => {
    const terminal = new PassThrough()
    const keys = new KeyInput(terminal as unknown as NodeJS.ReadStream)
    const read = (): void => undefined
    keys.on("readable", read)
    expect(terminal.isPaused()).toBe(false)
    keys.off("readable", read)
    expect(terminal.isPaused()).toBe(true)
    expect(terminal.listenerCount("data")).toBe(0)
  })

  it("knows no key in what may be a part of more", () => {
    for (const bytes of ["", esc, "\r", "\t", "\x7f", "\x03", "jj", "é", "東", `${esc}[5~`, `${esc}[1;2A`])
      expect(plainKey(bytes)).toBe(null)
  })
})
