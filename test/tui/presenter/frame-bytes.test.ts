import { closeSync, openSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { styleOf, styles, tableEpoch } from "../../../src/tui/presenter/cells.ts"
import { restoreOnExit } from "../../../src/tui/presenter/exit-restore.ts"
import { InkFrame } from "../../../src/tui/presenter/ink-frame.ts"
import { Presenter } from "../../../src/tui/presenter/presenter.ts"
import { enterSequence } from "../../../src/tui/presenter/terminal.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { themeFor } from "../../../src/tui/theme.ts"
import { hostileCorpus } from "../hostile-corpus.ts"
import { bareSurface } from "./bare-surface.ts"
import { forbiddenIn } from "./byte-scan.ts"
import { FakeTerminal } from "./fake-terminal.ts"
import { textOfScreen } from "./screen-reading.ts"

const theme = themeFor({})
let terminal: FakeTerminal
let presenter: Presenter

const screenRegion = (lines: () => readonly string[]) => ({
  measure: () => ({ x: 0, y: 0, width: terminal.columns, height: terminal.rows }),
  paint: (canvas: Parameters<Parameters<Presenter["addRegion"]>[0]["paint"]>[0]) => {
    for (const [y, line] of lines().entries()) canvas.text(0, y, safe(line), theme.of("text"))
  }
})

describe("a presenter without Ink", () => {
  beforeEach(() => {
    terminal = new FakeTerminal(40, 10)
    presenter = new Presenter({ terminal, surface: bareSurface(true) })
  })
  afterEach(() => presenter.close())

  it("paints regions before Ink is loaded, in the write that enters the screen", async () => {
    presenter.addRegion(screenRegion(() => ["first", "second"]))
    presenter.enter()
    await terminal.settled()
    expect(terminal.written).toHaveLength(1)
    expect(terminal.written[0]?.startsWith(enterSequence)).toBe(true)
    expect(textOfScreen(terminal.screen).slice(0, 3)).toEqual(["first", "second", ""])
  })

  it("lays regions and overlays over each other by z, whenever they came", async () => {
    const inside = presenter.addRegion({
      measure: () => ({ x: 4, y: 1, width: 2, height: 1 }),
      paint: (canvas) => canvas.text(0, 0, safe("##"), theme.of("text")),
      z: 2
    })
    const overlay = presenter.addOverlay({ measure: () => ({ x: 2, y: 0, width: 7, height: 2 }) })
    presenter.addRegion(screenRegion(() => ["東京東京東京", "bbbbbbbbbbbb"]))
    presenter.sink.write("..[ink].....\n..[ink].....")
    presenter.enter()
    await terminal.settled()
    expect(textOfScreen(terminal.screen).slice(0, 2)).toEqual(["東[ink].. 京", "bb[i##]..bbb"])
    inside.remove()
    overlay.remove()
    await terminal.settled()
    expect(textOfScreen(terminal.screen).slice(0, 2)).toEqual(["東京東京東京", "bbbbbbbbbbbb"])
  })

  it("lets no other byte out than its closed list", async () => {
    let shown: readonly string[] = []
    const region = presenter.addRegion(screenRegion(() => shown))
    presenter.enter()
    for (let first = 0; first < hostileCorpus.length; first += 5) {
      shown = hostileCorpus.slice(first, first + 10)
      presenter.sink.write(`\x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x1b[2J\x1b[5n${first}\x9b2J`)
      region.invalidate()
      await terminal.hurried(() => presenter.urgent())
    }
    presenter.leave()
    expect(terminal.written.length).toBeGreaterThan(8)
    expect(forbiddenIn(terminal.written.join(""))).toEqual([])
  })

  it("forgets interned clusters and looks when the tables are full, and still shows the right text", async () => {
    let round = 0
    const marks = Array.from({ length: 90 }, (_, index) => String.fromCodePoint(0x300 + (index % 60)))
    const lines = (): string[] =>
      Array.from({ length: 10 }, (_, y) =>
        Array.from({ length: 40 }, (_, x) => `${String.fromCodePoint(0x4e00 + round * 200 + y * 40 + x)}`)
          .slice(0, 20)
          .map((letter, x) => letter + (marks[(round + x) % 90] ?? ""))
          .join("")
      )
    const region = presenter.addRegion(screenRegion(lines))
    presenter.enter()
    const before = tableEpoch()
    const showsAll = async (): Promise<void> => {
      region.invalidate()
      await terminal.hurried(() => presenter.urgent())
      expect(textOfScreen(terminal.screen)).toEqual(lines().map((line) => line.normalize("NFC")))
    }
    for (round = 0; round < 45; round++) await showsAll()
    expect(tableEpoch()).toBe(before + 1)
    for (let color = 0; color < 2100; color++) styles.intern({ foreground: 0x1000000 + color })
    await showsAll()
    expect(tableEpoch()).toBe(before + 2)
    expect(styles.get(theme.of("need"))).toEqual({ foreground: 1 })
  })

  it("swallows the modes that are its own and forwards Ink's input modes", () => {
    presenter.sink.write("\x1b[?1049h")
    presenter.sink.write("\x1b[?25l")
    presenter.sink.write("\x1b[2K\x1b[1A\x1b[G")
    presenter.sink.write("\x1b[?2004h")
    expect(terminal.written).toEqual(["\x1b[?2004h"])
  })

  it("writes the restoring bytes at once when the process ends", async () => {
    const path = join(tmpdir(), `presenter-exit-${process.pid}`)
    const fd = openSync(path, "w")
    const dying = new Presenter({ terminal: Object.assign(terminal, { fd }), surface: bareSurface(true) })
    const before = process.listenerCount("exit")
    const forget = restoreOnExit(dying)
    dying.enter()
    await terminal.settled()
    const restore = process.listeners("exit").at(-1)
    restore?.call(process, 0)
    forget()
    dying.close()
    closeSync(fd)
    expect(readFileSync(path, "utf8")).toBe("\x1b[?2026l\x1b[m\x1b[?7h\x1b[?25h\x1b[?1049l")
    expect(process.listenerCount("exit")).toBe(before)
    rmSync(path)
  })
})

describe("Ink's frame", () => {
  const styleAt = (frame: InkFrame, x: number) => styles.get(styleOf(frame.grid.cells[x] ?? 0))

  it("understands the looks of SGR and nothing else", () => {
    const frame = new InkFrame()
    frame.resize(20, 1)
    frame.set(
      "\x1b[1;31ma\x1b[22mb\x1b[39;44mc\x1b[0m\x1b[38;5;200md\x1b[38;2;1;2;3me\x1b[m\x1b[97mf\x1b[8;5mg"
    )
    frame.paint()
    expect(styleAt(frame, 0)).toEqual({ bold: true, foreground: 1 })
    expect(styleAt(frame, 1)).toEqual({ foreground: 1 })
    expect(styleAt(frame, 2)).toEqual({ background: 4 })
    expect(styleAt(frame, 3)).toEqual({ foreground: 200 })
    expect(styleAt(frame, 4)).toEqual({ foreground: 0x1010203 })
    expect(styleAt(frame, 5)).toEqual({ foreground: 15 })
    expect(styleAt(frame, 6)).toEqual({ foreground: 15 })
    expect(styleAt(frame, 7)).toEqual({})
  })
})
